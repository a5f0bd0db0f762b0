// The worker is killed again and again while orders are paid and cancelled: what was sold and what members were told is there once each all
// the same, and no e-mail goes out twice.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import net from 'node:net';
import { Instance, sleep, until } from './instance.mjs';

const instance = new Instance();
const call = (method, path, body, token) => fetch(new URL(path, instance.url), { method, body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) } });
const ok = async (answer, status) => {
  const json = await (await answer).json();
  assert.equal(json.success === false ? json.code : status, status, JSON.stringify(json));
  return json;
};

/** A mail server that takes its time to say that it has a message: Message-IDs of those whose end came, each time it came. */
function mailServer() {
  const ends = [];
  const server = net.createServer((socket) => {
    let text = '';
    let data = false;
    socket.on('error', () => {});
    socket.write('220 sink\r\n');
    socket.on('data', async (piece) => {
      text += piece;
      for (let at; (at = text.indexOf(data ? '\r\n.\r\n' : '\r\n')) !== -1;) {
        const said = text.slice(0, at);
        text = text.slice(at + (data ? 5 : 2));
        if (data) {
          data = false;
          ends.push(/^Message-ID: <([^@]+)@/m.exec(said)[1]);
          await sleep(Math.random() * 30);
          socket.write('250 taken\r\n');
        } else if (/^DATA/i.test(said)) {
          data = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(said)) socket.end('221 bye\r\n');
        else socket.write('250 fine\r\n');
      }
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ server, ends, port: server.address().port })));
}

const mail = await mailServer();
after(async () => {
  await instance.relaunch('worker');
  mail.server.close();
});

test('sales, notices and e-mails, with a worker that dies all the time', { timeout: 180_000 }, async () => {
  const email = `consumers-${process.pid}-${Date.now()}@banquet.test`;
  await instance.restock();
  await instance.relaunch('worker', `BANQUET_SMTP_URL=smtp://127.0.0.1:${mail.port}`, 'BANQUET_MAIL_FROM=shop@banquet.test', 'BANQUET_MAIL_INTERVAL_MS=100',
    'BANQUET_EVENT_INTERVAL_MS=100', 'BANQUET_COMPENSATION_MS=100');
  await ok(call('POST', '/v1/users', { email, password: 'correct horse', name: 'x' }), 201);
  const { token, userId } = (await ok(call('POST', '/v1/sessions', { email, password: 'correct horse' }), 201)).data;
  const orders = [];
  const buyer = async () => {
    for (let i = 0; i < 6; i++) {
      const { order_id: id } = await ok(call('POST', '/api/checkout/checkout', { menu_code: 'valentine', style: 'simple', delivery: { address: '어딘가 1' },
        payment: { card_number: '4242424242424242', cardholder_name: 'KIM', expiry_date: '12/40', cvc: '123' } }, token), 201);
      const off = i % 2 === 1;
      if (off) await ok(call('POST', `/api/orders/${id}/cancel`, {}, token), 200);
      orders.push({ id, off });
      await sleep(100);
    }
  };
  let done = false;
  const killer = (async () => {
    for (let n = 0; !done || n < 10; n++) {
      instance.signal(instance.pid('worker'), 'SIGKILL');
      await until(5000, () => instance.pid('worker') !== null);
      await sleep(100 + Math.random() * 500);
    }
  })();
  await Promise.all(Array.from({ length: 6 }, buyer));
  done = true;
  await killer;

  const own = orders.map(({ id }) => `'${id}'`).join(',');
  const number = async (query) => Number((await instance.sql(query))[0][0]);
  // A refund that a dead worker had in hand waits for its lease to end.
  assert.ok(await until(100_000, async () => await number(`SELECT COUNT(*) FROM notifications WHERE order_id IN (${own}) AND kind = 'PAYMENT_REFUNDED'`) === orders.length / 2
    && await number("SELECT COUNT(*) FROM mails WHERE state IN ('QUEUED', 'SENDING')") <= 10
    && await number('SELECT COUNT(*) FROM order_events WHERE seq = 0') === 0
    && await number("SELECT COUNT(*) FROM event_cursors c JOIN event_feed f ON c.seq = f.last_seq WHERE c.consumer IN ('SALES', 'NOTICES')") === 2, 200), 'all was told in the end');
  const told = new Map((await instance.sql(`SELECT order_id, GROUP_CONCAT(kind ORDER BY kind) FROM notifications WHERE user_id = '${userId}' GROUP BY order_id`)));
  for (const { id, off } of orders) assert.equal(told.get(id), off ? 'ORDER_CANCELLED,PAYMENT_DONE,PAYMENT_REFUNDED' : 'PAYMENT_DONE', id);
  assert.deepEqual(await instance.sql(`SELECT SUM(quantity), COUNT(*) FROM sales_lines WHERE order_id IN (${own})`), [[String(orders.length / 2), String(orders.length)]]);
  await instance.audit();

  // One that was under way when the worker died is perhaps sent, and never again.
  assert.equal(mail.ends.length, new Set(mail.ends).size, 'an e-mail went out twice');
  const sent = (await instance.sql(`SELECT mail_id FROM mails WHERE user_id = '${userId}' AND state = 'SENT'`)).flat();
  assert.ok(sent.length > 0 && sent.every((id) => mail.ends.includes(id)));
});
