// payers: those who pay by card while the shop and its gateway are being broken, and what must be true of each in the end.
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';

import { sleep, until } from './instance.mjs';

// The mock gateway's test cards (gateway/README.md), by how often they are used.
const CARDS = { 4242424242424242: 12, 4000000000000002: 2, 4000000000009995: 1, 4000000000000119: 1, 4000000000000259: 3, 4000000000000341: 1 };
const ANSWERED = Object.fromEntries(Object.entries(CARDS).filter(([card]) => ['4242424242424242', '4000000000000002', '4000000000009995'].includes(card)));

/** One to pay with.  Where nothing is to fail, none that the gateway leaves unanswered: a few of those, and the shop takes it for down. */
export const cardOf = (crowd, rng) => rng.weighted(crowd.phase === 'restarts' ? ANSWERED : CARDS);

/** A checkout body; delivery_notes carry the key, by which the order is found again.  Not a dinner whose last pieces are counted or
 *  scarce: what a payment held comes back when the worker says so, and who is refused pays nothing. */
export function checkout(key, card_number, more = {}) {
  return { menu_code: 'french', style: 'simple', delivery: { address: '서울시 강남구 테헤란로 1', delivery_notes: key },
    payment: { card_number, cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' }, ...more };
}

/** Settings that let a test end: the gateway is waited for, and asked again, in seconds; the data platform, which shops under test tell once
 *  an hour of themselves, is told each second. */
export async function hurry(instance) {
  const conf = path.join(instance.dir, 'banquet.conf');
  if (!/^gateway_settle_s/m.test(await readFile(conf, 'utf8')))
    await appendFile(conf, 'gateway_timeout_ms = 1000\ngateway_settle_s = 8\ngateway_verify_s = 4\ncompensation_longest_s = 2\ngateway_breaker_open_ms = 300\n');
  await instance.relaunch('checkout', 'worker', 'BANQUET_PLATFORM_INTERVAL_MS=1000', 'BANQUET_PLATFORM_RETRY_MS=200');
}

/** Pays, cancels, retries with the same keys until told to stop; into book.payers. */
export async function payer(crowd, n) {
  const rng = crowd.stream(`payer ${n}`);
  while (crowd.going) {
    const key = crowd.mark(rng), card = cardOf(crowd, rng), options = { body: checkout(key, card), headers: { 'idempotency-key': key } };
    const answer = await crowd.client.insist(rng, 'POST', '/api/checkout/checkout', options);
    const entry = { key, card, status: answer?.status, id: answer?.json?.order_id };
    crowd.book.payers.push(entry);
    // What was refused is no promise; what was pending for a program that died is told as it stands.
    if (LEGAL[entry.status] !== undefined && rng.happens(0.2)) {
      const again = await crowd.client.insist(rng, 'POST', '/api/checkout/checkout', options);
      if (again !== null && (again.json.order_id !== entry.id || (again.status !== answer.status && answer.status !== 202)))
        crowd.book.breach(`${key}: was answered ${answer.status} ${entry.id}, the same key again ${again.status} ${again.json.order_id}`);
    }
    if ([201, 202].includes(entry.status) && rng.happens(0.3)) {
      const cancelled = await crowd.client.insist(rng, 'POST', `/api/orders/${entry.id}/cancel`,
        { body: {}, headers: { 'x-order-token': answer.json.order_token, 'idempotency-key': `cancel-${key}` } });
      entry.cancelled = cancelled?.status === 200;
    }
    await sleep(rng.between(0, 100));
  }
}

const LEGAL = {	// what was answered -> [order, payment] it may have come to
  201: ['PAID SUCCESS', 'COMPLETED SUCCESS', 'REFUNDED REFUNDED'],
  202: ['PAID SUCCESS', 'COMPLETED SUCCESS', 'REFUNDED REFUNDED', 'CANCELLED FAILED', 'CANCELLED REFUNDED'],
  402: ['CANCELLED FAILED', 'CANCELLED REFUNDED'],
};

/** When it is quiet and the worker is through: each answer holds, nobody waits, and nobody paid for nothing.  `later` moves the time on to
 *  when a payment that was given up is made sure of. */
export async function judgePayers(instance, book, run, later) {
  const left = async (what, query) => {
    const count = async () => (await instance.sql(`SELECT COUNT(*) FROM ${query}`))[0][0];
    if (await until(90000, async () => await count() === '0', 200) === null) book.breach(`${await count()} ${what}`);
  };
  await left('card payments are still in progress', "payments WHERE method = 'CARD' AND status = 'PROGRESS'");
  await later();
  await left('payments are still to be settled or given back', "compensations WHERE state = 'OPEN'");
  const orders = new Map((await instance.sql(`SELECT o.delivery_notes, COUNT(*), MAX(o.order_id), MAX(CONCAT(o.status, ' ', p.status)),
      SUM(o.status <> 'CANCELLED') FROM orders o JOIN payments p ON p.order_id = o.order_id WHERE o.delivery_notes LIKE '${run}-%' GROUP BY 1`))
    .map(([key, n, id, state, live]) => [key, { n: Number(n), id, state, live: Number(live) }]));
  for (const { key, status, id, cancelled } of book.payers) {
    const order = orders.get(key);
    if (status === undefined) book.breach(`${key}: paying never got an answer`);
    else if (LEGAL[status] === undefined) { if (order?.live > 0) book.breach(`${key}: was answered ${status}, and there is an order`); }
    else if (order === undefined) book.breach(`${key}: was answered ${status}, and there is no order`);
    else if (order.live > 1) book.breach(`${key}: one key, ${order.live} live orders`);
    else if (order.n === 1 && order.id !== id) book.breach(`${key}: was answered ${id}, is ${order.id}`);
    else if (order.n === 1 && !LEGAL[status].includes(order.state)) book.breach(`${key}: was answered ${status}, is ${order.state}`);
    else if (order.n === 1 && cancelled && !['REFUNDED REFUNDED', 'CANCELLED FAILED', 'CANCELLED REFUNDED'].includes(order.state))
      book.breach(`${key}: was cancelled, is ${order.state}`);
  }
}
