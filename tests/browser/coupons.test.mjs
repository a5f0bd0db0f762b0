// coupons: seeing what is offered, taking one, what one has then; with scripts and without.
import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { add, closeBrowser, narrow, offerCoupon, register, visit, wide } from './shop.mjs';

after(closeBrowser);

const card = (page, section, name) => page.locator(`section[aria-labelledby=${section}] .card`, { hasText: name });
const fresh = (name) => `${name} ${Math.random().toString(36).slice(2)}`;
const days = (n) => new Date(Date.now() + n * 86400000).toISOString();

for (const way of [
  { name: 'with scripts', js: true, viewport: wide },
  { name: 'without scripts', js: false, viewport: narrow },
]) {
  describe(way.name, () => {
    test('a coupon is taken, and held then', () => visit(way, async (page) => {
      const name = fresh('봄맞이');
      await offerCoupon({ name, description: '봄에 어울리는 할인', minOrderAmount: 20000, quantity: 2 });
      await register(page);
      await page.click('nav a[href="/coupons"]');
      await page.waitForURL('**/coupons');
      assert.equal(await card(page, 'mine', '아직 받은 쿠폰이 없습니다.').count(), 0);
      assert.equal(await page.locator('section[aria-labelledby=mine] .empty').count(), 1);
      const offered = card(page, 'offered', name);
      assert.equal(await offered.locator('.worth').textContent(), '3,000원');
      assert.match(await offered.textContent(), /주문 전체 · 20,000원 이상 주문 · 받은 날부터 7일/);
      assert.match(await offered.textContent(), /2장 남음/);
      assert.equal(await offered.locator('button').getAttribute('aria-label'), `${name} 받기`);
      await offered.locator('button').click();
      const mine = card(page, 'mine', name);
      await mine.waitFor();
      assert.equal(new URL(page.url()).pathname, '/coupons');
      assert.equal(await mine.locator('.state').textContent(), '사용 가능');
      assert.match(await mine.locator('.foot-line').textContent(), /00:00 까지/);
      assert.equal(await offered.locator('form').count(), 0);
      assert.equal(await offered.locator('.badge').textContent(), '받은 쿠폰');
    }));

    test('who comes too late is told, and led back', () => visit({ ...way, expectErrors: true }, async (page, context) => {
      const name = fresh('한 장뿐');
      await offerCoupon({ name, quantity: 1 });
      await register(page);
      await page.goto('/coupons');
      // Somebody else is faster, while this page lies open.
      const other = await context.newPage();
      await context.clearCookies();
      await register(other);
      await other.goto('/coupons');
      await card(other, 'offered', name).locator('button').click();
      await card(other, 'mine', name).waitFor();
      await context.clearCookies();
      await register(other);
      await card(page, 'offered', name).locator('button').click();
      await page.waitForSelector('main.problem');
      assert.match(await page.locator('main').textContent(), /쿠폰이 모두 소진되었습니다/);
      await page.click('main.problem .button');
      await page.waitForURL('**/coupons');
      assert.equal(await card(page, 'offered', name).locator('.badge').textContent(), '모두 소진');
    }));

    test('a coupon is called in the language of who looks', () => visit({ ...way, lang: 'en-GB' }, async (page) => {
      const name = fresh('여름'), nameEn = fresh('Summer');
      await offerCoupon({ name, nameEn, description: '더울 때', descriptionEn: 'When it is hot' });
      await register(page);
      await page.goto('/coupons');
      assert.match(await card(page, 'offered', nameEn).textContent(), /When it is hot/);
      assert.equal(await card(page, 'offered', name).count(), 0);
      await card(page, 'offered', nameEn).locator('button').click();
      await card(page, 'mine', nameEn).waitFor();
    }));

    test('who has not signed in does, and comes back to the coupons', () => visit({ ...way, lang: 'en-GB' }, async (page) => {
      const name = fresh('손님');
      await offerCoupon({ name, kind: 'PERCENT', value: 15 });
      await page.goto('/coupons');
      assert.equal(await page.locator('section[aria-labelledby=mine]').count(), 0);
      const offered = card(page, 'offered', name);
      assert.equal(await offered.locator('.worth').textContent(), '15%');
      assert.equal(await offered.locator('form').count(), 0);
      await offered.locator('a.button').click();
      await page.waitForURL(/\/sign-in\?next=/);
      await page.fill('#f-email', 'customer2@banquet.test');
      await page.fill('#f-password', 'banquet-demo');
      await page.click('main form button[type=submit]');
      await page.waitForURL('**/coupons');
      await offered.locator('button').click();
      await card(page, 'mine', name).waitFor();
      assert.equal(await card(page, 'mine', name).locator('.state').textContent(), 'Usable');
      assert.match(await card(page, 'mine', name).locator('.foot-line').textContent(), /until .*00:00/);
    }));
  });
}

test('what is not given out yet says from when; products are named; lists go on', () => visit({ lang: 'en-GB' }, async (page) => {
  const early = fresh('곧');
  const made = [];
  for (let i = 1; i <= 4; i++) made.push(await add('/v1/products', { name: fresh('쿠폰 컵'), nameEn: `Cup no. ${i}`, price: 1000, stock: 1, category: 'test' }));
  const { productId } = made[0];
  const forOne = fresh('컵');
  await offerCoupon({ name: early, kind: 'FREE_DELIVERY', value: 0, issueFrom: days(0.5) });
  await offerCoupon({ name: forOne, scope: 'PRODUCT', productIds: made.map((one) => one.productId) });
  for (let i = 0; i < 11; i++) await offerCoupon({ name: fresh('더') });
  await page.goto('/coupons');
  assert.equal(await page.locator('section[aria-labelledby=offered] .card').count(), 12);
  assert.equal(await card(page, 'offered', early).count(), 0);
  assert.deepEqual(await card(page, 'offered', forOne).locator('.for li').allTextContents(), ['Cup no. 1', 'Cup no. 2', 'Cup no. 3', 'and 1 more']);
  await card(page, 'offered', forOne).locator('a', { hasText: 'Cup no. 1' }).click();
  await page.waitForURL(`**/goods/${productId}`);
  await page.goBack();
  await page.click('.paging a[rel=next]');
  await page.waitForURL(/cursor=/);
  const soon = card(page, 'offered', early);
  assert.equal(await soon.locator('.worth').textContent(), 'Free delivery');
  assert.match(await soon.locator('.badge').textContent(), /^From /);
  assert.equal(await soon.locator('a, button').count(), 0);
  await page.click('section[aria-labelledby=offered] .paging a:not([rel])');
  await page.waitForURL((url) => url.search === '');
}));
