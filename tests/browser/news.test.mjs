// news: what a member is told, the bell that says so, and marking it as read; and the page an admin looks after the shop with.
import { test, after } from 'node:test';
import assert from 'node:assert/strict';
import { assertAccessible, closeBrowser, narrow, orderDinner, register, signIn, visit, wide } from './shop.mjs';

after(closeBrowser);

/** Until the worker has told so many. */
async function waitForNews(page, n) {
  const until = Date.now() + 10000;
  do await page.goto('/notifications');
  while (await page.locator('.notices > li.card').count() < n && Date.now() < until);
  assert.equal(await page.locator('.notices > li.card').count(), n);
}

for (const js of [true, false])
  for (const viewport of [wide, narrow]) {
    const way = { js, viewport };
    test(`news: told, read one by one and all at once (${js ? 'with' : 'without'} scripts, ${viewport.width})`, () => visit(way, async (page) => {
      await register(page);
      await page.goto('/notifications');
      assert.match(await page.locator('main').textContent(), /아직 알림이 없습니다/);
      const orders = [await orderDinner(page), await orderDinner(page, { pickup: true }), await orderDinner(page)];
      await waitForNews(page, 3);
      assert.equal((await page.locator('.bell .count [aria-hidden]').textContent()).trim(), '3');
      if (js) await assertAccessible(page, 'notifications');
      assert.equal(await page.locator('.notices .badge').count(), 3);
      await page.locator('.notices form button').first().click();
      await page.waitForURL(`**${orders[2]}`);
      await page.goto('/notifications');
      assert.equal(await page.locator('.notices .badge').count(), 2);
      assert.equal((await page.locator('.bell .count [aria-hidden]').textContent()).trim(), '2');
      await page.click('form[action="/notifications/read"] button');
      await page.waitForURL('**/notifications');
      assert.equal(await page.locator('.notices .badge').count(), 0);
      assert.equal(await page.locator('.bell .count').count(), 0);
      await page.locator('.notices a').first().click();
      await page.waitForURL(`**${orders[2]}`);
    }));
  }

test('news in English', () => visit({ lang: 'en-GB' }, async (page) => {
  await register(page);
  await orderDinner(page);
  await waitForNews(page, 1);
  assert.match(await page.locator('.notices').textContent(), /Order received.*We have your order ORD-/s);
}));

for (const way of [{ viewport: wide }, { viewport: narrow, dark: true }, { js: false, lang: 'en-GB' }])
  test(`the admin's page (${JSON.stringify(way)})`, () => visit(way, async (page) => {
    await signIn(page, 'admin@banquet.test');
    await page.click('nav a[href="/admin"]');
    await page.waitForURL('**/admin');
    assert.equal(await page.locator('main section h2').count(), 4);
    if (way.js !== false) await assertAccessible(page, 'admin');
  }));

test('the page is an admin\'s alone', () => visit({ expectErrors: true }, async (page) => {
  await signIn(page, 'cook@banquet.test');
  assert.equal(await page.locator('nav a[href="/admin"]').count(), 0);
  assert.equal((await page.goto('/admin')).status(), 403);
  assert.equal((await page.request.post('/admin/dead-letters/00000000-0000-7000-8000-000000000000/retry', { headers: { accept: 'text/html' } })).status(), 403);
}));
