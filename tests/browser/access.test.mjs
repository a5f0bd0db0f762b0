// access: no page gives axe-core reason to complain, on any screen, in light and dark; the keyboard reaches everything.
import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { assertAccessible, closeBrowser, narrow, offerCoupon, orderDinner, register, signIn, visit, wide } from './shop.mjs';

after(closeBrowser);

for (const look of [
  { name: 'wide', viewport: wide },
  { name: 'narrow', viewport: narrow },
  { name: 'wide, dark, English', viewport: wide, dark: true, lang: 'en-GB' },
  { name: 'narrow, dark', viewport: narrow, dark: true },
]) {
  describe(look.name, () => {
    test('pages of a guest', () => visit({ ...look, expectErrors: true }, async (page) => {
      for (const path of ['/', '/dinners/valentine', '/dinners/cake?style=deluxe', '/cake', '/sign-in', '/register', '/orders', '/no/such/page', '/problems/stock-not-enough',
        '/goods', '/goods?q=nothing&category=wine', '/cart', '/coupons']) {
        await page.goto(path);
        await assertAccessible(page, path);
      }
    }));

    test('a refused order form', () => visit({ ...look, expectErrors: true }, async (page) => {
      await page.goto('/dinners/valentine');
      await page.fill('#f-delivery_address', '1');
      await page.click('.summary button[type=submit]');
      await page.waitForSelector('.error-summary');
      await assertAccessible(page, 'refused');
    }));

    test('the cake studio with a picture, and the form it leads to', () => visit(look, async (page) => {
      await page.goto('/cake');
      await page.fill('#f-prompt', 'a cake');
      await page.click('#generate button');
      await page.waitForSelector('#picture');
      await page.fill('#f-message', '축하해요');
      await assertAccessible(page, 'studio');
      await page.click('#order .acts button >> nth=0');
      await page.waitForURL(/\/dinners\//);
      await assertAccessible(page, 'form with a cake');
    }));

    test('an order, cancelled too', () => visit(look, async (page) => {
      await orderDinner(page);
      await page.click('summary');
      await assertAccessible(page, 'order');
      await page.locator('form[action$="/cancel"] button').click();
      await page.waitForSelector('.order-head .state-CANCELLED');
      await assertAccessible(page, 'cancelled');
    }));

    test('pages of a member and the board', () => visit(look, async (page) => {
      await register(page);
      await page.goto('/orders');
      await assertAccessible(page, 'no orders');
      await page.goto('/cart');
      await assertAccessible(page, 'empty cart');
      await page.goto('/goods?sort=name');
      await page.click('.goods .card:not(.gone) h2 a');
      await page.waitForURL(/\/goods\/\d+$/);
      await assertAccessible(page, 'product');
      await page.click('.summary button[type=submit]');
      await page.waitForURL('**/cart');
      await assertAccessible(page, 'cart');
      await page.click('form[action="/v1/cart-orders"] button');
      await page.waitForURL('**/order-sheets/**');
      await page.click('details summary');
      await assertAccessible(page, 'order sheet');
      await page.goto('/wallet');
      await assertAccessible(page, 'wallet');
      await offerCoupon();
      await page.goto('/coupons');
      await assertAccessible(page, 'no coupons');
      await page.locator('.coupons form button').first().click();
      await page.waitForURL('**/coupons');
      await assertAccessible(page, 'coupons');
      await orderDinner(page, { pickup: true });
      await page.goto('/orders');
      await assertAccessible(page, 'orders');
      await page.context().clearCookies();
      await signIn(page, 'admin@banquet.test');
      await page.goto('/staff');
      await page.waitForSelector('.ticket');
      await assertAccessible(page, 'board');
    }));
  });
}

test('the keyboard skips to the content', () => visit({}, async (page) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await page.keyboard.press('Tab');
  assert.match(await page.evaluate(() => document.activeElement.getAttribute('href')), /^\/dinners\//);
}));
