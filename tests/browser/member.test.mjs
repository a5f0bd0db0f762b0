// member: registering, signing in and out, one's own orders.
import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { call, closeBrowser, narrow, orderDinner, register, visit, wide } from './shop.mjs';

after(closeBrowser);

for (const way of [
  { name: 'with scripts', js: true, viewport: wide },
  { name: 'without scripts', js: false, viewport: narrow },
]) {
  describe(way.name, () => {
    test('a member registers, orders, finds the order, orders it again, signs out and in', () => visit({ ...way, expectErrors: true }, async (page) => {
      const email = await register(page);
      assert.equal(await page.locator('.who span').textContent(), '나손님');
      await page.goto('/orders');
      assert.equal(await page.locator('.empty p').first().textContent(), '아직 주문이 없습니다.');

      await page.goto('/dinners/valentine');
      assert.equal(await page.inputValue('#f-delivery_address'), '서울시 마포구 1-1');
      const first = await orderDinner(page);
      await page.goto('/orders');
      assert.equal(await page.locator('.orders .card').count(), 1);
      assert.equal(await page.locator('.lead').textContent(), '모두 1건');
      await page.click('.orders .card a');
      await page.waitForURL(`**${first}`);
      await page.click('text=다시 주문');
      await page.waitForURL((url) => /\/orders\/[0-9a-f-]{36}$/.test(url.pathname) && url.pathname !== first);
      await page.goto('/orders');
      assert.equal(await page.locator('.orders .card').count(), 2);

      await page.click('text=로그아웃');
      await page.waitForSelector('a:has-text("로그인")');
      assert.equal(await page.locator('.who').count(), 0);
      assert.equal((await page.goto('/orders')).status(), 401);
      await page.fill('#f-email', email);
      await page.fill('#f-password', 'long enough');
      await page.click('main form button[type=submit]');
      await page.waitForURL('**/orders');
      assert.equal(await page.locator('.orders .card').count(), 2);
    }));

    test('a wrong sign-in is told and the address kept', () => visit({ ...way, expectErrors: true }, async (page) => {
      await page.goto('/sign-in?next=/orders');
      const nobody = `nobody-${Date.now()}@banquet.test`;
      await page.fill('#f-email', nobody);
      await page.fill('#f-password', 'wrong password');
      await page.click('main form button[type=submit]');
      await page.waitForSelector('.error-summary');
      assert.equal(await page.locator('.error-summary h2').textContent(), '이메일 또는 비밀번호가 맞지 않습니다.');
      assert.equal(await page.inputValue('#f-email'), nobody);
      assert.equal(await page.inputValue('#f-password'), '');
      assert.equal(await page.inputValue('input[name=next]'), '/orders');
    }));

    test('a registration is refused with all its faults', () => visit({ ...way, expectErrors: true }, async (page) => {
      await page.goto('/register');
      await page.locator('main form').evaluate((form) => { form.noValidate = true; });
      await page.fill('#f-email', 'customer');
      await page.fill('#f-password', 'short');
      await page.fill('#f-phone', 'phone');
      await page.click('main form button[type=submit]');
      await page.waitForSelector('.error-summary');
      assert.deepEqual(await page.locator('.error-summary a').evaluateAll((links) => links.map((link) => link.hash)),
        ['#f-email', '#f-password', '#f-name', '#f-phone']);
      assert.equal(await page.inputValue('#f-phone'), 'phone');
      assert.equal(await page.inputValue('#f-password'), '');
    }));
  });
}

test('an address that is taken is told at its field', () => visit({ expectErrors: true }, async (page) => {
  await page.goto('/register');
  await page.fill('#f-email', 'customer@banquet.test');
  await page.fill('#f-password', 'long enough');
  await page.fill('#f-name', '나손님');
  await page.click('main form button[type=submit]');
  await page.waitForSelector('#f-email-error');
  assert.equal(await page.getAttribute('#f-email', 'aria-invalid'), 'true');
}));

test('nobody is sent to another site after signing in', () => visit({}, async (page) => {
  for (const next of ['//example.com/', 'https://example.com/', '/\\example.com']) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.fill('#f-email', 'customer@banquet.test');
    await page.fill('#f-password', 'banquet-demo');
    await page.click('main form button[type=submit]');
    await page.waitForURL((url) => url.pathname === '/');
  }
}));

test('old orders are a page away', () => visit({}, async (page, context) => {
  await register(page);
  const [{ name, value }] = (await context.cookies()).filter((cookie) => cookie.name === 'banquet');
  for (let i = 0; i < 21; i++) {
    const answer = await call('POST', '/api/orders/', { dinner_code: 'valentine', style: 'simple', order_type: 'PICKUP' },
      { Cookie: `${name}=${value}`, Origin: new URL(page.url()).origin, 'Sec-Fetch-Site': 'same-origin' });
    assert.equal(answer.status, 201);
  }
  await page.goto('/orders');
  assert.equal(await page.locator('.orders .card').count(), 20);
  const newest = await page.locator('.orders h2').first().textContent();
  await page.click('text=이전 주문 더 보기');
  await page.waitForURL(/cursor=/);
  assert.equal(await page.locator('.orders .card').count(), 1);
  assert.notEqual(await page.locator('.orders h2').first().textContent(), newest);
  await page.click('text=최근 주문으로');
  await page.waitForURL('**/orders');
}));
