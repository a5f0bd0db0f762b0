// What was given up: an admin sees it, and has it tried again.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { browserPost, get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertBooksAgree } from './support/audit.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { cancel, guest } from './support/orders.mjs';
import { admin } from './support/people.mjs';
import { otherPlatform, relay } from './support/relay.mjs';

const letters = async (after = '') => assertStatus(await get(`/v1/admin/dead-letters?limit=100${after}`, { as: await admin() }), 200).data.deadLetters;

// Until told otherwise the gateway answers 503 and gives nothing back.
const control = (knobs) => fetch(new URL('/control', process.env.BANQUET_GATEWAY_URL), { method: 'POST', body: JSON.stringify(knobs),
  headers: { authorization: `Bearer ${process.env.BANQUET_GATEWAY_KEY}`, 'content-type': 'application/json' } });
after(() => control({}));

test('a refund that was given up is listed, its buyer is told the truth, it is retried, and done', async () => {
  const paid = assertStatus(await post('/api/checkout/checkout', { json: { menu_code: 'french', style: 'simple', delivery: { address: '어딘가 1' },
    payment: { card_number: '4242424242424242', cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } } }), 201);
  const shown = async () => {
    const { body: { order }, headers } = await get(`/api/orders/${paid.order_id}`, guest(paid.order_token));
    const { body: { payment_info: info } } = await get(`/api/checkout/payment-info/${paid.order_id}`, guest(paid.order_token));
    assert.equal(info.refund_status, order.payment.refund_status);
    return { status: info.refund_status, etag: headers.get('etag') };
  };
  const page = async (language) => (await get(`/orders/${paid.order_id}?token=${paid.order_token}`, { headers: { accept: 'text/html', 'accept-language': language } })).text;
  assert.equal((await shown()).status, 'NONE');
  assert.equal((await control({ fail_next: 1000 })).status, 200);
  assertStatus(await cancel(paid.order_id, guest(paid.order_token)), 200);
  const due = await shown();
  assert.equal(due.status, 'PENDING');
  assert.match(await page('ko'), /환불 진행 중/);

  // As if the gateway had refused it again and again.
  await sql(`UPDATE compensations SET state = 'DEAD', attempts = 40, last_error = 'UNKNOWN' WHERE order_id = '${paid.order_id}' AND kind = 'REFUND'`);
  const late = await shown();
  assert.equal(late.status, 'FAILED');
  assert.notEqual(late.etag, due.etag);
  assert.match(await page('ko'), /담당자가 확인하고 있습니다/);
  assert.match(await page('en'), /Our staff are seeing to it/);
  assert.doesNotMatch(await page('en'), /On its way|on its way/);

  const { data } = assertStatus(await get('/v1/admin/dead-letters?limit=100', { as: await admin() }), 200);
  const { id, ...letter } = data.deadLetters.find((one) => one.orderKey === paid.order_id);
  assert.deepEqual([letter.kind, letter.amount, letter.attempts], ['REFUND', paid.total_price, 40]);
  await control({});
  assertStatus(await post(`/v1/admin/dead-letters/${id}/retry`, { as: await admin() }), 200);
  await eventually(async () => assert.equal((await shown()).status, 'REFUNDED'));
  assertProblem(await post(`/v1/admin/dead-letters/${id}/retry`, { as: await admin() }), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await post(`/v1/admin/dead-letters/${randomUUID()}/retry`, { as: await admin() }), 404, 'ENTITY_NOT_FOUND');
  await assertBooksAgree();
});

test('an event that was given up is listed with the others, and delivered when it is tried again', async () => {
  const paid = assertStatus(await post('/api/checkout/checkout', { json: { menu_code: 'french', style: 'simple', delivery: { address: '어딘가 1' },
    payment: { card_number: '4242424242424242', cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } } }), 201);
  let willing = false;
  const other = await otherPlatform((event) => (event.subject === paid.order_id && !willing ? 422 : 202));
  const tell = () => relay({ BANQUET_PLATFORM_URL: other.url, BANQUET_PLATFORM_TRIES: '1' });
  try {
    await tell();
    const [[id]] = await sql(`SELECT event_id FROM order_events WHERE order_id = '${paid.order_id}' AND type = 'ORDER_PAID'`);
    const letter = (await letters()).find((one) => one.id === id);
    assert.deepEqual({ ...letter, createdAt: 0 }, { id, kind: 'EVENT', orderKey: paid.order_id, paymentId: null, amount: 0, attempts: 1, reason: 'ORDER_PAID',
      lastError: 'status 422', consumer: 'PLATFORM', createdAt: 0, mayHaveArrived: false });
    willing = true;
    assert.equal(assertStatus(await post(`/v1/admin/dead-letters/${id}/retry`, { as: await admin() }), 200).data.state, 'DUE');
    assert.ok(!(await letters()).some((one) => one.id === id));
    // Refused once more, it is tried again by the page's form.
    willing = false;
    await tell();
    const shown = await get('/admin?limit=100', { as: await admin(), headers: { accept: 'text/html' } });
    assert.ok(shown.text.includes(`action="/admin/dead-letters/${id}/retry"`));
    const sent = await browserPost(`/admin/dead-letters/${id}/retry`, {}, { as: await admin() });
    assert.equal(`${sent.status} ${sent.headers.get('location')}`, '303 /admin');
    willing = true;
    assert.ok(!(await letters()).some((one) => one.id === id));
    assertProblem(await post(`/v1/admin/dead-letters/${id}/retry`, { as: await admin() }), 404, 'ENTITY_NOT_FOUND');
    await tell();
    assert.equal(other.got.filter((event) => event.id === id).length, 3);
    assert.deepEqual(await sql(`SELECT state FROM event_deliveries WHERE order_id = '${paid.order_id}'`), []);
  } finally {
    await other.close();
  }
});

// As a mail server leaves them; the tests' shop has none, so what is queued stays so.
test('e-mails that were not sent are listed; one that may have arrived is sent again only by who says that it may arrive twice', async () => {
  const paid = assertStatus(await post('/api/checkout/checkout', { json: { menu_code: 'french', style: 'simple', delivery: { address: '어딘가 1' },
    payment: { card_number: '4242424242424242', cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } } }), 201);
  // Behind all others, whatever was left.
  const after = 'cursor=ffffffff-0000-7000-8000-000000000000';
  const late = () => `ffffffff-ffff-7${randomUUID().slice(15)}`;
  const mail = { FAILED: late(), UNSURE: late() };
  for (const [state, id] of Object.entries(mail)) {
    await sql(`INSERT INTO notifications (notification_id, user_id, order_id, kind, part, \`lines\`, order_number, amount, at)
      VALUES ('${id}', UUID(), '${paid.order_id}', 'PAYMENT_DONE', ${state === 'FAILED' ? 91 : 92}, 0, '${paid.order_number}', 100, UTC_TIMESTAMP(3))`);
    await sql(`INSERT INTO mails (mail_id, user_id, state, attempts, due_at, last_error, created_at, ended_at)
      VALUES ('${id}', UUID(), '${state}', 2, UTC_TIMESTAMP(3), 'as it was', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`);
  }
  const state = async (id) => (await sql(`SELECT state FROM mails WHERE mail_id = '${id}'`))[0][0];
  const retry = async (id, json) => post(`/v1/admin/dead-letters/${id}/retry`, { as: await admin(), json });
  try {
    const told = await letters(`&${after}`);
    for (const [name, id] of Object.entries(mail))
      assert.deepEqual({ ...told.find((one) => one.id === id), createdAt: 0 }, { id, kind: 'EMAIL', orderKey: paid.order_id, paymentId: null, amount: 0,
        attempts: 2, reason: 'PAYMENT_DONE', lastError: 'as it was', consumer: null, createdAt: 0, mayHaveArrived: name === 'UNSURE' });
    const page = async (language) => (await get(`/admin?${after}`, { as: await admin(), headers: { accept: 'text/html', 'accept-language': language } })).text;
    assert.match(await page('ko'), new RegExp(`${mail.UNSURE}/retry"><input type="hidden" name="mayArriveTwice" value="true"><button[^>]*>다시 보내기\\(두 번 도착할 수 있음\\)`));
    assert.match(await page('en'), new RegExp(`${mail.FAILED}/retry"><button[^>]*>Try again`));

    for (const body of [undefined, {}, { mayArriveTwice: false }])
      assertFaults(await retry(mail.UNSURE, body), { '/mayArriveTwice': 'may_arrive_twice' });
    // A page that was looked at before nobody knew: it says why not.
    const asked = await browserPost(`/admin/dead-letters/${mail.UNSURE}/retry`, {}, { as: await admin() });
    assert.equal(asked.status, 400);
    assert.match(asked.text, /이미 도착했을 수 있는 이메일입니다/);
    assert.equal(await state(mail.UNSURE), 'UNSURE');
    assert.equal(assertStatus(await retry(mail.FAILED), 200).data.state, 'QUEUED');
    assertProblem(await retry(mail.FAILED, { mayArriveTwice: true }), 404, 'ENTITY_NOT_FOUND');
    for (const n of [2, 8, 64]) {
      await sql(`UPDATE mails SET state = 'UNSURE' WHERE mail_id = '${mail.UNSURE}'`);
      const answers = await Promise.all(Array.from({ length: n }, () => retry(mail.UNSURE, { mayArriveTwice: true })));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(n - 1).fill(404)]);
    }
    await sql(`UPDATE mails SET state = 'UNSURE' WHERE mail_id = '${mail.UNSURE}'`);
    const sent = await browserPost(`/admin/dead-letters/${mail.UNSURE}/retry`, { mayArriveTwice: 'true' }, { as: await admin() });
    assert.equal(`${sent.status} ${sent.headers.get('location')}`, '303 /admin');
    assert.equal(await state(mail.UNSURE), 'QUEUED');
    assert.ok(!(await letters(`&${after}`)).some(({ id }) => Object.values(mail).includes(id)));
  } finally {
    await sql(`DELETE FROM mails WHERE mail_id IN ('${mail.FAILED}', '${mail.UNSURE}')`);
    await sql(`DELETE FROM notifications WHERE notification_id IN ('${mail.FAILED}', '${mail.UNSURE}')`);
  }
});

// As time leaves them; they are counted within a round of the job.
test('the funnel: sheets made, paid, expired, and an alert while too few are paid', { timeout: 90_000 }, async () => {
  const funnel = async (query = '') => assertStatus(await get(`/v1/admin/funnel${query}`, { as: await admin() }), 200).data;
  const before = (await funnel()).window;
  assert.equal(before.limitBasisPoints, 8000);
  const made = before.paid * 5 + 40;
  await sql(`INSERT INTO order_sheets (order_key, user_id, status, created_at, expires_at, ended_at)
    SELECT UUID(), UUID(), 'EXPIRED', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) FROM seq_1_to_${made}`);
  const until = Date.now() + 40_000;
  let now;
  do {
    await new Promise((resolve) => setTimeout(resolve, 500));
    now = await funnel('?minutes=5');
  } while (now.window.expired < before.expired + made && Date.now() < until);
  assert.ok(now.window.expired >= before.expired + made && now.window.made >= before.made + made, JSON.stringify(now.window));
  assert.equal(now.alert, true);
  assert.equal(now.alerts[0].endedAt, null);
  assert.ok(now.minutes.length >= 1 && now.minutes.length <= 5);
  const [[type]] = await sql(`SELECT type FROM order_events WHERE order_id = '${now.alerts[0].alertId}'`);
  assert.equal(type, 'FUNNEL_ALERT');
  await assertBooksAgree();
  await sql("DELETE FROM order_sheets WHERE created_at = ended_at AND expires_at = ended_at AND status = 'EXPIRED'");
  await sql('DELETE FROM funnel_minutes');
  // It is over before other tests count what is told to the platform.
  await eventually(async () => assert.equal((await funnel()).alert, false), 30_000);
  assert.deepEqual(await sql(`SELECT type FROM order_events WHERE order_id = '${now.alerts[0].alertId}' ORDER BY order_version`), [['FUNNEL_ALERT'], ['FUNNEL_CALM']]);
  assertProblem(await get('/v1/admin/funnel?minutes=0', { as: await admin() }), 400, 'INVALID_REQUEST');
});
