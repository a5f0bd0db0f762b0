// order: a guest at the menu and the order form, with scripts and without.
import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, narrow, orderDinner, priceOf, visit, wide } from './shop.mjs';

after(closeBrowser);

const ways = [
  { name: 'with scripts, wide', js: true, viewport: wide },
  { name: 'with scripts, narrow', js: true, viewport: narrow },
  { name: 'without scripts, wide', js: false, viewport: wide },
  { name: 'without scripts, narrow', js: false, viewport: narrow },
];

for (const way of ways) {
  describe(way.name, () => {
    test('the menu lists dinners, styles, prices and side dishes', () => visit(way, async (page) => {
      await page.goto('/');
      assert.equal(await page.title(), '오늘의 디너 · 뱅큇');
      const card = page.locator('.dinner', { hasText: '발렌타인 디너' });
      assert.deepEqual(await card.locator('dt').allTextContents(), ['심플', '그랜드', '디럭스']);
      assert.deepEqual(await card.locator('dd').allTextContents(), ['30,000원', '35,000원', '40,000원']);
      assert.ok(await page.locator('.sides dt', { hasText: '샐러드' }).isVisible());
      await card.getByRole('link', { name: '발렌타인 디너 주문하기' }).click();
      await page.waitForURL('**/dinners/valentine');
      assert.equal(await page.locator('h1').textContent(), '발렌타인 디너');
    }));

    test('a guest orders a changed dinner with a side dish and a cake, sees the order, cancels it', () => visit(way, async (page) => {
      await page.goto('/dinners/valentine');
      await page.click('nav.styles a:has-text("그랜드")');
      await page.waitForURL('**/dinners/valentine?style=grand');
      await page.waitForSelector('nav.styles a[aria-current]:has-text("그랜드")');
      await page.fill('#f-quantity', '2');
      await page.fill('#f-customizations-premium_steak', '4');
      await page.fill('#f-customizations-wine', '0');
      await page.getByLabel('샐러드').selectOption('2');
      await page.getByLabel('케이크 수량').selectOption('1');
      await page.locator('fieldset.cake').getByLabel('맛').selectOption({ label: '초콜릿' });
      await page.locator('fieldset.cake').getByLabel('크기').selectOption({ label: '2호 (3~4인)' });
      await page.fill('#f-cake_customization-message', '생일 <축하>해');
      await page.fill('#f-delivery_address', '서울시 종로구 세종대로 1');
      await page.fill('#f-notes', '문 앞에\n놓아 주세요');
      // 35,000 × 2 + 2 × 18,000 − 2 × 4,500 + 2 × 7,000 + 42,000
      if (way.js) assert.equal(await page.locator('.summary output').textContent(), '153,000원');
      await page.click('.summary button[type=submit]');
      await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);

      assert.match(await page.locator('h1').textContent(), /^ORD-\d{8}-[0-9A-HJKMNP-TV-Z]{6}$/);
      assert.equal(await page.locator('.order-head .state').textContent(), '접수');
      assert.deepEqual(await page.locator('.steps li > span').allTextContents(), ['접수', '조리 중', '배달 준비 완료', '배달 중', '배달 완료']);
      assert.equal(await page.locator('.steps [aria-current=step] > span').textContent(), '접수');
      assert.deepEqual(await page.locator('.items .what').allTextContents(),
        ['발렌타인 디너 · 그랜드', '샐러드', '커스터마이징 케이크 초콜릿 · 2호 (3~4인)']);
      assert.deepEqual(await page.locator('.items .times').allTextContents(), ['× 2', '× 2', '× 1']);
      const changes = (await page.locator('.changes li').allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim()).sort();
      assert.deepEqual(changes, ['와인 2 → 0 −9,000원', '프리미엄 스테이크 2 → 4 +36,000원']);
      assert.equal(await page.locator('q').textContent(), '생일 <축하>해');
      assert.equal(await page.locator('.typed').textContent(), '문 앞에\n놓아 주세요');
      assert.equal(await priceOf(page, '디너'), '70,000원');
      assert.equal(await priceOf(page, '재료 변경'), '+27,000원');
      assert.equal(await priceOf(page, '곁들임'), '14,000원');
      assert.equal(await priceOf(page, '케이크'), '42,000원');
      assert.equal(await priceOf(page, '배달비'), '무료');
      assert.equal(await priceOf(page, '총 금액'), '153,000원');

      await page.click('text=주문 취소');
      await page.waitForSelector('.order-head .state-CANCELLED');
      assert.equal(await page.locator('.order-head .state').textContent(), '취소됨');
      assert.deepEqual(await page.locator('.steps li > span').allTextContents(), ['접수', '취소됨']);
      assert.equal(await page.getByRole('button', { name: '주문 취소' }).count(), 0);
    }));

    test('what is wrong is listed, linked and marked, and what was typed is kept', () => visit({ ...way, expectErrors: true }, async (page) => {
      await page.goto('/dinners/french?style=deluxe');
      // The browser's own checks must not be what keeps a wrong form from the shop.
      const notes = '카드는 4242 4242 4242 4242';
      await page.getByLabel('커피', { exact: true }).last().selectOption('3');
      await page.fill('#f-customizations-coffee', '7');
      await page.fill('#f-delivery_address', '서');
      await page.fill('#f-notes', notes);
      await page.click('.summary button[type=submit]');
      await page.waitForSelector('.error-summary');

      assert.deepEqual((await page.locator('.error-summary a').evaluateAll((links) => links.map((link) => link.hash))).sort(),
        ['#f-delivery_address', '#f-notes']);
      for (const id of ['f-delivery_address', 'f-notes']) {
        assert.equal(await page.getAttribute(`#${id}`, 'aria-invalid'), 'true');
        assert.ok((await page.getAttribute(`#${id}`, 'aria-describedby')).split(' ').includes(`${id}-error`));
        assert.ok(await page.locator(`#${id}-error`).isVisible());
      }
      if (way.js) assert.equal(await page.evaluate(() => document.activeElement.className), 'error-summary');
      assert.equal(await page.inputValue('#f-notes'), notes);
      assert.equal(await page.inputValue('#f-delivery_address'), '서');
      assert.equal(await page.inputValue('#f-customizations-coffee'), '7');
      assert.equal(await page.getByLabel('커피', { exact: true }).last().inputValue(), '3');
      assert.equal(await page.inputValue('input[name=style]'), 'deluxe');

      await page.fill('#f-notes', '');
      await page.fill('#f-delivery_address', '서울시 종로구');
      await page.click('.summary button[type=submit]');
      await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
      assert.equal(await priceOf(page, '재료 변경'), '+24,000원');
    }));

    test('picked up, no address is asked for', () => visit(way, async (page) => {
      await page.goto('/dinners/english');
      await page.check('#f-pickup');
      assert.ok(await page.locator('#f-delivery_address').isHidden());
      await page.click('.summary button[type=submit]');
      await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
      assert.deepEqual(await page.locator('.steps li > span').allTextContents(), ['접수', '조리 중', '포장 완료', '수령 완료']);
      assert.match(await page.locator('.facts').textContent(), /준비 예정/);
      assert.doesNotMatch(await page.locator('.receipt').textContent(), /배달비/);
    }));

    test('the same form sent twice is one order', () => visit(way, async (page, context) => {
      await page.goto('/dinners/valentine');
      await page.check('#f-pickup');
      const form = await page.locator('form.order').evaluate((element) => new URLSearchParams(new FormData(element)).toString());
      const { origin } = new URL(page.url());
      await page.click('.summary button[type=submit]');
      await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
      const again = await context.request.post('/api/orders/', {
        data: form, maxRedirects: 0,
        headers: { Accept: 'text/html', 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin, 'Sec-Fetch-Site': 'same-origin' },
      });
      assert.equal(again.status(), 303);
      assert.equal(again.headers().location, new URL(page.url()).pathname);
    }));

    test('an order is shown to its guest alone', () => visit(way, async (page) => {
      const path = await orderDinner(page);
      await visit({ ...way, expectErrors: true }, async (stranger) => {
        const answer = await stranger.goto(path);
        assert.equal(answer.status(), 404);
        assert.equal(await stranger.locator('h1').textContent(), '대상을 찾을 수 없습니다.');
      });
    }));
  });
}

test('English is spoken to who prefers it', () => visit({ lang: 'en-GB' }, async (page) => {
  await page.goto('/');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.equal(await page.title(), 'Dinners · Banquet');
  assert.ok(await page.locator('.dinner', { hasText: 'Valentine dinner' }).locator('dd', { hasText: '₩35,000' }).isVisible());
  const path = await orderDinner(page);
  assert.equal(await page.locator('.order-head .state').textContent(), 'Received');
  assert.match(await page.locator('.facts').textContent(), /\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d/);
  assert.match(path, /^\/orders\//);
}));

test('steps, style and total follow each other', () => visit({}, async (page) => {
  await page.goto('/dinners/valentine?style=simple');
  const total = page.locator('.summary output');
  const steak = page.locator('#f-customizations-premium_steak');
  assert.equal(await total.textContent(), '30,000원');
  await page.getByRole('button', { name: '프리미엄 스테이크 하나 늘리기' }).click();
  assert.equal(await steak.inputValue(), '2');
  assert.equal(await total.textContent(), '48,000원');
  await page.fill('#f-quantity', '3');
  assert.equal(await steak.inputValue(), '2');	// of the whole order: one less than three portions take
  assert.equal(await total.textContent(), '84,600원');
  await page.getByRole('button', { name: '프리미엄 스테이크 하나 늘리기' }).click();
  assert.equal(await steak.inputValue(), '');	// the recipe again
  assert.equal(await total.textContent(), '90,000원');
  await page.fill('#f-customizations-wine', '5');
  await page.fill('#f-notes', '천천히');
  await page.click('nav.styles a:has-text("디럭스")');
  await page.waitForSelector('#f-customizations-vase_with_flowers');
  assert.equal(await page.inputValue('#f-notes'), '천천히');
  assert.equal(await page.inputValue('#f-customizations-wine'), '5');
  assert.equal(await total.textContent(), '150,000원');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-current')), 'true');
  assert.match(page.url(), /style=deluxe$/);
}));

test('a shop that can not be reached is told, and the form stays', () => visit({ expectErrors: true }, async (page, context) => {
  await page.goto('/dinners/valentine');
  await page.check('#f-pickup');
  await context.route('**/api/orders/', (route) => route.fulfill({ status: 503, contentType: 'text/html', body: '<main><h1>일시적으로 이용할 수 없습니다.</h1></main>' }));
  const key = await page.inputValue('input[name=idempotency_key]');
  await page.click('.summary button[type=submit]');
  await page.waitForSelector('#failed .field-error');
  assert.equal(await page.locator('#failed').textContent(), '일시적으로 이용할 수 없습니다.');
  assert.equal(await page.inputValue('input[name=idempotency_key]'), key);
  await context.unroute('**/api/orders/');
  await page.click('.summary button[type=submit]');
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
}));
