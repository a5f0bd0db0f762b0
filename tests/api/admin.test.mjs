// What was given up: an admin sees it, and has it tried again.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertBooksAgree } from './support/audit.mjs';
import { assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { cancel, guest } from './support/orders.mjs';
import { admin } from './support/people.mjs';

test('a refund that was given up is listed, retried, and done', async () => {
  const paid = assertStatus(await post('/api/checkout/checkout', { json: { menu_code: 'french', style: 'simple', delivery: { address: '어딘가 1' },
    payment: { card_number: '4242424242424242', cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } } }), 201);
  assertStatus(await cancel(paid.order_id, guest(paid.order_token)), 200);
  // As if the gateway had refused it again and again; whether the worker was faster does not matter to the list.
  await sql(`UPDATE compensations SET state = 'DEAD', attempts = 40, last_error = 'UNKNOWN' WHERE order_id = '${paid.order_id}' AND kind = 'REFUND' AND state = 'OPEN'`);
  const [[id, state]] = await sql(`SELECT compensation_id, state FROM compensations WHERE order_id = '${paid.order_id}' AND kind = 'REFUND'`);
  if (state === 'DEAD') {
    const { data } = assertStatus(await get('/v1/admin/dead-letters?limit=100', { as: await admin() }), 200);
    const letter = data.deadLetters.find((one) => one.id === id);
    assert.equal(letter.kind, 'REFUND');
    assert.equal(letter.orderKey, paid.order_id);
    assert.equal(letter.amount, paid.total_price);
    assert.equal(letter.attempts, 40);
    assertStatus(await post(`/v1/admin/dead-letters/${id}/retry`, { as: await admin() }), 200);
  }
  await eventually(async () => assert.equal((await get(`/api/orders/${paid.order_id}`, guest(paid.order_token))).body.order.payment_status, 'REFUNDED'));
  assertProblem(await post(`/v1/admin/dead-letters/${id}/retry`, { as: await admin() }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await post(`/v1/admin/dead-letters/${randomUUID()}/retry`, { as: await admin() }), 404, 'ENTITY_NOT_FOUND');
  await assertBooksAgree();
});
