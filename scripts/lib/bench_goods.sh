# bench_goods: what orders of goods, paid from the balance in one request, cost.  Sourced by bench, after the shop is up.

# Members who can pay for it all, in $DIR/buyers; free delivery, so that both sides write the same rows.
goods_prepare() {
	BANQUET_DB_SOCKET=$RUN/db.sock node "$ROOT/bench/crowd.mjs" 1000 >"$DIR/buyers"
	sql -e "UPDATE sellers SET delivery_fee = 0;
	    INSERT INTO wallets (user_id, balance) SELECT user_id, 1000000000000 FROM users WHERE email LIKE '%@crowd.example';
	    INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, reason, at)
	        SELECT user_id, UUID(), 'ADJUST', balance, balance, 'bench', UTC_TIMESTAMP(3) FROM wallets WHERE balance = 1000000000000"
	export TOKENS=$DIR/buyers
	GOODS_SPREAD=$(sql -NBe "SELECT product_id FROM products WHERE kind = 'GOODS' AND status = 'ON_SALE' ORDER BY sku_id LIMIT 16" | paste -sd,)
	GOODS_ONE=${GOODS_SPREAD%%,*}
}
goods_figures() { # "tickets round-trips" of checkout.fcgi so far
	curl -sf --unix-socket "$RUN/internal.sock" http://internal/metrics/checkout |
	    awk '/^banquet_desk_batch_tickets_sum/ { t = $2 } /^banquet_db_round_trips_total/ { q = $2 } END { print t, q }'
}
goods_floor() { # one|spread LINES
	"$BUILT/bench/floor" "$RUN/db.sock" banquet 32 "$SECONDS_EACH" "$1" goods "$2" 2>"$DIR/log/floor.log" || fail "$(tail -n 1 "$DIR/log/floor.log")"
}
# CLIENTS one|spread LINES FLOOR: into $r; the row says what it is of the floor.
goods_orders() {
	local before after goods=$GOODS_ONE
	[ "$2" = one ] || goods=$GOODS_SPREAD
	before=$(goods_figures)
	r=$(GOODS=$goods LINES=$3 load "$1" "$ROOT/bench/purchase.lua" /)
	after=$(goods_figures)
	row "(h) POST /v1/orders, $1 clients, $3 line(s), $2" "$r" "$(ratio "$r" "$4") x floor; $(awk -v a="$before" -v b="$after" \
	    'BEGIN { split(a, x); split(b, y); printf "%.2f round trips an order", (y[2] - x[2]) / (y[1] - x[1]) }')"
}
goods_rounds() {
	local floor_one floor_spread floor_ten clients spread one sum_spread=0 sum_one=0 r
	SECONDS_EACH=2 GOODS=$GOODS_SPREAD LINES=1 load 64 "$ROOT/bench/purchase.lua" / >/dev/null
	for ((round = 1; round <= ROUNDS; round++)); do
		floor_one=$(goods_floor one 1)
		row "(h) floor: statement by statement, one product" "$floor_one"
		floor_spread=$(goods_floor spread 1)
		row "(h) floor: statement by statement, sixteen" "$floor_spread"
		for clients in 32 64 128; do
			goods_orders $clients spread 1 "$floor_spread"
			sum_spread=$((sum_spread + ${r%% *}))
			goods_orders $clients one 1 "$floor_one"
			sum_one=$((sum_one + ${r%% *}))
		done
		floor_ten=$(goods_floor spread 10)
		row "(h) floor: statement by statement, ten lines" "$floor_ten"
		goods_orders 64 spread 10 "$floor_ten"
	done
	say "  all on one product against spread: $(ratio "$sum_one" "$sum_spread")"
}
# What is read, against a static file; both lists are nginx's for a second or five.
goods_read() {
	local static what r
	static=$(load 32 - /assets/banquet.css)
	for what in "the list of goods|/v1/products" "popular goods|/v1/products/popular"; do
		r=$(load 32 - "${what#*|}")
		row "(h) ${what%%|*}" "$r" "$(ratio "$r" "$static") x static"
	done
}

# So many orders of an earlier time, written in bulk: goods of one kind, delivered, told of and read by all.
goods_load() { # ROWS
	local product sku price last
	read -r product sku price < <(sql -NBe "SELECT product_id, sku_id, price FROM products WHERE product_id = $GOODS_ONE")
	last=$(sql -NBe 'SELECT last_seq FROM event_feed')
	sql -e "SET unique_checks = 0; SET @buyer = (SELECT user_id FROM users WHERE email LIKE '%@crowd.example' LIMIT 1);
	    CREATE TEMPORARY TABLE old_orders (n INT UNSIGNED PRIMARY KEY, id UUID NOT NULL, at DATETIME(3) NOT NULL)
	        SELECT seq AS n, CAST(CONCAT('0190', LPAD(HEX(seq DIV 65536), 4, '0'), '-', LPAD(HEX(seq MOD 65536), 4, '0'), '-7', RIGHT(LPAD(HEX(seq), 3, '0'), 3), '-8000-', LPAD(HEX(seq), 12, '0')) AS UUID) AS id,
	        UTC_TIMESTAMP(3) - INTERVAL 100 DAY + INTERVAL seq SECOND AS at FROM seq_1_to_$1;
	    INSERT INTO orders (order_id, order_number, user_id, status, stage, order_type, base_price_total, customization_cost, side_dish_total, cake_total,
	        discount_total, delivery_fee, final_price, created_at, estimated_at)
	        SELECT id, CONCAT('OLD-', LPAD(n, 15, '0')), @buyer, 'PAID', 'PENDING', 'DELIVERY', $price, 0, 0, 0, 0, 0, $price, at, at FROM old_orders;
	    INSERT INTO order_items (order_id, item_index, product_id, kind, name, quantity, unit_price, total, status)
	        SELECT id, 0, $product, 'GOODS', 'old', 1, $price, $price, 'PENDING' FROM old_orders;
	    INSERT INTO order_takes (order_id, sku_id, quantity) SELECT id, $sku, 1 FROM old_orders;
	    UPDATE stock SET available = available - $1 WHERE sku_id = $sku;
	    INSERT INTO payments (payment_id, order_id, user_id, method, status, amount, created_at, paid_at)
	        SELECT id, id, @buyer, 'BALANCE', 'SUCCESS', $price, at, at FROM old_orders;
	    INSERT INTO wallet_entries (user_id, entry_id, kind, amount, balance_after, order_id, at)
	        SELECT @buyer, id, 'PAY', -$price, 1000000000000, id, at FROM old_orders;
	    UPDATE wallets SET balance = balance - $1 * $price WHERE user_id = @buyer;
	    INSERT INTO order_history (order_id, history_id, item_index, event, to_state, actor, actor_id, at)
	        SELECT id, id, 0, 'ORDER', 'PENDING', 'BUYER', @buyer, at FROM old_orders;
	    INSERT INTO order_events (event_id, order_id, order_version, type, snapshot, created_at, seq)
	        SELECT id, id, 1, 'ORDER_PAID', '{}', at, $last + n FROM old_orders;
	    UPDATE event_feed SET last_seq = last_seq + $1;
	    INSERT INTO idempotency (key_hash, fingerprint, status, answer, created_at)
	        SELECT UNHEX(SHA2(n, 256)), UNHEX(SHA2(n, 256)), 201, REPEAT('x', 900), UTC_TIMESTAMP(3) FROM old_orders" || fail "the old orders can not be written"
}
# The rate of orders before and after so many are there.
goods_full() { # ROWS
	local empty=0 full=0 r
	for ((round = 1; round <= ROUNDS; round++)); do
		r=$(GOODS=$GOODS_SPREAD LINES=1 load 64 "$ROOT/bench/purchase.lua" /)
		empty=$((empty + ${r%% *}))
	done
	row "(i) POST /v1/orders, 64 clients, before" "$r"
	goods_load "$1"
	SECONDS_EACH=2 GOODS=$GOODS_SPREAD LINES=1 load 64 "$ROOT/bench/purchase.lua" / >/dev/null
	for ((round = 1; round <= ROUNDS; round++)); do
		r=$(GOODS=$GOODS_SPREAD LINES=1 load 64 "$ROOT/bench/purchase.lua" /)
		full=$((full + ${r%% *}))
	done
	row "(i) POST /v1/orders, 64 clients, with $1 orders there" "$r" "$(ratio "$full" "$empty") x before"
}

measure_goods() { # ROWS
	say "goods"
	goods_prepare
	goods_rounds
	goods_read
	[ "$1" -eq 0 ] || goods_full "$1"
	say ""
}
