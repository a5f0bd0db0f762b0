-- What a seller, or the shop itself, has to send and to decide on.

ALTER TABLE order_items ADD KEY order_items_seller (seller_id, status, order_id);
