// goods_order: the page of an order of goods: what its buyer may ask of each line, where it is, and in which words; with scripts and without.
import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { add, assertAccessible, change, closeBrowser, narrow, register, visit, wide } from './shop.mjs';

after(closeBrowser);

let made = 0;
/** Puts pieces of new goods into a cart, of a new member's, and leads to the order sheet. */
async function toSheet(page, quantity, member = false) {
  const name = `주문할 컵 ${Date.now().toString(36)} ${++made}`;
  const { productId } = await add('/v1/products', { name, nameEn: `Cup ${made}`, price: 9000, stock: 9, category: 'test' });
  if (!member) await register(page);
  await page.goto(`/goods/${productId}`);
  await page.fill('#f-quantity', String(quantity));
  await page.click('.summary button[type=submit]');
  await page.waitForURL('**/cart');
  await page.click('form[action="/v1/cart-orders"] button');
  await page.waitForURL('**/order-sheets/**');
  assert.match(await page.locator('.summary').innerText(), /할인 전 금액입니다|before coupons and points/);
  await page.fill('#f-delivery-address', '서울시 중구 세종대로 1');
  return name;
}

async function payByCard(page, number) {
  await page.check('#f-method-CARD');
  if (!await page.isVisible('#f-card-cvc')) await page.click('details summary');
  for (const [field, value] of [['cardNumber', number], ['cardholderName', 'HONG GILDONG'], ['expiryDate', '12/40'], ['cvc', '123']])
    await page.fill(`#f-card-${field}`, value);
  await page.click('.summary button[type=submit]');
}

/** Buys them by card; answers the order's key. */
async function buy(page, quantity) {
  await toSheet(page, quantity);
  await payByCard(page, '4242424242424242');
  await page.waitForURL('**/orders/**');
  return new URL(page.url()).pathname.split('/').pop();
}

const line = (page) => page.locator('.items .line').first();
const moves = async (key, states) => {
  for (const status of states) await change(`/v1/order-items/${key}.0/status`, { status });
};

async function ask(page, quantity, reason, button) {
  await line(page).locator('summary').click();
  if (quantity !== null) await page.fill('#f-pieces-0', String(quantity));
  await page.fill('#f-reason-0', reason);
  await Promise.all([page.waitForEvent('framenavigated'), line(page).locator('details button', { hasText: button }).click()]);
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
}

for (const way of [
  { name: 'with scripts', js: true, viewport: wide },
  { name: 'without scripts', js: false, viewport: narrow },
]) {
  describe(way.name, () => {
    test('pieces are cancelled, sent, returned, and kept after all', () => visit(way, async (page) => {
      const key = await buy(page, 3);
      const words = async () => page.locator('main').innerText();
      assert.match(await words(), /결제 완료/);
      assert.doesNotMatch(await words(), /조리/);
      await ask(page, 1, '하나면 된다', '이 상품 취소');
      assert.match(await line(page).innerText(), /취소 1개/);
      await page.locator('details.history summary').click();
      assert.match(await page.locator('.history').innerText(), /× 3: 결제 대기[^]*× 3: 결제 완료[^]*× 1: 취소됨[^]*하나면 된다/);
      await page.reload();

      await moves(key, ['PREPARING']);
      await page.reload();
      assert.match(await page.locator('.order-head').innerText(), /배송 준비 중/);
      assert.doesNotMatch(await words(), /조리/);
      if (way.js) await assertAccessible(page, 'an order of goods');

      await moves(key, ['READY_FOR_DELIVERY', 'IN_DELIVERY']);
      await change(`/v1/deliveries/${key}.0`, { carrier: '한진택배', trackingNumber: '1234567890' });
      await page.reload();
      assert.match(await line(page).innerText(), /한진택배.*1234567890/);
      assert.equal(await line(page).locator('form').count(), 0);

      await moves(key, ['DELIVERED']);
      await page.reload();
      assert.match(await line(page).innerText(), /7일이 지나면 자동으로/);
      await ask(page, 1, '금이 갔다', '반품 요청');
      assert.match(await line(page).innerText(), /반품 요청[^]*요청 중 1개/);
      await page.locator('details.history summary').click();
      assert.match(await page.locator('.history').innerText(), /× 1: 반품 요청[^]*금이 갔다/);
      assert.match(await line(page).locator('form[action$="/confirm"]').innerText(), /요청을 거두고/);
      await line(page).locator('form[action$="/confirm"] button').click();
      await page.locator('.items .line .badge', { hasText: '구매 확정' }).waitFor();
      assert.equal(await line(page).locator('form').count(), 0);

      // Who sold it takes it back all the same.
      await moves(key, ['RETURN_REQUESTED']);
      await page.reload();
      assert.match(await line(page).locator('form[action$="/confirm"]').innerText(), /요청을 거두고/);
      await moves(key, ['RETURN_PROCESSING', 'RETURNED']);
      await page.reload();
      assert.match(await line(page).innerText(), /반품 완료[^]*반품 2개/);
      await page.locator('details.history summary').click();
      assert.match(await page.locator('.history').innerText(), /× 2: 구매 확정[^]*× 2: 반품 요청[^]*× 2: 반품 완료/);
    }));

    test('another is asked for in its place, and what was asked twice is refused in words', () => visit({ ...way, expectErrors: true }, async (page, context) => {
      const key = await buy(page, 2);
      await moves(key, ['PREPARING', 'READY_FOR_DELIVERY', 'IN_DELIVERY', 'DELIVERED']);
      await page.reload();
      const second = await context.newPage();
      await second.goto(page.url());
      await ask(page, null, '', '교환 요청');
      assert.match(await line(page).innerText(), /교환 요청[^]*요청 중 2개/);
      await line(second).locator('summary').click();
      await line(second).locator('details button', { hasText: '반품 요청' }).click();
      await second.waitForSelector('main.problem');
      await second.click('main.problem .button');
      await second.waitForURL(`**/orders/${key}`);
    }));
  });
}

for (const js of [true, false]) {
  test(`who could not pay gives the order up, before or after, ${js ? 'with' : 'without'} scripts`, () => visit({ js, viewport: js ? wide : narrow, expectErrors: true }, async (page) => {
    await toSheet(page, 2);
    if (js) await assertAccessible(page, 'an order sheet');
    await page.click('form[action$="/cancel"] button');
    await page.waitForURL('**/cart');
    assert.match(await page.locator('main').innerText(), /주문할 컵/);
    await toSheet(page, 2, true);
    const key = new URL(page.url()).pathname.split('/').pop();
    await payByCard(page, '4000000000000002');
    await page.locator('.error-summary').waitFor();
    await page.goto(`/orders/${key}`);
    assert.match(await page.locator('.notice').innerText(), /청구된 금액은 없으며/);
    assert.match(await page.locator('.acts').innerText(), /쿠폰과 포인트는 그대로/);
    if (js) await assertAccessible(page, 'an order that is not paid');
    await page.click('.acts form[action$="/cancel"] button');
    await page.locator('.order-head .state', { hasText: '취소됨' }).waitFor();
    assert.equal(await page.locator('.acts form').count(), 0);
    // When it was tried is told among the payments.
    await page.goto('/payments');
    assert.match(await page.locator('.orders .card').first().innerText(), /결제 안 됨[^]*시도한 시각[^]*\d{1,2}:\d\d/);
    if (js) await assertAccessible(page, 'payments that failed');
  }));

  test(`who left the page where a payment is approved finds it again, ${js ? 'with' : 'without'} scripts`, () => visit({ js, elsewhere: process.env.BANQUET_GATEWAY_URL }, async (page) => {
    await toSheet(page, 1);
    const key = new URL(page.url()).pathname.split('/').pop();
    await page.check('#f-method-KAKAO');
    await page.click('.summary button[type=submit]');
    await page.waitForURL(/\/pay\/[\w-]+$/);
    await page.goto(`/orders/${key}`);
    assert.match(await page.locator('.notice').innerText(), /승인하면 주문이 완료됩니다/);
    assert.equal(await page.locator('#live form').count(), 0);
    await page.click('.notice a');
    await page.waitForURL(/\/pay\/[\w-]+$/);
    await page.click('button[value=approve]');
    await page.waitForURL('**/orders/**');
    for (let i = 0; i < 20 && !/결제 완료/.test(await page.locator('.facts').textContent()); i++) {
      await page.waitForTimeout(500);
      await page.reload();
    }
    assert.match(await page.locator('.facts').textContent(), /결제 완료/);
    assert.equal(await page.locator('.notice').count(), 0);
  }));
}

test('an order of goods speaks English', () => visit({ lang: 'en-GB' }, async (page) => {
  const key = await buy(page, 2);
  assert.match(await page.locator('.acts').innerText(), /Once it is being prepared you can ask/);
  await moves(key, ['PREPARING']);
  await page.reload();
  assert.match(await page.locator('.order-head').innerText(), /Being prepared/);
  await ask(page, 1, 'one will do', 'Cancel this item');
  assert.match(await line(page).innerText(), /Cancellation asked for[^]*1 asked for/);
  assert.doesNotMatch((await page.locator('main').innerText()).replace('서울시 중구 세종대로 1', ''), /[가-힣]|cook/i);
}));
