// Who may call what: every operation of the contract, by everyone there is.  An operation without a row here fails.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { call } from './support/call.mjs';
import { contract } from './support/contract.mjs';
import { coupon, couponRequest } from './support/coupons.mjs';
import { business, goods } from './support/goods.mjs';
import { place } from './support/orders.mjs';
import { admin, cook, courier, customer, freshEmail, seller } from './support/people.mjs';

const people = { nobody: async () => undefined, stranger: customer, cook, courier, seller, admin };
const columns = Object.keys(people);

// Statuses for nobody, a customer who has nothing to do with it, cook, courier, seller, admin.  {order} is a fresh
// guest's order, {user} a customer, {goods} the shop's own, {coupon} a fresh one.
const rows = {
  'GET /api/menu': ['', undefined, [200, 200, 200, 200, 200, 200]],
  'GET /api/menu/{code}': ['/api/menu/french', undefined, [200, 200, 200, 200, 200, 200]],
  'GET /api/side-dishes': ['', undefined, [200, 200, 200, 200, 200, 200]],
  'GET /api/side-dishes/custom-cake/recipes': ['', undefined, [200, 200, 200, 200, 200, 200]],
  'POST /api/orders/': ['', { dinner_code: 'french', style: 'grand', order_type: 'PICKUP' }, [201, 201, 201, 201, 201, 201]],
  'GET /api/orders/{order_id}': ['/api/orders/{order}', undefined, [404, 404, 200, 200, 404, 200]],
  'GET /api/orders/user/{user_id}': ['/api/orders/user/{user}', undefined, [401, 403, 403, 403, 403, 200]],
  'GET /api/orders/{order_id}/customizations': ['/api/orders/{order}/customizations', undefined, [404, 404, 200, 200, 404, 200]],
  'POST /api/orders/reorder/{order_id}': ['/api/orders/reorder/{order}', {}, [404, 404, 403, 403, 404, 403]],
  'GET /api/orders/staff/all': ['', undefined, [401, 403, 200, 200, 403, 200]],
  'PATCH /api/orders/{order_id}/status': ['/api/orders/{order}/status', { new_status: 'PREPARING' }, [401, 403, 200, 403, 403, 200]],
  'POST /api/orders/{order_id}/cancel': ['/api/orders/{order}/cancel', {}, [404, 404, 200, 403, 404, 200]],
  'POST /api/orders/{order_id}/assignee': ['/api/orders/{order}/assignee', async () => ({ staff_id: (await cook()).userId }), [401, 403, 403, 403, 403, 200]],
  // What they answer a body that is no picture; the pictures themselves nginx gives to whoever knows their names.
  'POST /api/cake/customizations/upload-image': ['', {}, [415, 415, 415, 415, 415, 415]],
  'GET /api/cake/customizations/image/{filename}': ['/api/cake/customizations/image/none.webp', undefined, [404, 404, 404, 404, 404, 404]],
  'POST /api/checkout/checkout': ['', { menu_code: 'french', style: 'grand', delivery: { address: '어딘가 1' },
    payment: { card_number: '4242424242424242', cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } }, [201, 201, 201, 201, 201, 201]],
  'POST /api/checkout/quote': ['', { menu_code: 'french', style: 'grand' }, [200, 200, 200, 200, 200, 200]],
  'GET /api/checkout/slots': ['', undefined, [200, 200, 200, 200, 200, 200]],
  'GET /api/checkout/delivery-info/{user_id}': ['/api/checkout/delivery-info/{user}', undefined, [401, 403, 403, 403, 403, 200]],
  'PUT /api/checkout/delivery-info/{user_id}': ['/api/checkout/delivery-info/{user}', { address: '어딘가 1' }, [401, 403, 403, 403, 403, 200]],
  'GET /api/checkout/payment-info/{order_id}': ['/api/checkout/payment-info/{order}', undefined, [404, 404, 200, 200, 404, 200]],
  'GET /api/checkout/payments/user/{user_id}': ['/api/checkout/payments/user/{user}', undefined, [401, 403, 403, 403, 403, 200]],
  'POST /v1/orders': ['', async () => ({ productId: (await goods()).productId }), [401, 201, 201, 201, 201, 201]],
  'GET /v1/orders': ['', undefined, [401, 200, 200, 200, 200, 200]],
  'GET /v1/orders/{orderKey}': ['/v1/orders/{order}', undefined, [401, 404, 200, 200, 404, 200]],
  'GET /v1/orders/{orderKey}/checkout': ['/v1/orders/{order}/checkout', undefined, [401, 404, 404, 404, 404, 404]],
  'POST /v1/orders/{orderKey}/quote': ['/v1/orders/{order}/quote', { points: 1 }, [401, 404, 404, 404, 404, 404]],
  'POST /v1/orders/{orderKey}/payments': ['/v1/orders/{order}/payments', { method: 'BALANCE' }, [401, 404, 404, 404, 404, 404]],
  'POST /v1/cart-orders': ['', { cartItemIds: [1] }, [401, 404, 404, 404, 404, 404]],
  'GET /v1/admin/dead-letters': ['', undefined, [401, 403, 403, 403, 403, 200]],
  'POST /v1/admin/dead-letters/{id}/retry': ['/v1/admin/dead-letters/00000000-0000-7000-8000-000000000000/retry', undefined, [401, 403, 403, 403, 403, 404]],
  'GET /v1/admin/funnel': ['', undefined, [401, 403, 403, 403, 403, 200]],
  'GET /v1/users/{id}/notifications': ['/v1/users/{user}/notifications', undefined, [401, 404, 404, 404, 404, 200]],
  'PATCH /v1/notifications/{id}': ['/v1/notifications/00000000-0000-7000-8000-000000000000', { read: true }, [401, 404, 404, 404, 404, 404]],
  'GET /v1/admin/sales': ['', undefined, [401, 403, 403, 403, 403, 200]],
  'POST /api/cake/customizations/generate-ai-image': [null],	// painting takes a while, and has a limit a caller; cake_paint.test.mjs
  'POST /api/cake/customizations/edit-ai-image': [null],
  'GET /api/cake/customizations/jobs': ['', undefined, [200, 200, 200, 200, 200, 200]],
  'GET /api/cake/customizations/jobs/{job_id}': ['/api/cake/customizations/jobs/00000000-0000-7000-8000-000000000000', undefined, [404, 404, 404, 404, 404, 404]],
  'GET /api/cake/customizations/images': ['', undefined, [200, 200, 200, 200, 200, 200]],
  'POST /v1/users': ['', () => ({ email: freshEmail(), password: 'correct horse', name: 'x' }), [201, 201, 201, 201, 201, 201]],
  'GET /v1/users/me': ['', undefined, [401, 200, 200, 200, 200, 200]],
  'GET /v1/users/{id}': ['/v1/users/{user}', undefined, [401, 404, 404, 404, 404, 200]],
  'PATCH /v1/users/{id}': ['/v1/users/{user}', { name: 'x' }, [401, 404, 404, 404, 404, 200]],
  'GET /v1/users/{id}/addresses': ['/v1/users/{user}/addresses', undefined, [401, 404, 404, 404, 404, 200]],
  'POST /v1/users/{id}/addresses': ['/v1/users/{user}/addresses', { address: '어딘가 1' }, [401, 404, 404, 404, 404, 201]],
  'PATCH /v1/users/{id}/addresses/{addressId}': ['/v1/users/{user}/addresses/00000000-0000-7000-8000-000000000000', {}, [401, 404, 404, 404, 404, 404]],
  'DELETE /v1/users/{id}/addresses/{addressId}': ['/v1/users/{user}/addresses/00000000-0000-7000-8000-000000000000', undefined, [401, 404, 404, 404, 404, 404]],
  'GET /v1/users/{id}/balance': ['/v1/users/{user}/balance', undefined, [401, 404, 404, 404, 404, 200]],
  'GET /v1/users/{id}/balance/entries': ['/v1/users/{user}/balance/entries', undefined, [401, 404, 404, 404, 404, 200]],
  'POST /v1/users/{id}/balance/charges': ['/v1/users/{user}/balance/charges', { amount: 100,
    payment: { card_number: '4242424242424242', cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } }, [401, 404, 404, 404, 404, 404]],
  'GET /v1/users/{id}/balance/charges/{paymentId}': ['/v1/users/{user}/balance/charges/00000000-0000-7000-8000-000000000000', undefined, [401, 404, 404, 404, 404, 404]],
  'POST /v1/payment-callbacks/{provider}': ['/v1/payment-callbacks/mock', {}, [401, 401, 401, 401, 401, 401]],	// signed, or nobody
  'POST /v1/sessions': ['', async () => ({ email: (await customer()).email, password: 'correct horse' }), [201, 201, 201, 201, 201, 201]],
  'DELETE /v1/sessions/current': [null],	// ends the caller's session; sessions.test.mjs
  'GET /v1/products': ['', undefined, [200, 200, 200, 200, 200, 200]],
  'GET /v1/products/popular': ['', undefined, [200, 200, 200, 200, 200, 200]],
  'GET /v1/products/{productId}': ['/v1/products/{goods}', undefined, [200, 200, 200, 200, 200, 200]],
  'POST /v1/products': ['', { name: 'x', price: 1, category: 'test' }, [401, 403, 403, 403, 201, 201]],
  'PATCH /v1/products/{productId}': ['/v1/products/{goods}', { price: 1 }, [401, 403, 403, 403, 428, 428]],
  'POST /v1/products/{productId}/stock': ['/v1/products/{goods}/stock', { delta: 1, reason: 'x' }, [401, 403, 403, 403, 403, 200]],
  'POST /v1/sellers': ['', () => business(), [401, 201, 403, 403, 409, 403]],
  'GET /v1/sellers': ['', undefined, [401, 403, 403, 403, 403, 200]],
  'GET /v1/sellers/me': ['', undefined, [401, 404, 404, 404, 200, 404]],
  'GET /v1/sellers/{id}': ['/v1/sellers/4000000000', undefined, [404, 404, 404, 404, 404, 404]],
  'PATCH /v1/sellers/{id}': ['/v1/sellers/4000000000', {}, [401, 404, 404, 404, 404, 404]],
  'GET /v1/coupons': ['', undefined, [200, 200, 200, 200, 200, 200]],
  'POST /v1/coupons': ['', () => couponRequest(), [401, 403, 403, 403, 403, 201]],
  'GET /v1/coupons/{couponId}': ['/v1/coupons/{coupon}', undefined, [200, 200, 200, 200, 200, 200]],
  'POST /v1/coupons/{couponId}/claims': ['/v1/coupons/{coupon}/claims', undefined, [401, 201, 201, 201, 201, 201]],
  'GET /v1/users/{id}/coupons': ['/v1/users/{user}/coupons', undefined, [401, 403, 403, 403, 403, 200]],
  'GET /v1/issued-coupons/{issuedCouponId}': ['/v1/issued-coupons/00000000-0000-7000-8000-000000000000', undefined, [401, 404, 404, 404, 404, 404]],
  'POST /v1/issued-coupons/{issuedCouponId}/revoke': ['/v1/issued-coupons/00000000-0000-7000-8000-000000000000/revoke', undefined, [401, 403, 403, 403, 403, 404]],
  'POST /v1/orders/{orderKey}/cancel': ['/v1/orders/{order}/cancel', {}, [401, 404, 200, 403, 404, 200]],
  'POST /v1/orders/{orderKey}/items/{itemId}/cancel': ['/v1/orders/{order}/items/{order}.0/cancel', {}, [401, 404, 409, 409, 404, 409]],
  'POST /v1/orders/{orderKey}/items/{itemId}/return': ['/v1/orders/{order}/items/{order}.0/return', {}, [401, 404, 409, 409, 404, 409]],
  'POST /v1/orders/{orderKey}/items/{itemId}/exchange': ['/v1/orders/{order}/items/{order}.0/exchange', {}, [401, 404, 409, 409, 404, 409]],
  'POST /v1/orders/{orderKey}/items/{itemId}/confirm': ['/v1/orders/{order}/items/{order}.0/confirm', {}, [401, 404, 409, 409, 404, 409]],
  'GET /v1/orders/{orderKey}/items/{itemId}/history': ['/v1/orders/{order}/items/{order}.0/history', undefined, [401, 404, 200, 200, 404, 200]],
  'GET /v1/orders/{orderKey}/deliveries': ['/v1/orders/{order}/deliveries', undefined, [401, 404, 200, 200, 404, 200]],
  'GET /v1/order-items': ['', undefined, [401, 403, 200, 200, 200, 200]],
  'PATCH /v1/order-items/{itemId}/status': ['/v1/order-items/{order}.0/status', { status: 'DELIVERED' }, [401, 403, 409, 409, 404, 409]],
  'PATCH /v1/deliveries/{deliveryId}': ['/v1/deliveries/{order}.0', {}, [401, 403, 200, 200, 404, 200]],
  'GET /v1/cart': ['', undefined, [401, 200, 200, 200, 200, 200]],
  'POST /v1/cart/items': ['', async () => ({ productId: (await goods()).productId }), [401, 201, 201, 201, 201, 201]],
  'PATCH /v1/cart/items/{cartItemId}': ['/v1/cart/items/0', { quantity: 1 }, [401, 404, 404, 404, 404, 404]],
  'DELETE /v1/cart/items/{cartItemId}': ['/v1/cart/items/0', undefined, [401, 404, 404, 404, 404, 404]],
};

test('every operation has its row', () => {
  const operations = Object.entries(contract.paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));
  assert.deepEqual(operations.filter((name) => !rows[name]), []);
});

for (const [name, [path, body, statuses]] of Object.entries(rows).filter(([, row]) => row[0] !== null))
  test(`who may: ${name}`, async () => {
    const [method, template] = name.split(' ');
    const user = await customer();
    const got = [];
    for (const column of columns) {
      const as = await people[column]();
      const { order } = path.includes('{order}') ? await place() : { order: {} };
      const { couponId } = path.includes('{coupon}') ? await coupon() : {};
      const { productId } = path.includes('{goods}') ? await goods() : {};
      const where = (path || template).replaceAll('{order}', order.id).replace('{user}', user.userId).replace('{goods}', productId).replace('{coupon}', couponId);
      got.push((await call(method, where, { json: typeof body === 'function' ? await body() : body, as })).status);
    }
    assert.deepEqual(Object.fromEntries(columns.map((column, i) => [column, got[i]])), Object.fromEntries(columns.map((column, i) => [column, statuses[i]])));
  });
