// verdict: when it is quiet again, holds what clients were told against what the shop has.
import { judgeBuyers } from './buyers.mjs';
import { until } from './instance.mjs';
import { judgePayers } from './payers.mjs';
import { rank } from './people.mjs';

/** Waits until every program answers and sees the database; names those that do not. */
export async function settled(instance, client, ms = 60000) {
  const well = await until(ms, async () => {
    for (const { name, socket } of instance.programs) if (socket !== null && !await instance.healthy(name, 2000)) return false;
    if (instance.pid('worker') === null) return false;
    await instance.sql('SELECT 1', 3000);
    return (await client.call('GET', '/readyz', { patience: 5000 })).status === 200;
  }, 100);
  return well !== null;
}

/** Every demand that was not met goes into the book. */
export async function judge({ instance, client, book, run, later }) {
  const orders = new Map((await instance.sql(
    `SELECT notes, COUNT(*), MIN(order_id), MIN(final_price), MIN(stage) FROM orders WHERE notes LIKE '${run}-%' GROUP BY notes`))
    .map(([key, n, id, total, stage]) => [key, { n: Number(n), id, total: Number(total), stage }]));

  for (const { key, id, total, cancelled, notCancelled } of book.placed) {
    const order = orders.get(key);
    if (order === undefined) book.breach(`${key}: was answered 201, and there is no order`);
    else if (order.n !== 1) book.breach(`${key}: one key, ${order.n} orders`);
    else if (order.id !== id || order.total !== total) book.breach(`${key}: was answered ${id} for ${total}, is ${order.id} for ${order.total}`);
    else if (cancelled && order.stage !== 'CANCELLED') book.breach(`${key}: was cancelled, and is ${order.stage}`);
    else if (notCancelled && order.stage === 'CANCELLED') book.breach(`${key}: cancelling was refused, and it is cancelled`);
    else if (rank(order.stage) < rank(book.moves?.get(id))) book.breach(`${key}: was moved to ${book.moves.get(id)}, and is ${order.stage}`);
  }
  await hearLate(client, book, orders);
  for (const { name, pieces, keys } of book.races) {
    const got = keys.filter((key) => orders.has(key)).length;
    if (got !== pieces) book.breach(`${name}: ${got} orders of ${pieces} pieces`);
  }
  for (const key of book.open) book.breach(`${key}: never got an answer`);
  const told = new Set([...book.placed.map(({ key }) => key), ...book.open]);
  for (const [key, { n }] of orders) if (!told.has(key) || n > 1) book.breach(`${key}: ${n} order(s), told was ${told.has(key) ? 'one' : 'none'}`);

  const receipts = new Map(await instance.sql(`SELECT reason, COUNT(*) FROM stock_receipts WHERE reason LIKE '${run} %' GROUP BY reason`));
  for (const { reason, sure } of book.receipts) {
    const n = Number(receipts.get(reason) ?? 0);
    if (n > 1 || (sure && n !== 1)) book.breach(`receipt "${reason}" was ${sure ? 'booked' : 'unsure'}, and is there ${n} times`);
  }

  const negative = await instance.sql('SELECT COUNT(*) FROM stock WHERE available < 0');
  if (negative[0][0] !== '0') book.breach(`${negative[0][0]} SKUs are below zero`);
  await judgePayers(instance, book, run, later);
  await judgeBuyers(instance, book);
  await instance.audit().catch(({ message }) => book.breach(message));
  await instance.reconcile().catch(({ message }) => book.breach(message));
  await instance.told().catch(({ message }) => book.breach(message));
  await readAll(client, book);
}

/**
 * A refusal uses no key up, and is no promise about an earlier try that was cut off: whoever sends the key once
 * more hears whether that one was taken after all.  Who was refused at the first try has no order.
 */
async function hearLate(client, book, orders) {
  for (const { key, path, body, headers, tries } of book.refused) {
    const order = orders.get(key);
    if (order === undefined) continue;
    const { status, json } = await client.call('POST', path, { body, headers });
    if (tries === 1 || status !== 201 || json.order.id !== order.id || order.n !== 1) book.breach(`${key}: was refused, and there is an order`);
    else book.placed.push({ key, id: order.id, total: order.total, headers: headers.authorization ? headers : { 'x-order-token': json.order_token } });
    book.late++;
  }
}

/** Whoever was told of an order can read it, at the price they were told. */
async function readAll(client, book) {
  const left = book.placed.slice(-5000);
  const reader = async () => {
    for (let entry; (entry = left.pop()) !== undefined;) {
      const { status, json, broken } = await client.call('GET', `/api/orders/${entry.id}`, { headers: entry.headers });
      if (status !== 200 || json.order.total_price !== entry.total)
        book.breach(`${entry.key}: was answered ${entry.total}, reading it gives ${status ?? broken} ${json?.order?.total_price}`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, reader));
}
