// Cards leave no trace: numbers and holders nobody else has go through all that can happen to a payment; then they are
// looked for wherever something could have kept them. A CVC has too few digits to be looked for: it goes the holder's way.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { open, readFile, readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { browserPost, call, get, post } from './support/call.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { goods } from './support/goods.mjs';
import { customer } from './support/people.mjs';

const run = promisify(execFile);
const place = process.env.BANQUET_DIR, running = process.env.BANQUET_RUN;
const gateway = process.env.BANQUET_GATEWAY_URL;

// --- canaries ----------------------------------------------------------------

const needles = [];	// everything that must be nowhere

/** A valid number that was never used before; all needles of a run begin with 411137. */
function number() {
  const body = `411137${String(randomInt(1e9)).padStart(9, '0')}`;
  const sum = [...body].reduce((all, digit, i) => all + (i % 2 === 0 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : +digit), 0);
  const whole = body + ((10 - (sum % 10)) % 10);
  needles.push(whole, spaced(whole));
  return whole;
}
const spaced = (digits) => digits.replace(/(\d{4})(?=\d)/g, '$1 ');
/** Its check digit is another one. */
function mistyped() {
  const right = number(), wrong = right.slice(0, -1) + ((+right.at(-1) + 1) % 10);
  needles.push(wrong, spaced(wrong));
  return wrong;
}
const letters = (n) => Array.from({ length: n }, () => String.fromCharCode(65 + randomInt(26))).join('');
function holder() {
  const name = `ZQHOLDER${letters(12)}`;
  needles.push(name);
  return name;
}
const card = (card_number = number(), more = {}) => ({ card_number, cardholder_name: holder(), expiry_date: '12/40', cvc: '739', ...more });

/** What may be found, and must be: a search that finds nothing of it proves nothing. */
const address = `ZQADDRESS${letters(12)} 1`;
const wish = (payment, more = {}) => ({ menu_code: 'valentine', style: 'simple', delivery: { address }, payment, ...more });
const checkout = (payment, more = {}) => post('/api/checkout/checkout', { json: wish(payment, more) });

function assertClean(text, where) {
  const found = needles.filter((needle) => text.includes(needle));
  assert.deepEqual(found, [], `a card was kept: ${where}`);
}
const silent = (answer) => (assertClean(answer.text + [...answer.headers].join('\n'), 'the answer'), answer);

const control = (knobs) => fetch(new URL('/control', gateway), { method: 'POST', body: JSON.stringify(knobs),
  headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.BANQUET_GATEWAY_KEY}` } });
const childOf = async (name) => parseInt(await readFile(join(running, `${name}.child`), 'utf8'), 10);

// --- what happens to cards ----------------------------------------------------

const logs = join(place, 'log');
after(() => control({}));

test('paid: as JSON, as a form, with spaces', async () => {
  assertStatus(silent(await checkout(card())), 201);
  assertStatus(silent(await checkout(card(spaced(number())))), 201);
  assertStatus(silent(await post('/api/checkout/checkout', { form: wish(card(spaced(number()))) })), 201);
  assertStatus(silent(await post('/api/checkout/checkout', { multipart: wish(card()) })), 201);
});

test('on the store face: a sheet, in one call, declined, mistyped', async () => {
  const as = await customer();
  const { productId } = await goods({ price: 1000 });
  const store = (cardNumber = number()) => ({ cardNumber, cardholderName: holder(), expiryDate: '12/40', cvc: '739' });
  const sheet = async () => assertStatus(await post('/v1/orders', { json: { productId }, as }), 201).data.orderKey;
  const pay = async (card, what = {}) => silent(await post(`/v1/orders/${await sheet()}/payments`, { json: { method: 'CARD', card, ...what }, as }));
  assertStatus(await pay(store()), 201);
  assertStatus(silent(await post('/v1/orders', { json: { productId, payment: { method: 'CARD', card: store(spaced(number())), delivery: { address } } }, as,
    headers: { 'idempotency-key': `traces-${randomInt(1e9)}` } })), 201);
  assertStatus(silent(await post('/v1/orders', { form: { productId, payment: { method: 'CARD', card: store() } }, as })), 201);
  assertProblem(await pay(store('4000000000000002')), 402, 'PAYMENT_DECLINED');
  assertFaults(await pay(store(mistyped())), { '/card/cardNumber': 'not_a_card' });
  assertFaults(await pay(store(), { method: 'BALANCE' }), { '/card': 'not_used' });
  assertFaults(await pay(store(), { delivery: { address: number() } }), { '/delivery/address': 'card_number' });
});

test('declined, and answers that fail or are lost', async () => {
  for (const [known, status] of [['4000000000000002', 402], ['4000000000009995', 402], ['4000000000000127', 402],
    ['4000000000000119', 202], ['4000000000000259', 202]])
    assertStatus(silent(await checkout(card(known))), status);	// of these the holder is the canary
  for (const knobs of [{ fail_next: 1 }, { drop_next: 1 }]) {
    let answer, tries = 0;
    // The worker, who asks for the two before, may be the next caller instead.
    do {
      assert.equal((await control(knobs)).status, 200);
      answer = silent(await checkout(card()));
    } while (answer.status === 201 && ++tries < 5);
    assert.ok([202, 503].includes(answer.status), `${answer.status} ${answer.text}`);
  }
  await control({});
});

test('paid into the balance: charged, declined, lost, refused', async () => {
  const me = await customer();
  const charge = (payment, amount = 100) => post(`/v1/users/${me.userId}/balance/charges`, { json: { amount, payment }, as: me });
  assertStatus(silent(await charge(card())), 201);
  assertStatus(silent(await charge(card(spaced(number())))), 201);
  assertStatus(silent(await charge(card('4000000000000002'))), 402);
  assertStatus(silent(await charge(card('4000000000000259'))), 202);
  for (const [payment, amount] of [[card(), 150], [card(undefined, { expiry_date: '01/20' }), 100], [card(mistyped()), 100], [number(), 100]])
    assertProblem(silent(await charge(payment, amount)), 400, 'INVALID_REQUEST');
  const form = { amount: 150, payment: card() };
  assert.equal(silent(await browserPost(`/v1/users/${me.userId}/balance/charges`, form, { as: me })).status, 400);
});

test('refused: wrong fields, a card in a text, as JSON, form and page', async () => {
  const ways = [[card(undefined, { expiry_date: '01/20' }), {}], [card(undefined, { cvc: '12345' }), {}], [card(), { menu_code: '' }],
    [card(mistyped()), {}], [card(), { delivery: { address: spaced(number()) } }],
    [card(), { delivery: { address, delivery_notes: `A rather long note first, so that the text is large, and then ${number()}` } }],
    [card(), { [letters(8)]: number() }], [number(), {}]];
  for (const [payment, more] of ways) {
    for (const answer of [await checkout(payment, more), await post('/api/checkout/checkout', { multipart: wish(payment, more) }),
      await browserPost('/api/checkout/checkout', wish(payment, more)), await browserPost('/api/checkout/checkout', wish(payment, more), { language: 'en' })])
      // Forms pass over names they do not know.
      assert.ok(silent(answer).status === 400 || (answer.status < 400 && Object.keys(more).some((name) => /^[A-Z]{8}$/.test(name))), answer.text);
  }
  assertFaults(silent(await checkout(card(), { delivery: { address: number() } })), { '/delivery/address': 'card_number' });
  assert.equal(silent(await browserPost('/api/checkout/checkout', wish(card(undefined, { expiry_date: '01/20' })))).type, 'text/html');
});

test('not even a request: broken JSON, another type, too large, a wrong address', async () => {
  const whole = () => JSON.stringify(wish(card()));
  const send = (body, type = 'application/json', path = '/api/checkout/checkout') => call('POST', path, { body, type });
  assertProblem(silent(await send(whole().slice(0, -1))), 400, 'INVALID_REQUEST');
  assertProblem(silent(await send(whole().replace('"style"', '"menu_code"'))), 400, 'INVALID_REQUEST');
  assertProblem(silent(await send(`${whole().slice(0, -1)},"x":tru}`)), 400, 'INVALID_REQUEST');
  assertProblem(silent(await send(whole(), 'text/plain')), 415, 'UNSUPPORTED_MEDIA_TYPE');
  assertProblem(silent(await send(whole(), 'application/json', '/api/checkout/nothing')), 404, 'ENTITY_NOT_FOUND');
  for (const size of [15000, 17000, 70000]) {
    const answer = silent(await checkout(card(), { delivery: { address, delivery_notes: 'x'.repeat(size) } }));
    assert.ok(answer.status === (size < 16000 ? 400 : 413), answer.text);
  }
});

// --- what is left of it --------------------------------------------------------

/** Reads what the process has in memory; answers the words found there. NULL: it may not be read. */
async function memory(pid, words) {
  const sought = words.map((word) => Buffer.from(word)), found = new Map();
  let file;
  try {
    file = await open(`/proc/${pid}/mem`);
  } catch (error) {
    if (['EACCES', 'EPERM'].includes(error.code)) return null;
    throw error;
  }
  try {
    for (const line of (await readFile(`/proc/${pid}/maps`, 'utf8')).trimEnd().split('\n')) {
      const [, from, to, name] = /^([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \S+\s*(.*)$/.exec(line) ?? [];
      if (from === undefined || /^\[v/.test(name)) continue;
      const [start, end] = [parseInt(from, 16), parseInt(to, 16)], piece = Buffer.alloc(1 << 20);
      for (let at = start; at < end; at += piece.length - 64) {
        let bytesRead = 0;
        try {
          ({ bytesRead } = await file.read(piece, 0, Math.min(piece.length, end - at), at));
        } catch { break; }	// beyond the end of a mapped file
        sought.forEach((word, i) => {
          const where = piece.subarray(0, bytesRead).indexOf(word);
          if (where >= 0) found.set(words[i], `${words[i]} in ${name || 'anonymous memory'} at ${(at + where).toString(16)}: ${
            piece.toString('latin1', Math.max(0, where - 64), Math.min(bytesRead, where + 64)).replace(/[^ -~]+/g, '·')}`);
        });
        if (bytesRead < piece.length) break;
      }
    }
  } finally {
    await file.close();
  }
  return found;
}

// AddressSanitizer keeps what was freed on purpose, and terabytes of shadow: of that build nothing is asked here.
const sanitized = (await readFile(`/proc/${await childOf('checkout')}/maps`, 'utf8')).includes('libasan');
for (const [name, known] of sanitized ? [] : [['checkout', '**** **** **** 1234'], ['gateway', 'insufficient_funds']])
  test(`the memory of ${name}`, async (t) => {
    const found = await memory(await childOf(name), [...needles, known]);
    if (found === null) return t.skip('memory of other processes may not be read here');
    assert.ok(found.delete(known), 'the search does not find what is there');
    assert.deepEqual([...found.values()], []);
  });

test('a program that breaks off leaves no core', async () => {
  const pid = await childOf('checkout'), cwd = await readlink(`/proc/${pid}/cwd`);
  assert.match(await readFile(`/proc/${pid}/limits`, 'utf8'), /^Max core file size +0 +0 /m);
  const answers = Array.from({ length: 8 }, () => checkout(card()).catch(() => null));
  process.kill(pid, 'SIGABRT');
  for (const answer of await Promise.all(answers)) if (answer !== null) silent(answer);
  await eventually(async () => assert.notEqual(await childOf('checkout'), pid));
  await eventually(async () => assertStatus(await get('/api/checkout/slots?date=' + new Date(Date.now() + 2 * 86400000).toISOString().slice(0, 10)), 200));
  const pattern = (await readFile('/proc/sys/kernel/core_pattern', 'utf8')).trim();
  const folders = new Set([cwd, place, await realpath(running), join(place, 'tmp')]);
  if (pattern.startsWith('/')) folders.add(dirname(pattern));
  for (const folder of folders)
    assert.deepEqual((await readdir(folder).catch(() => [])).filter((file) => /^core(\.|$)/.test(file) || file.includes(`.${pid}`)), [], folder);
});

test('both databases', async () => {
  const dump = async (name) => (await run('mariadb-dump', ['--no-defaults', `--socket=${process.env.BANQUET_DB_SOCKET}`, '--user=banquet',
    '--single-transaction', '--skip-extended-insert', name], { maxBuffer: 1 << 30 })).stdout;
  const [shop, its] = [await dump(process.env.BANQUET_DB_NAME), await dump('banquet_gateway')];
  assert.ok(shop.includes(address), 'the search does not find what is there');
  assert.ok(its.includes('CREATE TABLE'));
  assertClean(shop, 'the shop\'s database');
  assertClean(its, 'the gateway\'s database');
});

test('every file of the instance: logs, tables, journals, temporary folders, what nginx keeps', async () => {
  const search = (words) => new Promise((resolve, reject) => {
    // -R follows the link of run/; sockets and pipes are left out.
    const grep = execFile('grep', ['-RlaF', '-D', 'skip', '-f', '-', place], { maxBuffer: 1 << 24 }, (error, stdout) =>
      // 1: nothing found; 2: a file went away meanwhile.
      (error && typeof error.code !== 'number' ? reject(error) : resolve(stdout.split('\n').filter(Boolean))));
    grep.stdin.end(words.join('\n'));
  });
  assert.ok((await search([address])).length > 0, 'the search does not find what is there');
  assert.deepEqual(await search(needles), []);
  // A body in a temporary file is gone by now, but nginx says so when it writes one.
  const text = await readFile(join(logs, 'nginx.log'), 'utf8');
  for (const line of text.split('\n'))
    assert.ok(!(/buffered to a temporary file/.test(line) && /api\/checkout/.test(line)), line);
});
