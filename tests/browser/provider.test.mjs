// provider: paying where a real company takes the cards: its form on our page, its script, its way back. The companies' scripts and
// servers are stood for by small ones that do what their documents say.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Instance } from '../chaos/instance.mjs';
import { add, assertAccessible, closeBrowser, narrow, offerCoupon, register, visit, wide } from './shop.mjs';

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
let made = 0;
/** A new member's order sheet of two pieces of 9,000 won, with a coupon of 3,000 won to be had. */
async function toSheet(page) {
  const { productId } = await add('/v1/products', { name: `맡긴 컵 ${Date.now().toString(36)} ${++made}`, price: 9000, stock: 9, category: 'test' });
  const name = `맡긴 쿠폰 ${Date.now().toString(36)} ${made}`;
  await offerCoupon({ name });
  await register(page);
  await page.goto('/coupons');
  await page.locator('section[aria-labelledby=offered] .card', { hasText: name }).locator('button').click();
  await page.waitForURL('**/coupons');
  await page.goto(`/goods/${productId}`);
  await page.fill('#f-quantity', '2');
  await page.click('.summary button[type=submit]');
  await page.waitForURL('**/cart');
  await page.click('form[action="/v1/cart-orders"] button');
  await page.waitForURL('**/order-sheets/**');
  await page.fill('#f-delivery-address', '서울시 중구 세종대로 1');
  return new URL(page.url()).pathname;
}

/** NAVER and KAKAO are the mock gateway's alone: no page offers them, and who asks for them all the same is told. */
async function assertNoPages(page) {
  assert.deepEqual(await page.$$eval('[name=method]', (radios) => radios.map(({ value }) => value)), ['BALANCE', 'CARD']);
  assert.equal(await page.locator('[name="card[cardNumber]"]').count(), 0);
  const answer = await page.evaluate(async (path) => {
    const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: '{"method":"NAVER"}' });
    return [response.status, (await response.json()).errors];
  }, new URL(await page.getAttribute('form.checkout', 'action'), page.url()).pathname);
  assert.equal(answer[0], 400);
  assert.deepEqual(answer[1].map(({ pointer, reason }) => [pointer, reason]), [['/method', 'method_not_offered']]);
  assert.match(answer[1][0].message, /다른 결제 수단/);
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

  for (const viewport of [wide, narrow])
    test(`it pays an order sheet, ${viewport.width} pixels wide: declined first, then with a coupon`, () => visit({ viewport, expectErrors: true, elsewhere: 'https://js.stripe.com' }, async (page) => {
      await withScript(page);
      await toSheet(page);
      await assertNoPages(page);
      // An empty balance pays nothing: the card is offered first.
      assert.ok(await page.isChecked('#f-method-CARD'));
      await page.check('#f-method-BALANCE');
      assert.equal(await page.isVisible('#theirs'), false);
      await page.check('#f-method-CARD');
      await page.waitForSelector('#theirs');
      await assertAccessible(page, 'order sheet with a provider');
      await pay(page);
      await page.waitForFunction(() => /incomplete/.test(document.getElementById('failed').textContent));
      await page.fill('#theirs', 'declined');
      await page.fill('#f-delivery-notes', '문 앞에');
      await pay(page);
      await page.waitForSelector('.error-summary');
      assert.equal(await page.inputValue('#f-delivery-notes'), '문 앞에');
      assert.ok(await page.isChecked('#f-method-CARD'));
      await page.waitForSelector('#theirs');
      await page.check('[name="couponIds[]"]');
      await page.locator('[data-of=total]', { hasText: '15,000원' }).waitFor();
      assert.equal((await page.textContent('[data-of=couponsOff]')).trim(), '−3,000원');
      const token = `sheet${Date.now()}${viewport.width}`;
      await page.fill('#theirs', token);
      await pay(page);
      await page.waitForURL(orderPage);
      const { fields } = stripe.asked.at(-1);
      assert.deepEqual([fields.payment_method, fields.amount], [`pm_${token}`, '15000']);
      assert.match(await page.textContent('.facts'), /결제 완료 · 카드/);
    }));

  test('who pays a sheet from the balance needs no card', () => visit({ viewport: wide, expectErrors: true, elsewhere: 'https://js.stripe.com' }, async (page) => {
    await withScript(page);
    await toSheet(page);
    const asked = stripe.asked.length;
    await page.check('#f-method-BALANCE');
    await pay(page);
    await page.waitForSelector('main .notice a[href="/wallet"]');
    assert.match(await page.textContent('main .notice'), /18,000/);
    assert.equal(stripe.asked.length, asked);
  }));

  for (const viewport of [wide, narrow])
    test(`it pays into the balance, ${viewport.width} pixels wide: declined first`, () => visit({ viewport, expectErrors: true, elsewhere: 'https://js.stripe.com' }, async (page) => {
      await withScript(page);
      await register(page);
      await page.goto('/wallet');
      await page.waitForSelector('#theirs');
      await assertAccessible(page, 'wallet with a provider');
      await page.fill('#f-amount', '7000');
      await page.fill('#theirs', 'declined');
      await page.click('main form button[type=submit]');
      await page.waitForSelector('.error-summary');
      assert.equal(await page.inputValue('#f-amount'), '7000');
      await page.waitForSelector('#theirs');
      await page.fill('#theirs', `wallet${Date.now()}${viewport.width}`);
      await page.click('main form button[type=submit]');
      await page.locator('.ledger .card').first().waitFor();
      assert.equal((await page.textContent('.balance dd')).trim(), '7,000원');
      assert.equal(stripe.asked.at(-1).fields.amount, '7000');
    }));

  test('who was signed out meanwhile signs in, and is back at the sheet', () => visit({ viewport: wide, expectErrors: true, elsewhere: 'https://js.stripe.com' }, async (page) => {
    await withScript(page);
    const sheet = await toSheet(page);
    await page.check('#f-method-BALANCE');
    await page.context().clearCookies();
    await pay(page);
    await page.waitForSelector('main form[action="/sign-in"]');
    assert.equal(await page.inputValue('[name=next]'), sheet);
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
    await toSheet(page);
    await page.check('#f-method-CARD');
    assert.match(await page.textContent('form.checkout'), /자바스크립트를 켜 주세요/);
    await page.goto('/wallet');
    assert.match(await page.textContent('form.checkout'), /자바스크립트를 켜 주세요/);
  }));

  test('a form whose script did nothing is refused in words, with what was typed', () => visit({ js: false, viewport: narrow, expectErrors: true }, async (page) => {
    await toSheet(page);
    await page.check('#f-method-CARD');
    await pay(page);
    await page.waitForSelector('.error-summary');
    assert.match(await page.textContent('.error-summary'), /카드.*필수 항목입니다/);
    assert.equal(await page.inputValue('#f-delivery-address'), '서울시 중구 세종대로 1');
    assert.ok(await page.isChecked('#f-method-CARD'));
  }));
});

// A provider without its public key has no form to show.
test('where no cards are taken the pages say so, and have no field for them', async () => {
  const stripe = await company(() => ({ json: {} }));
  await instance.relaunch(...programs, ...settings('stripe', stripe.url).filter((line) => !line.startsWith('BANQUET_GATEWAY_PUBLIC_KEY')));
  try {
    for (const js of [true, false])
      await visit({ js, viewport: wide }, async (page) => {
        await toSheet(page);
        assert.deepEqual(await page.$$eval('[name=method]', (radios) => radios.map(({ value }) => value)), ['BALANCE']);
        assert.match(await page.textContent('form.checkout'), /잔액으로 결제해 주세요/);
        await page.goto('/wallet');
        assert.match(await page.textContent('main .notice'), /카드로 충전할 수 없습니다/);
        assert.equal(await page.locator('main form').count(), 0);
      });
  } finally {
    await stripe.close();
  }
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

  test('to its window and back from an order sheet: the price with the coupon is what is asked there', () => visit({ viewport: narrow, expectErrors: true, elsewhere: 'https://js.tosspayments.com' }, async (page) => {
    await withScript(page);
    await toSheet(page);
    await assertNoPages(page);
    await page.check('#f-method-CARD');
    await page.fill('#f-delivery-recipientName', '홍길동');
    await page.check('[name="couponIds[]"]');
    await pay(page);	// at once: it waits for the price
    await page.waitForURL(orderPage);
    const { path, fields } = toss.asked.at(-1);
    assert.equal(path, '/v1/payments/confirm');
    assert.deepEqual([fields.paymentKey, fields.amount], [`key${fields.orderId}`, 15000]);
    assert.match(await page.textContent('.facts'), /결제 완료 · 카드/);
    assert.match(await page.textContent('main'), /홍길동/);
  }));

  test('to its window and back from the wallet', () => visit({ viewport: wide, elsewhere: 'https://js.tosspayments.com' }, async (page) => {
    await withScript(page);
    await register(page);
    await page.goto('/wallet');
    await page.fill('#f-amount', '12300');
    await page.click('main form button[type=submit]');
    await page.waitForURL('**/wallet');
    await page.locator('.ledger .card').first().waitFor();
    assert.equal((await page.textContent('.balance dd')).trim(), '12,300원');
    assert.equal(toss.asked.at(-1).fields.amount, 12300);
  }));

  test('who gives up there comes back to the sheet', () => visit({ viewport: wide, elsewhere: 'https://js.tosspayments.com' }, async (page) => {
    await withScript(page);
    const sheet = await toSheet(page);
    await page.check('#f-method-CARD');
    await page.evaluate(() => { document.querySelector('form.checkout').dataset.what = 'gives up'; });
    await pay(page);
    await page.waitForURL(/code=/);
    assert.match(await page.textContent('main'), /결제하지 않았습니다/);
    await page.click('#back');
    await page.waitForURL(`**${sheet}`);
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
    assert.match(await page.textContent('#failed'), /결제하던 내용을 찾지 못했습니다/);
    await assertAccessible(page, 'checkout_return');
  }));
});
