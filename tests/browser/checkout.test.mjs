// checkout: paying a dinner by card, with scripts and without: what a buyer sees when it is paid, declined, not sure yet and refunded.
import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { assertAccessible, closeBrowser, narrow, register, visit, wide } from './shop.mjs';

after(closeBrowser);

const cards = { pays: '4242424242424242', declined: '4000000000000002', poor: '4000000000009995', silent: '4000000000000259' };
const orderPage = /\/orders\/[0-9a-f-]{36}$/;

/** From the dinner's form to the card's, with a changed dinner and a salad. */
async function toCheckout(page, { style = 'grand' } = {}) {
  await page.goto(`/dinners/valentine?style=${style}`);
  await page.fill('#f-customizations-wine', '0');
  await page.getByLabel('샐러드').selectOption('2');
  await page.fill('#f-delivery_address', '서울시 종로구 세종대로 1');
  await page.fill('#f-notes', '문 앞에 놓아 주세요');
  await page.click('.summary button[formaction]');
  await page.waitForURL(/\/checkout$/);
  await page.waitForSelector('form.checkout');
}

async function fillCard(page, number) {
  await page.fill('#f-payment-card_number', number);
  await page.fill('#f-payment-cardholder_name', 'NA SONNIM');
  await page.fill('#f-payment-expiry_date', '12/39');
  await page.fill('#f-payment-cvc', '123');
}

const pay = (page) => page.click('.checkout .summary button[type=submit]');
const fact = async (page, name) => (await page.locator('.facts > div', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })
  .locator('dd').textContent()).replace(/\s+/g, ' ').trim();
const tomorrow = () => new Date(Date.now() + (24 + 9) * 3600 * 1000).toISOString().slice(0, 10);

/** Nothing of the card but its last digits is in the page. */
async function assertNoCard(page, number) {
  const digits = (await page.content()).replace(/[ -]/g, '');
  assert.ok(!digits.includes(number), 'the card number is in the page');
  assert.ok(!digits.includes('NASONNIM'), 'the name on the card is in the page');
  for (const name of ['card_number', 'cardholder_name', 'expiry_date', 'cvc']) assert.equal(await page.inputValue(`#f-payment-${name}`), '');
}

for (const way of [
  { name: 'with scripts, wide', js: true, viewport: wide },
  { name: 'with scripts, narrow', js: true, viewport: narrow },
  { name: 'without scripts, wide', js: false, viewport: wide },
  { name: 'without scripts, narrow', js: false, viewport: narrow },
]) {
  describe(way.name, () => {
    test('a dinner is paid, and cancelled, and its money comes back', () => visit(way, async (page) => {
      await toCheckout(page);
      assert.deepEqual(await page.locator('.wish li').allTextContents(), ['발렌타인 디너 · 그랜드 × 1', '샐러드 × 2']);
      assert.equal(await page.locator('.summary .sum dd').textContent(), '44,500원');	// 35,000 − 4,500 + 2 × 7,000
      assert.equal(await page.inputValue('#f-delivery-address'), '서울시 종로구 세종대로 1');
      assert.equal(await page.inputValue('#f-delivery-delivery_notes'), '문 앞에 놓아 주세요');
      await page.fill('#f-delivery-recipient_name', '이받음');
      await page.fill('#f-delivery-recipient_phone', '010-1234-5678');
      await page.fill('#f-delivery-scheduled_date', tomorrow());
      await page.selectOption('#f-delivery-scheduled_time_slot', '12:00-14:00');
      await fillCard(page, cards.pays);
      await pay(page);
      await page.waitForURL(orderPage);

      assert.equal(await page.locator('.order-head .state').textContent(), '접수');
      assert.equal(await fact(page, '결제'), '결제 완료 · 카드**** **** **** 4242');
      assert.equal(await fact(page, '희망 시간'), `${tomorrow()} 12:00-14:00`);
      const body = await page.locator('.order-body').textContent();
      for (const text of ['이받음', '010-1234-5678', '문 앞에 놓아 주세요', '샐러드', '44,500원']) assert.ok(body.includes(text), text);

      await page.locator('form[action$="/cancel"] button').click();
      await page.waitForSelector('.order-head .state-CANCELLED');
      // The worker gives it back, and the page follows.
      await page.locator('.facts', { hasText: '환불 완료' }).waitFor({ timeout: 40000 });
      assert.equal(await fact(page, '환불'), '44,500원');
    }));

    test('a declined card says why, and all but the card stays', () => visit({ ...way, expectErrors: true }, async (page) => {
      await toCheckout(page);
      const key = await page.inputValue('input[name=idempotency_key]');
      await page.fill('#f-delivery-recipient_name', '이받음');
      await fillCard(page, cards.poor);
      await pay(page);
      await page.waitForSelector('.error-summary');
      const summary = await page.locator('.error-summary').textContent();
      assert.match(summary, /결제가 거절되었습니다\./);
      assert.match(summary, /잔액이 부족합니다\./);
      await assertNoCard(page, cards.poor);
      assert.equal(await page.inputValue('#f-delivery-recipient_name'), '이받음');
      assert.equal(await page.inputValue('#f-delivery-address'), '서울시 종로구 세종대로 1');
      assert.equal(await page.locator('.summary .sum dd').textContent(), '44,500원');
      assert.notEqual(await page.inputValue('input[name=idempotency_key]'), key);

      await fillCard(page, cards.pays);
      await pay(page);
      await page.waitForURL(orderPage);
      assert.match(await fact(page, '결제'), /결제 완료/);
      assert.match(await page.locator('.order-body').textContent(), /이받음/);
    }));

    test('what is wrong with card and delivery is told at its field, and no card comes back', () => visit({ ...way, expectErrors: true }, async (page) => {
      await toCheckout(page);
      await page.fill('#f-delivery-delivery_notes', `카드 ${cards.pays}`);
      await fillCard(page, '4242424242424241');
      await page.fill('#f-payment-expiry_date', '13/20');
      await pay(page);
      await page.waitForSelector('.error-summary');
      assert.deepEqual((await page.locator('.error-summary a').evaluateAll((links) => links.map((link) => link.hash))).sort(),
        ['#f-delivery-delivery_notes', '#f-payment-card_number', '#f-payment-expiry_date']);
      for (const id of ['f-delivery-delivery_notes', 'f-payment-card_number', 'f-payment-expiry_date']) {
        assert.equal(await page.getAttribute(`#${id}`, 'aria-invalid'), 'true');
        assert.ok(await page.locator(`#${id}-error`).isVisible());
      }
      await assertNoCard(page, '4242424242424241');
      await assertNoCard(page, cards.pays);	// nor the one that stood in the notes
      if (way.js) await assertAccessible(page, 'refused checkout');
    }));

    test('a payment not answered yet completes on its page', () => visit(way, async (page) => {
      await toCheckout(page);
      await fillCard(page, cards.silent);
      await pay(page);
      await page.waitForURL(orderPage);
      await page.locator('.facts', { hasText: '결제 완료' }).waitFor({ timeout: 40000 });
      assert.equal(await page.locator('.order-head .state').textContent(), '접수');
    }));

    test('the same payment sent twice is one order', () => visit(way, async (page, context) => {
      await toCheckout(page);
      await fillCard(page, cards.pays);
      const form = await page.locator('form.checkout').evaluate((element) => new URLSearchParams(new FormData(element)).toString());
      const { origin } = new URL(page.url());
      await pay(page);
      await page.waitForURL(orderPage);
      const again = await context.request.post('/api/checkout/checkout', {
        data: form, maxRedirects: 0,
        headers: { Accept: 'text/html', 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin, 'Sec-Fetch-Site': 'same-origin' },
      });
      assert.equal(again.status(), 303);
      assert.equal(again.headers().location, new URL(page.url()).pathname);
      assert.equal(again.headers()['cache-control'], 'no-store');
    }));
  });
}

test('a double click pays once', () => visit({}, async (page) => {
  await register(page);
  await toCheckout(page);
  await fillCard(page, cards.pays);
  await page.dblclick('.checkout .summary button[type=submit]');
  await page.waitForURL(orderPage);
  await page.goto('/payments');
  assert.equal(await page.locator('.orders .card').count(), 1);
}));

test('a member finds the usual address and every payment again', () => visit({}, async (page) => {
  await register(page);
  await page.goto('/payments');
  assert.match(await page.locator('main').textContent(), /아직 결제 내역이 없습니다/);
  await toCheckout(page);
  await page.fill('#f-delivery-recipient_name', '박단골');
  await page.check('#f-save_as_default_address');
  await fillCard(page, cards.pays);
  await pay(page);
  await page.waitForURL(orderPage);
  const order = new URL(page.url()).pathname;
  await toCheckout(page);
  assert.equal(await page.inputValue('#f-delivery-recipient_name'), '박단골');
  await page.goto('/orders');
  await page.click('text=결제 내역');
  await page.waitForURL('**/payments');
  assert.equal(await page.locator('.orders .card a').getAttribute('href'), order);
  assert.match(await page.locator('.orders .card').textContent(), /44,500원[^]*결제 완료[^]*\*{4} 4242/);
}));

test('digits fall into groups, and a day shows what is free', () => visit({}, async (page) => {
  await toCheckout(page);
  await page.locator('#f-payment-card_number').pressSequentially('4242424242424242');
  assert.equal(await page.inputValue('#f-payment-card_number'), '4242 4242 4242 4242');
  await page.locator('#f-payment-expiry_date').pressSequentially('1239');
  assert.equal(await page.inputValue('#f-payment-expiry_date'), '12/39');
  await page.fill('#f-delivery-scheduled_date', tomorrow());
  await page.locator('#f-delivery-scheduled_time_slot option', { hasText: /12:00-14:00 · 남은 자리 \d+/ }).waitFor({ state: 'attached' });
}));

test('what is wrong with the dinner is told at the dinner', () => visit({ js: false, expectErrors: true }, async (page) => {
  await page.goto('/dinners/valentine');
  await page.fill('#f-delivery_address', '서');
  await page.click('.summary button[formaction]');
  await page.waitForSelector('.error-summary');
  assert.deepEqual(await page.locator('.error-summary a').evaluateAll((links) => links.map((link) => link.hash)), ['#f-delivery_address']);
}));

test('what is picked up is not paid by card', () => visit({}, async (page) => {
  await page.goto('/dinners/valentine');
  await page.check('#f-pickup');
  assert.ok(await page.locator('.summary button[formaction]').isHidden());
}));

test('the address of the checkout by itself leads to the menu', () => visit({ js: false, viewport: wide }, async (page) => {
  const answer = await page.goto('/checkout');
  assert.equal(answer.status(), 200);
  assert.equal(new URL(page.url()).pathname, '/');
  assert.equal((await answer.request().redirectedFrom().response()).status(), 303);
}));

for (const look of [
  { name: 'wide', viewport: wide },
  { name: 'narrow', viewport: narrow },
  { name: 'wide, dark, English', viewport: wide, dark: true, lang: 'en-GB' },
  { name: 'narrow, dark', viewport: narrow, dark: true },
]) {
  test(`no complaint of axe-core: ${look.name}`, () => visit({ ...look, expectErrors: true }, async (page) => {
    await register(page);
    await page.goto('/dinners/valentine');
    await page.fill('#f-delivery_address', '서울시 종로구 세종대로 1');
    await page.click('.summary button[formaction]');
    await page.waitForSelector('form.checkout');
    await page.click('.checkout summary');
    await assertAccessible(page, 'checkout');
    await fillCard(page, cards.declined);
    await pay(page);
    await page.waitForSelector('.error-summary');
    await assertAccessible(page, 'declined');
    await fillCard(page, cards.pays);
    await pay(page);
    await page.waitForURL(orderPage);
    await assertAccessible(page, 'paid');
    await page.locator('form[action$="/cancel"] button').click();
    await page.waitForSelector('.order-head .state-CANCELLED');
    await assertAccessible(page, 'refund');
    await page.goto('/payments');
    await assertAccessible(page, 'payments');
  }));
}
