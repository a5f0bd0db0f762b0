// Orders that were paid, as the data platform hears of them.
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { post } from './support/call.mjs';
import { assertStatus } from './support/expect.mjs';
import { cancel, guest, place, walk } from './support/orders.mjs';
import { assertBooksAgree } from './support/audit.mjs';
import { arrived, arrivedOf, events, otherPlatform, platform, relay } from './support/relay.mjs';

const card = { card_number: '4242424242424242', cardholder_name: 'HONG GILDONG', expiry_date: '12/30', cvc: '123' };
const delivery = { address: '서울시 비밀구 777', recipient_name: '홍길동', recipient_phone: '010-1234-5678' };

/** A guest's paid order: {id, token}. */
async function paid() {
  const answer = await post('/api/checkout/checkout', { json: { menu_code: 'valentine', style: 'simple', delivery, payment: card } });
  const body = assertStatus(answer, 201);
  return { id: body.order_id, token: body.order_token };
}
const refund = async (order) => assertStatus(await cancel(order.id, guest(order.token)), 200);

/** Takes what is left of other tests out of the way. */
before(async () => {
  await relay();
});

test('an order that was paid arrives, once, and names nobody', async () => {
  const order = await paid();
  const earlier = await arrived();
  await relay();
  await relay();
  const now = await arrived();
  assert.equal(now.received, earlier.received + 1);
  assert.equal(now.repeated, earlier.repeated);
  const event = now.events.find((e) => e.subject === order.id);
  assert.equal(event.type, 'shop.banquet.order.paid');
  assert.equal(event.data.status, 'PAID');
  assert.equal(event.data.payment.status, 'SUCCESS');
  assert.equal(event.data.pricing.final_price, event.data.payment.amount);
  assert.deepEqual(event.data.items.map((i) => [i.code, i.variant, i.quantity]), [['valentine', 'simple', 1]]);
  assert.doesNotMatch(JSON.stringify(event), /비밀구|홍길동|1234-5678|4242|GILDONG/);
});

test('what was not paid does not; once it is paid at the door it does', async () => {
  const { order } = await place();
  await relay();
  assert.deepEqual(await arrivedOf(order.id), []);
  await walk(order.id, ['PREPARING', 'READY_FOR_DELIVERY', 'IN_DELIVERY', 'DELIVERED']);
  await relay();
  assert.deepEqual(await arrivedOf(order.id), ['order.paid']);
});

test('what undoes it follows, after it', async () => {
  const order = await paid();
  await relay();
  await refund(order);
  await relay();
  await relay();	// the money's way back may need the worker's other jobs first
  const types = await arrivedOf(order.id);
  assert.deepEqual(types.slice(0, 2), ['order.paid', 'order.refunded']);
  assert.equal((await arrived()).late, 0);
});

test('the platform takes what is signed, and nothing else', async () => {
  const key = Buffer.from(process.env.BANQUET_PLATFORM_KEY.slice('whsec_'.length), 'base64');
  const id = randomUUID();
  const body = JSON.stringify({
    specversion: '1.0', id, source: 'test', type: 'shop.banquet.test', subject: randomUUID(), time: new Date().toISOString(),
    sequence: '00000000000000000000', data: {},
  });
  const now = Math.floor(Date.now() / 1000);
  const sign = (secret, at, text) => `v1,${createHmac('sha256', secret).update(`${id}.${at}.${text}`).digest('base64')}`;
  const send = async (headers, text = body) => {
    const answer = await fetch(platform, {
      method: 'POST', body: text, headers: { 'content-type': 'application/cloudevents+json', 'webhook-id': id, ...headers },
    });
    return { status: answer.status, body: await answer.json() };
  };
  const earlier = await arrived(1);
  const wrong = [
    {},
    { 'webhook-timestamp': `${now}` },
    { 'webhook-timestamp': `${now}`, 'webhook-signature': sign(Buffer.alloc(32), now, body) },
    { 'webhook-timestamp': `${now + 1}`, 'webhook-signature': sign(key, now, body) },
    { 'webhook-timestamp': `${now - 3600}`, 'webhook-signature': sign(key, now - 3600, body) },
  ];
  for (const headers of wrong) assert.equal((await send(headers)).status, 401);
  const good = { 'webhook-timestamp': `${now}`, 'webhook-signature': sign(key, now, body) };
  assert.equal((await send(good, body.replace('{}', '{"more":1}'))).status, 401);
  const nonsense = 'nonsense';
  assert.equal((await send({ ...good, 'webhook-signature': sign(key, now, nonsense) }, nonsense)).status, 400);
  assert.deepEqual(await send(good), { status: 202, body: { status: 'taken' } });
  assert.deepEqual(await send(good), { status: 202, body: { status: 'repeated' } });
  const later = await arrived(1);
  assert.equal(later.refused, earlier.refused + wrong.length + 2);
  assert.equal(later.received, earlier.received + 1);
  assert.equal(later.repeated, earlier.repeated + 1);
});

test('a dead platform: tried again, given up, shown, and told after all', async () => {
  const order = await paid();
  const dead = { BANQUET_PLATFORM_URL: 'http://127.0.0.1:9', BANQUET_PLATFORM_TRIES: '2', BANQUET_PLATFORM_RETRY_MS: '10' };
  for (let i = 0; i < 4; i++) {
    await relay(dead);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.match(await events('dead'), new RegExp(`PLATFORM +\\d+ ORDER_PAID +${order.id} DEAD +2`));
  await assertBooksAgree();
  /* The order went its way. */
  await refund(order);
  await relay();
  assert.deepEqual(await arrivedOf(order.id), []);	// what follows does not overtake it
  assert.match(await events('list'), new RegExp(`ORDER_REFUNDED +${order.id} HELD`));
  assert.match(await events('retry', 'all'), /^1 events/);
  await relay();
  assert.deepEqual((await arrivedOf(order.id)).slice(0, 2), ['order.paid', 'order.refunded']);
  assert.equal(await events('list'), '0 events\n');
});

test('an event that is refused holds back those of its order alone', async () => {
  const [first, second] = [await paid(), await paid()];
  await refund(first);
  let strict = true;
  const other = await otherPlatform((event) => (strict && event.subject === first.id ? 422 : 204));
  const settings = { BANQUET_PLATFORM_URL: other.url, BANQUET_PLATFORM_RETRY_MS: '10' };
  try {
    await relay(settings);
    const told = other.got.map((e) => `${e.subject} ${e.type}`);
    assert.ok(told.includes(`${second.id} shop.banquet.order.paid`));
    assert.ok(!told.includes(`${first.id} shop.banquet.order.refunded`));
    strict = false;
    await new Promise((resolve) => setTimeout(resolve, 200));
    await relay(settings);
    const ofFirst = other.got.filter((e) => e.subject === first.id).map((e) => e.type);
    const paidTimes = ofFirst.filter((type) => type === 'shop.banquet.order.paid').length;
    assert.ok(paidTimes > 1);
    assert.equal(ofFirst.indexOf('shop.banquet.order.refunded'), paidTimes, `${ofFirst}`);
  } finally {
    await other.close();
  }
});

test('a slow platform holds up no order', async () => {
  await paid();
  let answers;
  const asked = new Promise((resolve) => { answers = resolve; });
  const other = await otherPlatform(async () => {
    await asked;
    return 204;
  });
  try {
    let over = false;
    const slow = relay({ BANQUET_PLATFORM_URL: other.url }).finally(() => { over = true; });
    while (other.got.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    for (let i = 0; i < 5; i++) await place();
    assert.equal(over, false, 'five orders took longer than the platform may take');
    answers();
    await slow;
  } finally {
    answers();
    await other.close();
  }
});

test('told again from a number on: the same events, which the platform knows', async () => {
  const order = await paid();
  await relay();
  const earlier = await arrived();
  const { sequence } = earlier.events.find((e) => e.subject === order.id);
  assert.match(await events('replay', '--from', `${Number(sequence)}`), /told again/);
  await relay();
  const later = await arrived();
  assert.ok(later.repeated > earlier.repeated);
  assert.equal(later.events.find((e) => e.subject === order.id).times, 2);
  assert.equal(later.received, earlier.received);
  assert.match(await events('replay', '--from', '2999-01-01T00:00:00'), /no events since then/);
  await assert.rejects(events('replay', '--from', 'yesterday'), (e) => e.code === 1);
  await assert.rejects(events('replay', '--from', '999999999'), (e) => e.code === 1);
  await assert.rejects(events('replay'), (e) => e.code === 64);
  assert.match(await events(), /^consumer/);
});

test('the books agree', async () => {
  await assertBooksAgree();
});
