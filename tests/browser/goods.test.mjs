// goods: looking for goods, putting them into the cart, changing it; with scripts and without.
import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { add, assertAccessible, base, change, closeBrowser, narrow, offerCoupon, register, visit, wide } from './shop.mjs';

after(closeBrowser);

const { goods } = JSON.parse(readFileSync(new URL('../../sql/demo/goods.json', import.meta.url), 'utf8'));
const won = (n) => `${n.toLocaleString('en')}원`;
const plate = goods.find((one) => one.code === 'goods_stoneware_plate');
const soldOut = goods.find((one) => one.demo_stock === 0);

async function open(page, name) {
  await page.goto(`/goods?q=${encodeURIComponent(name)}`);
  await page.locator('.goods h2 a', { hasText: name }).first().click();
  await page.waitForURL(/\/goods\/\d+$/);
}

async function put(page, name, quantity) {
  await open(page, name);
  await page.fill('#f-quantity', String(quantity));
  await page.click('.summary button[type=submit]');
  await page.waitForURL('**/cart');
}

/** New goods of the shop's own, made by its admin. */
const make = (json) => add('/v1/products', json);

for (const way of [
  { name: 'with scripts', js: true, viewport: wide },
  { name: 'without scripts', js: false, viewport: narrow },
]) {
  describe(way.name, () => {
    test('goods are searched, narrowed down, sorted and paged', () => visit(way, async (page) => {
      await page.goto('/');
      await page.click('nav a[href="/goods"]');
      await page.waitForURL('**/goods');
      assert.equal(await page.locator('.goods .card').count(), 20);
      const first = await page.locator('.goods h2').first().textContent();
      await page.click('.paging a[rel=next]');
      await page.waitForURL(/cursor=/);
      assert.ok(await page.locator('.goods .card').count() > 0);
      assert.notEqual(await page.locator('.goods h2').first().textContent(), first);
      await page.click('.paging a:not([rel])');
      await page.waitForURL((url) => !url.search.includes('cursor'));
      assert.equal(await page.locator('.goods h2').first().textContent(), first);

      await page.selectOption('#f-category', 'wine');
      await page.selectOption('#f-sort', 'price_asc');
      await page.click('.search button');
      await page.waitForURL(/category=wine/);
      const wines = goods.filter((one) => one.category === 'wine').sort((a, b) => a.price - b.price);
      assert.deepEqual(await page.locator('.goods .foot-line b').allTextContents(), wines.map((one) => won(one.price)));
      assert.equal(await page.inputValue('#f-sort'), 'price_asc');
      assert.equal(await page.locator('.goods .gone .badge').textContent(), '품절');

      await page.fill('#f-q', '와인 & 없는 말');
      await page.click('.search button');
      await page.waitForSelector('.goods .empty');
      assert.equal(await page.inputValue('#f-q'), '와인 & 없는 말');
      await page.click('.goods .empty a');
      await page.waitForURL('**/goods');
    }));

    test('who has not signed in does, and comes back to the goods', () => visit({ ...way, expectErrors: true }, async (page) => {
      await open(page, plate.name);
      const product = page.url();
      assert.equal(await page.locator('.summary form').count(), 0);
      await page.click('.summary .button');
      await page.waitForURL(/\/sign-in\?next=/);
      await page.fill('#f-email', 'customer2@banquet.test');
      await page.fill('#f-password', 'banquet-demo');
      await page.click('main form button[type=submit]');
      await page.waitForURL(product);
      await page.waitForSelector('.summary form');
    }));

    test('who has no account registers, and comes back to the goods', () => visit({ ...way, expectErrors: true }, async (page) => {
      await open(page, plate.name);
      const product = page.url();
      await page.click('.summary .help a');
      await page.waitForURL(/\/register\?next=/);
      // From one form to the other and back.
      await page.click('main > p a');
      await page.waitForURL(/\/sign-in\?next=/);
      await page.click('main > p a');
      await page.waitForURL(/\/register\?next=/);
      await page.fill('#f-email', `guest-${Date.now()}-${Math.random().toString(36).slice(2)}@banquet.test`);
      await page.fill('#f-password', 'long enough');
      await page.fill('#f-name', '나손님');
      await page.click('main form button[type=submit]');
      await page.waitForURL(product);
      // Signed out while the page lay open: the form leads to signing in and back here.
      await page.context().clearCookies();
      await page.click('.summary button[type=submit]');
      await page.waitForSelector('main form[action="/sign-in"]');
      assert.equal(await page.inputValue('[name=next]'), new URL(product).pathname);
    }));

    test('goods are put into the cart, changed and taken out', () => visit(way, async (page) => {
      await register(page);
      await page.goto('/cart');
      assert.equal(await page.locator('.cart .empty p').first().textContent(), '장바구니가 비어 있습니다.');
      await put(page, plate.name, 2);
      await put(page, plate.name, 1);
      await put(page, '바게트', 1);
      assert.equal(await page.locator('.cart .card').count(), 2);
      assert.equal(await page.locator('.cart input[name=quantity]').first().inputValue(), '3');
      const baguette = goods.find((one) => one.name === '바게트').price;
      const total = () => page.locator('.total output').textContent();
      assert.equal(await total(), won(3 * plate.price + baguette));

      const quantity = page.locator('.cart input[name=quantity]').first();
      await quantity.fill('5');
      if (way.js) await quantity.press('Tab');
      else await page.locator('.cart .quantity button').first().click();
      await page.locator('.total output', { hasText: won(5 * plate.price + baguette) }).waitFor();
      assert.equal(new URL(page.url()).pathname, '/cart');
      if (way.js) {
        assert.equal(await page.locator('#news').textContent(), `장바구니 합계 ${won(5 * plate.price + baguette)}`);
        assert.equal(await page.locator('.cart .quantity button').first().isVisible(), false);
      }
      await page.locator('.cart form[action$="/remove"] button').first().click();
      await page.locator('.total output', { hasText: won(baguette) }).waitFor();
      assert.equal(await page.locator('.cart .card').count(), 1);
      await page.locator('.cart form[action$="/remove"] button').click();
      await page.waitForSelector('.cart .empty');
    }));

    test('too many pieces are refused at their line', () => visit({ ...way, expectErrors: true }, async (page) => {
      await register(page);
      await put(page, '바게트', 1);
      await put(page, plate.name, 98);
      const input = page.locator('.cart input[name=quantity]').nth(1);
      if (way.js) {
        await page.locator('.cart form.quantity').nth(1).evaluate((form) => { form.noValidate = true; form.querySelector('input').removeAttribute('max'); });
        await input.fill('100');
        await input.press('Tab');
      } else {
        await input.evaluate((field) => field.removeAttribute('max'));
        await input.fill('100');
        await page.locator('.cart .quantity button').nth(1).click();
      }
      await page.waitForSelector('.error-summary');
      assert.equal(await page.locator('.error-summary a').getAttribute('href'), '#f-quantity');
      assert.equal(await page.inputValue('#f-quantity'), '100');
      assert.equal(await page.getAttribute('#f-quantity', 'aria-invalid'), 'true');
      assert.equal(await page.locator('.cart input[name=quantity]').first().inputValue(), '1');

      // Beyond the limit of a line from the product's page.
      await open(page, plate.name);
      const product = new URL(page.url()).pathname;
      await page.fill('#f-quantity', '2');
      await page.click('.summary button[type=submit]');
      await page.waitForSelector('main.problem');
      await page.click('main.problem .button');
      await page.waitForURL(`**${product}`);
    }));

    test('a sheet whose price has changed leads back to the cart, a short balance to the wallet', () => visit({ ...way, expectErrors: true }, async (page) => {
      const { productId } = await make({ name: `비싸질 컵 ${Date.now().toString(36)} ${way.name}`, price: 31000, stock: 5, category: 'test' });
      await register(page);
      await page.goto(`/goods/${productId}`);
      await page.click('.summary button[type=submit]');
      await page.waitForURL('**/cart');
      await page.click('form[action="/v1/cart-orders"] button');
      await page.waitForURL('**/order-sheets/**');
      await page.fill('#f-delivery-address', '서울시 중구 세종대로 1');
      await page.check('#f-method-BALANCE');
      await page.click('.summary button[type=submit]');
      await page.waitForSelector('main .notice a[href="/wallet"]');
      assert.match(await page.textContent('main .notice'), /31,000/);
      await change(`/v1/products/${productId}`, { price: 32000 });
      await page.click('.summary button[type=submit]');
      await page.waitForSelector('.summary a[href="/cart"]');
      assert.match(await page.textContent('main .notice'), /32,000/);
      assert.equal(await page.locator('.summary button').count(), 0);
      await page.click('.summary a[href="/cart"]');
      await page.click('form[action="/v1/cart-orders"] button');
      await page.waitForURL('**/order-sheets/**');
      assert.match(await page.locator('.summary .sum dd').textContent(), /32,000/);
    }));

    test('NAVER and KAKAO are approved on a page of theirs, which leads back', () => visit({ ...way, elsewhere: process.env.BANQUET_GATEWAY_URL }, async (page) => {
      const { name } = await make({ name: `페이 컵 ${Date.now().toString(36)} ${way.name}`, price: 5000, stock: 5, category: 'test' });
      await register(page);
      for (const method of ['NAVER', 'KAKAO']) {
        await put(page, name, 1);
        await page.click('form[action="/v1/cart-orders"] button');
        await page.waitForURL('**/order-sheets/**');
        await page.fill('#f-delivery-address', '서울시 중구 세종대로 1');
        await page.check(`#f-method-${method}`);
        await page.click('.summary button[type=submit]');
        await page.waitForURL(/\/pay\/[\w-]+$/);
        assert.equal(new URL(page.url()).origin, process.env.BANQUET_GATEWAY_URL);
        await page.click('button[value=approve]');
        await page.waitForURL('**/orders/**');
        assert.equal(new URL(page.url()).origin, new URL(base).origin);
        await page.reload();
        for (let i = 0; i < 20 && !/결제 완료/.test(await page.locator('.facts').textContent()); i++) {
          await page.waitForTimeout(500);
          await page.reload();
        }
        assert.match(await page.locator('.facts').textContent(), /결제 완료/);
      }
      await page.goto('/orders');
      assert.ok((await page.locator('.orders li').first().textContent()).includes(`${name} × 1`));
    }));

    test('what lies in the cart is ordered, paid by card, declined first', () => visit({ ...way, expectErrors: true }, async (page) => {
      const { name } = await make({ name: `결제할 컵 ${Date.now().toString(36)} ${way.name}`, price: 7000, stock: 5, category: 'test' });
      await register(page);
      await put(page, name, 2);
      await page.click('form[action="/v1/cart-orders"] button');
      await page.waitForURL('**/order-sheets/**');
      const sheet = page.url();
      assert.equal(await page.locator('.summary .wish li').count(), 1);
      assert.match(await page.locator('.summary .sum dd').textContent(), /14,000/);
      // An empty balance pays nothing: the card is offered first.
      assert.ok(await page.isChecked('#f-method-CARD'));
      const pay = async (number) => {
        await page.fill('#f-delivery-address', '서울시 중구 세종대로 1');
        await page.check('#f-method-CARD');
        if (!await page.isVisible('#f-card-cvc')) await page.click('details summary');
        for (const [field, value] of [['cardNumber', number], ['cardholderName', 'HONG GILDONG'], ['expiryDate', '12/40'], ['cvc', '123']])
          await page.fill(`#f-card-${field}`, value);
        await page.click('.summary button[type=submit]');
      };
      await pay('4000000000000002');
      // It comes back with what was typed, but for the card; and can be paid from there.
      await page.waitForSelector('.error-summary');
      assert.equal(await page.inputValue('#f-delivery-address'), '서울시 중구 세종대로 1');
      assert.ok(await page.isChecked('#f-method-CARD'));
      assert.equal(await page.inputValue('#f-card-cardNumber'), '');
      // Opened anew it has that still.
      await page.goto(sheet);
      assert.equal(await page.inputValue('#f-delivery-address'), '서울시 중구 세종대로 1');
      assert.ok(await page.isChecked('#f-method-CARD'));
      // Until it is paid no line of it goes alone.
      await page.goto(sheet.replace('order-sheets', 'orders'));
      assert.equal(await page.locator('.items .line').count(), 1);
      assert.equal(await page.locator('.items form').count(), 0);
      await page.click('.notice a[href^="/order-sheets/"]');
      await page.waitForURL(sheet);
      await pay('4242424242424243');
      await page.waitForSelector('#f-card-cardNumber-error');
      await pay('4242424242424242');
      await page.waitForURL('**/orders/**');
      assert.match(await page.locator('.items').textContent(), new RegExp(name));
      assert.match(await page.locator('.facts').textContent(), /결제 완료/);
      await page.goto('/cart');
      await page.waitForSelector('.empty');
      // The sheet leads to its order now.
      await page.goto(sheet);
      await page.waitForURL('**/orders/**');
    }));

    test('pieces of what was bought are cancelled and sent back, the rest is kept; who carries it is told', () => visit({ ...way, expectErrors: true }, async (page) => {
      const { productId, name } = await make({ name: `돌아올 컵 ${Date.now().toString(36)} ${way.name}`, price: 3000, stock: 9, category: 'test' });
      await register(page);
      await put(page, name, 5);
      await page.click('form[action="/v1/cart-orders"] button');
      await page.waitForURL('**/order-sheets/**');
      await page.fill('#f-delivery-address', '서울시 중구 세종대로 1');
      await page.check('#f-method-CARD');
      if (!await page.isVisible('#f-card-cvc')) await page.click('details summary');
      for (const [field, value] of [['cardNumber', '4242424242424242'], ['cardholderName', 'HONG GILDONG'], ['expiryDate', '12/40'], ['cvc', '123']])
        await page.fill(`#f-card-${field}`, value);
      await page.click('.summary button[type=submit]');
      await page.waitForURL('**/orders/**');
      const order = new URL(page.url()).pathname, item = `${order.split('/').pop()}.0`, line = page.locator('.items .line');
      assert.equal(await line.locator(`a[href="/goods/${productId}"]`).count(), 1);
      assert.equal(await line.locator('.badge').textContent(), '결제 완료');
      assert.equal(await line.locator('form[action$="/confirm"]').count(), 0);
      const ask = async (button, pieces) => {
        await page.goto(order);
        await line.locator('summary').click();
        await line.locator('input[name=quantity]').fill(String(pieces));
        await Promise.all([page.waitForNavigation(), line.locator('details button', { hasText: button }).click()]);
        assert.equal(new URL(page.url()).pathname, order);
      };
      await line.locator('summary').click();
      if (way.js) await assertAccessible(page, 'order of goods');
      await ask('이 상품 취소', 2);
      assert.match(await line.locator('.after').textContent(), /취소 2개/);
      await page.goto(order);
      assert.equal(await line.locator('input[name=quantity]').getAttribute('max'), '3');

      for (const status of ['PREPARING', 'READY_FOR_DELIVERY']) await change(`/v1/order-items/${item}/status`, { status });
      await change(`/v1/deliveries/${item}`, { status: 'IN_DELIVERY', carrier: '한진택배', trackingNumber: '4512-3344' });
      await page.goto(order);
      assert.match(await line.locator('.after').textContent(), /한진택배\s+4512-3344/);
      assert.equal(await line.locator('form').count(), 0);
      assert.match(await page.locator('.steps .current').textContent(), /배송 중/);
      await change(`/v1/deliveries/${item}`, { status: 'DELIVERED' });
      await ask('반품 요청', 1);
      assert.equal(await line.locator('.badge').textContent(), '반품 요청');
      assert.match(await line.locator('.after').textContent(), /요청 중 1개/);
      for (const status of ['RETURN_PROCESSING', 'RETURNED']) await change(`/v1/order-items/${item}/status`, { status });
      await ask('교환 요청', 1);
      assert.equal(await line.locator('.badge').textContent(), '교환 요청');
      await page.goto(order);
      await Promise.all([page.waitForNavigation(), line.locator('form[action$="/confirm"] button').click()]);
      assert.equal(await line.locator('.badge').textContent(), '구매 확정');
      assert.equal(await line.locator('form').count(), 0);
    }));
  });
}

test('the order sheet counts coupons and points in as they are chosen, and says what can not be had', () => visit({ lang: 'en-GB', expectErrors: true }, async (page) => {
  const { productId } = await make({ name: `쿠폰 쓸 컵 ${Date.now().toString(36)}`, nameEn: 'Cup', price: 10000, stock: 5, category: 'test' });
  const names = ['하나', '둘'].map((name) => `${name} ${Date.now().toString(36)}`);
  for (const name of names) await offerCoupon({ name, nameEn: `${name} in English` });
  await register(page);
  for (const name of names) {
    await page.goto('/coupons');
    await page.locator('section[aria-labelledby=offered] .card', { hasText: `${name} in English` }).locator('button').click();
    await page.waitForURL('**/coupons');
  }
  await page.goto(`/goods/${productId}`);
  await page.click('.summary button[type=submit]');
  await page.waitForURL('**/cart');
  await page.click('form[action="/v1/cart-orders"] button');
  await page.waitForURL('**/order-sheets/**');
  const total = page.locator('[data-of=total]');
  const coupon = (name) => page.locator('.tick', { hasText: name }).locator('input');
  assert.equal(await total.textContent(), '₩10,000');
  assert.equal(await page.isVisible('#off-later'), true);
  await coupon(names[0]).check();
  await total.filter({ hasText: '₩7,000' }).waitFor();
  assert.equal(await page.locator('[data-of=couponsOff]').textContent(), '−₩3,000');
  assert.equal(await page.isVisible('#off-later'), false);
  assert.equal(await page.locator('[data-of=pointsUsed]').isVisible(), false);
  await coupon(names[1]).check();
  await page.waitForFunction(() => /one coupon of this sort/.test(document.getElementById('failed').textContent));
  assert.equal(await total.textContent(), '₩7,000');
  await coupon(names[1]).uncheck();
  await page.waitForFunction(() => document.getElementById('failed').textContent === '');
  await page.fill('#f-points', '5');
  await page.press('#f-points', 'Tab');
  await page.waitForFunction(() => document.getElementById('failed').textContent !== '');
  await page.fill('#f-points', '');
  await page.press('#f-points', 'Tab');
  await page.waitForFunction(() => document.getElementById('failed').textContent === '');
  assert.equal(await total.textContent(), '₩7,000');
  assert.equal(await page.locator('#amounts [data-of=deliveryFee]').textContent(), 'free');
}));

test('what has run out can not be put into the cart; few pieces are told', () => visit({ lang: 'en-GB' }, async (page) => {
  await open(page, soldOut.name_en);
  assert.equal(await page.locator('.summary form').count(), 0);
  assert.equal(await page.locator('.summary .notice').textContent(), 'Sold out right now.');
  const { productId } = await make({ name: '마지막 컵', nameEn: 'Last cup', price: 700, stock: 3, category: '시험 & 카테고리' });
  await page.goto(`/goods/${productId}`);
  assert.equal(await page.locator('.summary .notice').textContent(), '3 left.');
  assert.equal(await page.locator('.eyebrow').textContent(), '시험 & 카테고리');
  assert.equal(await page.locator('h1').textContent(), 'Last cup');
  await register(page);
  await page.goto(`/goods/${productId}`);
  await page.fill('#f-quantity', '4');
  await page.click('.summary button[type=submit]');
  await page.waitForURL('**/cart');
  assert.equal(await page.locator('.cart .notice').textContent(), 'Only 3 left.');
}));

test('a page of goods nobody sells is not there', () => visit({ expectErrors: true }, async (page) => {
  for (const path of ['/goods/4000000000', '/goods/x', '/goods?sort=best']) {
    const answer = await page.goto(base + path);
    assert.equal(answer.status(), path.includes('?') ? 400 : 404, path);
  }
}));
