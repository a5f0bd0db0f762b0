// storm: a shop in full use while its parts are killed, frozen, cut off and replaced; then the reckoning.
//
//   1. the last pieces, in quiet: exactly as many orders as there are pieces
//   2. restarts under load (SIGTERM, SIGHUP): nothing accepted is dropped, no call fails
//   3. everything at once: dinners, cards, order sheets; in turn the time is moved and the logs are on a full disk
//   4. the last pieces again, while programs and database are killed
//   5. quiet: what clients were told is held against the shop, and once more when hours have passed
import { randomBytes } from 'node:crypto';

import { Book, counts } from './book.mjs';
import { buyer, goodsOf } from './buyers.mjs';
import { Client } from './client.mjs';
import { sleep } from './instance.mjs';
import { line } from './line.mjs';
import { Monkey } from './monkey.mjs';
import { Crowd, menuOf, signIn } from './people.mjs';
import { chance } from './prng.mjs';
import { hurry, payer } from './payers.mjs';
import { judge, settled } from './verdict.mjs';

const SCARCE = ['champagne_bottle', 'bacon', 'baguette'];	// nothing of what payers order
const LAST = { code: 'cupid_decoration', dinner: 'valentine', style: 'simple' };	// one piece a dinner, in no other
const ORDERS_MAX = 100000;
const VERIFY_MS = 4 * 3600000;	// longer than any one move of the time

/** Many want the last pieces: exactly that many get one, the others hear what is short. */
async function lastPieces(crowd, pieces, buyers, name) {
  const { instance, book } = crowd;
  await patiently(() => instance.setStock(LAST.code, pieces));
  const before = book.placed.length, keys = [];
  await Promise.all(Array.from({ length: buyers }, (_, n) => {
    const rng = crowd.stream(`${name} ${n}`), key = crowd.mark(rng);
    keys.push(key);
    return crowd.order(rng, '/api/orders/', { dinner_code: LAST.dinner, style: LAST.style, delivery_address: '서울시 강남구 테헤란로 1', notes: key }, { headers: {} });
  }));
  book.races.push({ name, pieces, keys });
  return `${book.placed.length - before} of ${buyers} got one of ${pieces} pieces`;
}

/** Runs the crowd until stop() resolves; everybody finishes what they are at. */
async function withCrowd(crowd, phase, { shoppers, payers, buyers, members, staff }, stop) {
  crowd.going = true;
  crowd.phase = phase;
  const all = [...Array.from({ length: shoppers }, (_, n) => crowd.shopper(n, n < members.length * 3 ? members[n % members.length] : undefined)),
    ...Array.from({ length: payers }, (_, n) => payer(crowd, n)),
    ...Array.from({ length: buyers }, (_, n) => buyer(crowd, n, members[n % members.length])),
    ...staff.map((member, n) => crowd.staff(n, member)), crowd.storekeeper(SCARCE), crowd.owner()];
  const end = Promise.all(all);
  await Promise.race([stop(), end]);	// one who throws ends it
  crowd.going = false;
  await end;
}

/** `seconds` of it; resolves to the book. `print` gets lines for people, `log` every single fault. */
export async function storm({ instance, seconds, seed, print = () => {}, log = () => {}, shoppers = 32 }) {
  const book = new Book();
  const client = new Client(instance.url, book);
  const rng = chance(seed, 'storm');
  const run = `storm-${randomBytes(4).toString('hex').replace(/\d/g, 'x')}`;	// orders of this run; not a choice the storm depends on
  const began = performance.now();
  const mark = (event) => log(`${((performance.now() - began) / 1000).toFixed(2)} ${event}`);
  if (!await settled(instance, client, 20000)) throw new Error('the shop is not well to begin with');

  const menu = await menuOf(client, rng);
  const staff = [];
  for (const who of ['cook', 'courier', 'admin']) staff.push(await signIn(client, rng, `${who}@banquet.test`));
  await hurry(instance);
  // Through a line that can be cut; a payment given up is made sure of only hours later, which is when the time was moved.
  const way = await line(instance.gateway);
  const settings = [`BANQUET_GATEWAY_URL=${way.url}`, `BANQUET_GATEWAY_VERIFY_S=${VERIFY_MS / 1000}`, 'BANQUET_PLATFORM_INTERVAL_MS=1000', 'BANQUET_PLATFORM_RETRY_MS=200'];
  await instance.relaunch(...instance.programs.map(({ name }) => name), ...settings);
  const people = { shoppers, payers: 6, buyers: 4, staff, members: [await signIn(client, rng, 'customer@banquet.test'), await signIn(client, rng, 'customer2@banquet.test')] };
  const crowd = new Crowd({ instance, client, book, menu, run, seed, chance });
  crowd.room = ORDERS_MAX;
  crowd.goods = await goodsOf(client, rng);
  for (const { ingredient_code: code } of menu.dinners.find(({ code }) => code === 'french').styles[0].ingredients) await instance.setStock(code, 1000000);
  const prices = await instance.sql("SELECT code, price FROM products WHERE kind = 'DINNER'");
  const stock = new Map();
  for (const code of [...SCARCE, LAST.code]) stock.set(code, await instance.setStock(code, 100000));
  const monkey = new Monkey({ instance, client, crowd, book, rng, way, settings, log: mark });

  try {
    print(`in quiet: ${await lastPieces(crowd, 25, 100, 'the last pieces in quiet')}`);
    await instance.setStock(LAST.code, 100000);
    for (const code of SCARCE) await instance.setStock(code, 30);

    const gentle = Math.max(3, seconds * 0.15);
    await withCrowd(crowd, 'restarts', people, async () => {
      await sleep(500);
      const window = { name: 'restarts without a fault', from: performance.now(), to: Infinity };
      book.windows.push(window);
      for (const end = performance.now() + gentle * 1000; performance.now() < end; await sleep(rng.between(150, 600))) {
        const name = rng.of(['orders', 'orders', 'orders', 'members', 'catalog', 'nginx']);
        if (name === 'nginx' || rng.happens(0.5)) monkey.reload(name);
        else monkey.term(name);
      }
      crowd.going = false;
    });
    await sleep(200);
    book.windows.at(-1).to = performance.now();
    print(`restarts under load: ${counts(book.faults)}; ${book.placed.length} orders so far`);

    await withCrowd(crowd, 'everything', people, async () => {
      const play = monkey.play(700);
      await sleep(Math.max(3, seconds * 0.65) * 1000);
      monkey.going = false;
      await play;
    });
    print(`everything at once: ${book.kills} kills, ${book.placed.length} orders so far`);

    let racing = true;
    const race = lastPieces(crowd, 40, 160, 'the last pieces while being killed').finally(() => { racing = false; });
    for (let n = 0; racing && n < 12; n++) {
      await monkey.kill(n % 4 === 3 ? 'db' : 'orders');
      await sleep(rng.between(50, 300));
    }
    print(`while being killed: ${await race}`);
  } finally {
    crowd.going = false;
    monkey.going = false;
    client.giveUpAt = performance.now() + 60000;
    if (!await settled(instance, client)) book.breach('the shop did not get well within a minute');
    for (const [code, price] of prices) await instance.sql(`UPDATE products SET price = ${price} WHERE kind = 'DINNER' AND code = '${code}'`);
    for (const [code, pieces] of stock) await instance.setStock(code, Math.max(pieces, 0));
  }
  await judge({ instance, client, book, run, later: () => monkey.moveTime(VERIFY_MS) });
  book.seconds = (performance.now() - began) / 1000;
  client.close();
  await way.close();
  return book;
}

/** Again while the database is down. */
async function patiently(work) {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === 50) throw error;
      await sleep(200);
    }
  }
}

const longest = (map) => counts(new Map([...map].map(([name, all]) => [name, `${Math.max(...all).toFixed(0)} ms (${all.length})`])));

/** What there is to say of a storm, as lines. */
export function report(book) {
  return [
    `faults: ${counts(book.faults)}`,
    `back after a kill, at the longest: ${longest(book.back)}`,
    `answering again, at the longest: ${longest(book.serving)}`,
    `answers: ${counts(book.answers)}`,
    `orders: ${book.placed.length} answered 201, ${book.refused.length} refused (${book.late} taken after all by a try cut off before), ${book.placed.filter(({ cancelled }) => cancelled).length} cancelled, ${book.moves?.size ?? 0} moved along, ${book.receipts.length} stock receipts`,
    `paid by card: ${counts(book.payers.reduce((map, { status }) => map.set(`${status}`, (map.get(`${status}`) ?? 0) + 1), new Map()))}, ${book.payers.filter(({ cancelled }) => cancelled).length} cancelled`,
    `order sheets: ${counts(book.sheets.reduce((map, { said }) => map.set(said, (map.get(said) ?? 0) + 1), new Map()))}`,
    ...book.breaches.map((breach) => `BREACH ${breach}`),
  ];
}
