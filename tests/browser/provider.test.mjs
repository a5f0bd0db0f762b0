// provider: paying where a real company takes the cards: its form on our page, its script, its way back. The companies' scripts and
// servers are stood for by small ones that do what their documents say.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Instance } from '../chaos/instance.mjs';
import { assertAccessible, closeBrowser, narrow, visit, wide } from './shop.mjs';

const instance = new Instance();
const orderPage = /\/orders\/[0-9a-f-]{36}$/;
const programs = ['pages', 'checkout', 'orders'];

/** A company's server; answer(path, fields) gives the JSON of a charge. */
async function company(answer) {
  const asked = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const fields = /json/.test(request.headers['content-type']) ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
    asked.push({ path: request.url, fields });
    const { status = 200, json } = answer(request.url, fields);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(json));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { asked, url: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
}

const settings = (provider, url) => [`BANQUET_GATEWAY_PROVIDER=${provider}`, `BANQUET_GATEWAY_URL=${url}`, 'BANQUET_GATEWAY_KEY=sk_test_1', 'BANQUET_GATEWAY_PUBLIC_KEY=pk_test_1'];

async function toCheckout(page) {
  await page.goto('/dinners/valentine?style=simple');
  await page.fill('#f-delivery_address', '서울시 종로구 세종대로 1');
  await page.click('.summary button[formaction]');
  await page.waitForSelector('form.checkout');
}
const pay = (page) => page.click('.checkout .summary button[type=submit]');

after(async () => {
  await instance.relaunch(...programs);
  await closeBrowser();
});

describe('Stripe', () => {
  let stripe;

  // Its script: a field of its own in the place it is given, and a payment method for what was typed there.
  const script = `globalThis.Stripe = (key, { locale }) => ({
    elements: () => ({ create: (kind, options) => ({ mount: (place) => {
      place.innerHTML = '<label>Card <input id="theirs"></label>';
      globalThis.mounted = { key, locale, kind, options };
    } }) }),
    createPaymentMethod: async ({ type, card }) => {
      const number = document.getElementById('theirs').value;
      return number === '' ? { error: { message: 'Your card number is incomplete.' } } : { paymentMethod: { id: 'pm_' + number } };
    },
  });`;
  const withScript = (page) => page.route('https://js.stripe.com/**', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));

  before(async () => {
    stripe = await company((path, { amount, currency, payment_method: method, ...more }) => (method === 'pm_declined' ?
      { status: 402, json: { error: { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds', message: '…' } } } :
      { json: { id: `pi_${method}`, object: 'payment_intent', status: 'succeeded', amount: Number(amount), amount_received: Number(amount), currency,
        metadata: { payment_id: more['metadata[payment_id]'] }, latest_charge: { id: 'ch_1', amount_refunded: 0, refunded: false } } }));
    await instance.relaunch(...programs, ...settings('stripe', stripe.url));
  });
  after(() => stripe.close());

  for (const viewport of [wide, narrow])
    test(`its form stands in the page, ${viewport.width} pixels wide, and pays`, () => visit({ viewport, expectErrors: true, elsewhere: 'https://js.stripe.com' }, async (page) => {
      const token = `${Date.now()}${viewport.width}`;
      await withScript(page);
      await toCheckout(page);
      await page.waitForSelector('#theirs');
      assert.deepEqual([await page.evaluate(() => globalThis.mounted.key), await page.evaluate(() => globalThis.mounted.locale)], ['pk_test_1', 'ko']);
      assert.equal(await page.locator('[name="payment[card_number]"]').count(), 0);
      await assertAccessible(page, 'checkout');

      await pay(page);
      await page.waitForFunction(() => /incomplete/.test(document.getElementById('failed').textContent));
      await page.fill('#theirs', 'declined');
      await pay(page);
      await page.waitForSelector('.error-summary');
      await page.waitForSelector('#theirs');
      await page.fill('#theirs', token);
      await pay(page);
      await page.waitForURL(orderPage);
      const { fields } = stripe.asked.at(-1);
      assert.deepEqual([fields.payment_method, fields.currency, fields.confirm], [`pm_${token}`, 'krw', 'true']);
      assert.match(await page.textContent('.facts'), /결제 완료/);
    }));

  test('its script does not come: the page says so', () => visit({ viewport: wide, expectErrors: true, elsewhere: 'https://js.stripe.com' }, async (page) => {
    await page.route('https://js.stripe.com/**', (route) => route.fulfill({ status: 500, body: '' }));
    await toCheckout(page);
    await page.waitForFunction(() => document.getElementById('failed').textContent !== '');
    assert.match(await page.textContent('#failed'), /결제사에 연결하지 못했습니다/);
  }));

  test('without scripts the page says what it needs', () => visit({ js: false, viewport: wide }, async (page) => {
    await toCheckout(page);
    assert.match(await page.textContent('form.checkout'), /자바스크립트를 켜 주세요/);
    assert.equal(await page.locator('[name="payment[card_number]"]').count(), 0);
  }));
});

describe('Toss', () => {
  let toss;

  // Its script leads to the company's window and back; here at once.
  const script = `globalThis.TossPayments = (key) => ({ payment: () => ({ requestPayment: async (ask) => {
    location.assign(ask.orderName === 'gives up' ? ask.failUrl + '?code=PAY_PROCESS_CANCELED&message=x&orderId=' + ask.orderId
      : ask.successUrl + '?paymentType=NORMAL&paymentKey=key' + ask.orderId + '&orderId=' + ask.orderId + '&amount=' + ask.amount.value);
    await new Promise(() => {});
  } }) });
  globalThis.TossPayments.ANONYMOUS = 'ANONYMOUS';`;
  const withScript = (page) => page.route('https://js.tosspayments.com/**', (route) => route.fulfill({ contentType: 'text/javascript', body: script }));

  before(async () => {
    toss = await company((path, { paymentKey, orderId, amount }) => ({ json: { paymentKey, orderId, status: 'DONE', currency: 'KRW', method: '카드',
      totalAmount: amount, balanceAmount: amount, failure: null, cancels: null } }));
    await instance.relaunch(...programs, ...settings('toss', toss.url));
  });
  after(() => toss.close());

  test('to its window and back: what was typed is sent with the key it gave', () => visit({ viewport: narrow, elsewhere: 'https://js.tosspayments.com' }, async (page) => {
    await withScript(page);
    await toCheckout(page);
    await page.fill('#f-delivery-recipient_name', '홍길동');
    await pay(page);
    await page.waitForURL(orderPage);
    const { path, fields } = toss.asked.at(-1);
    assert.equal(path, '/v1/payments/confirm');
    assert.deepEqual([fields.paymentKey, fields.amount], [`key${fields.orderId}`, 30000]);
    assert.match(await page.textContent('.facts'), /결제 완료/);
    assert.match(await page.textContent('main'), /홍길동/);
  }));

  test('who gives up there is told that nothing was charged', () => visit({ viewport: wide, elsewhere: 'https://js.tosspayments.com' }, async (page) => {
    await withScript(page);
    await toCheckout(page);
    await page.evaluate(() => { document.querySelector('form.checkout').dataset.what = 'gives up'; });
    const asked = toss.asked.length;
    await pay(page);
    await page.waitForURL(/code=/);
    assert.match(await page.textContent('main'), /결제하지 않았습니다/);
    assert.equal(toss.asked.length, asked);
  }));

  test('back in another tab there is nothing to send', () => visit({ viewport: wide, elsewhere: 'https://js.tosspayments.com' }, async (page) => {
    await page.goto('/checkout?paymentKey=k&orderId=o&amount=1');
    await page.waitForFunction(() => document.getElementById('failed').textContent !== '');
    assert.match(await page.textContent('#failed'), /주문 내용을 찾지 못했습니다/);
    await assertAccessible(page, 'checkout_return');
  }));
});
