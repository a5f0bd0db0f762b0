// buyers: members who put goods on order sheets, pay them from their balance or by card, or leave them to expire, while all of it is
// being broken; and what must be true of each sheet in the end.
import { sleep, until } from './instance.mjs';
import { cardOf } from './payers.mjs';

const CHARGED = 50000;	// won, into the balance at a time
const card = (crowd, rng) => ({ cardNumber: cardOf(crowd, rng), cardholderName: 'KIM', expiryDate: '12/40', cvc: '123' });

/** Goods that a crowd can buy: their ids. */
export async function goodsOf(client, rng) {
  const { json } = await client.insist(rng, 'GET', '/v1/products?limit=20');
  return json.data.products.filter(({ status, sellerId }) => status === 'ON_SALE' && sellerId === 0).map(({ productId }) => productId);
}

/** What a refusal of a payment says of the sheet: it can be paid anew, or its time is over. */
const REFUSED = { PAYMENT_DECLINED: 'OPEN', BALANCE_NOT_ENOUGH: 'OPEN', STOCK_NOT_ENOUGH: 'OPEN', ORDER_SHEET_EXPIRED: 'EXPIRED', ORDER_STATE_CONFLICT: 'EXPIRED' };

/** Orders and pays until told to stop; into book.sheets: {key, said: what its buyer was told last}. */
export async function buyer(crowd, n, member) {
  const rng = crowd.stream(`buyer ${n}`), { client, book } = crowd;
  const ask = (path, key, body) => client.insist(rng, 'POST', path, { body, headers: { ...member.headers, 'idempotency-key': key } });
  while (crowd.going) {
    const mark = crowd.mark(rng);
    if (rng.happens(0.1)) {
      const charged = await ask(`/v1/users/${member.userId}/balance/charges`, mark, { amount: CHARGED, payment: { card_number: cardOf(crowd, rng), cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } });
      if (![201, 202, 402].includes(charged?.status)) book.breach(`${mark}: a charge was answered ${charged?.status} ${charged?.json?.code}`);
    }
    const made = await ask('/v1/orders', `${mark}-sheet`, { productId: rng.of(crowd.goods), quantity: rng.between(1, 3) });
    if (made?.status !== 201) {
      if (made?.json?.code !== 'STOCK_NOT_ENOUGH') book.breach(`${mark}: a sheet was answered ${made?.status} ${made?.json?.code}`);
      continue;
    }
    const sheet = { key: made.json.data.orderKey, said: 'OPEN' };
    book.sheets.push(sheet);
    for (let tries = rng.between(0, 2); tries > 0 && sheet.said === 'OPEN'; tries--) await payOnce(sheet, `${mark}-${tries}`, ask, rng, crowd);
    await sleep(rng.between(0, 100));
  }
}

async function payOnce(sheet, key, ask, rng, crowd) {
  const { book } = crowd;
  const body = rng.happens(0.5) ? { method: 'BALANCE' } : { method: 'CARD', card: card(crowd, rng) };
  const answer = await ask(`/v1/orders/${sheet.key}/payments`, key, body);
  sheet.said = { 201: 'PAID', 202: 'PENDING' }[answer?.status] ?? REFUSED[answer?.json?.code];
  if (sheet.said === undefined) book.breach(`${key}: paying a sheet was answered ${answer?.status} ${answer?.json?.code}`);
  if (sheet.said !== 'PAID' || rng.happens(0.8)) return;
  const again = await ask(`/v1/orders/${sheet.key}/payments`, key, body);
  if (again?.status !== 201 || again.json.data.paymentId !== answer.json.data.paymentId)
    book.breach(`${key}: was paid, the same key again was answered ${again?.status} ${again?.json?.code}`);
}

/** Hours later: who was told it is paid has paid once, who was not has paid nothing, and no sheet waits. */
export async function judgeBuyers(instance, book) {
  const left = async () => (await instance.sql(`SELECT (SELECT COUNT(*) FROM order_sheets WHERE status = 'OPEN') +
    (SELECT COUNT(*) FROM orders WHERE payable_until IS NOT NULL AND status IN ('CREATED', 'PENDING_PAYMENT'))`))[0][0];
  if (await until(60000, async () => await left() === '0', 500) === null) book.breach(`${await left()} sheets whose time is over, or orders of them, are open`);
  const there = new Map((await instance.sql(`SELECT h.order_key, h.status, COALESCE(o.status, 'none'), COALESCE(SUM(p.status = 'SUCCESS'), 0)
      FROM order_sheets h LEFT JOIN orders o ON o.order_id = h.order_key LEFT JOIN payments p ON p.order_id = h.order_key GROUP BY h.order_key`))
    .map(([key, sheet, order, live]) => [key, { sheet, order, live: Number(live) }]));
  for (const { key, said } of book.sheets) {
    const now = there.get(key);
    if (now === undefined) book.breach(`sheet ${key}: was made, and is not there`);
    else if (said === 'PAID' && (now.sheet !== 'PAID' || now.live !== 1)) book.breach(`sheet ${key}: was paid, is ${now.sheet}, its order ${now.order}, ${now.live} payments`);
    else if (['OPEN', 'EXPIRED'].includes(said) && now.live !== 0) book.breach(`sheet ${key}: nobody was told that it is paid, and ${now.live} payments are`);
  }
}
