// wallet: what a member has, how it came about, and paying into the balance by card; with scripts and without.
import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { closeBrowser, narrow, register, visit, wide } from './shop.mjs';

after(closeBrowser);

const has = async (page, what) => (await page.locator(`.${what} dd`).textContent()).trim();
const entries = async (page) => (await page.locator('.ledger .card .state').allTextContents()).map((text) => text.trim());

async function pay(page, amount, number = '4242 4242 4242 4242', expiry = '12/40') {
  await page.fill('#f-amount', String(amount));
  await page.fill('#f-payment-card_number', number);
  await page.fill('#f-payment-cardholder_name', 'KIM CHUNHYANG');
  await page.fill('#f-payment-expiry_date', expiry);
  await page.fill('#f-payment-cvc', '123');
  await page.click('main form button[type=submit]');
}

for (const way of [
  { name: 'with scripts', js: true, viewport: wide },
  { name: 'without scripts', js: false, viewport: narrow },
]) {
  describe(way.name, () => {
    test('nothing at first; then what was paid in, once each', () => visit(way, async (page) => {
      await register(page);
      await page.click('nav a[href="/wallet"]');
      await page.waitForURL('**/wallet');
      assert.deepEqual([await has(page, 'balance'), await has(page, 'points')], ['0원', '0원']);
      assert.equal(await page.locator('.ledger .empty').count(), 1);
      await pay(page, 50000);
      await page.waitForURL('**/wallet');
      await page.locator('.ledger .card').first().waitFor();
      assert.equal(await has(page, 'balance'), '50,000원');
      await pay(page, 700);
      await page.waitForFunction(() => document.querySelectorAll('.ledger .card').length === 2);
      assert.equal(await has(page, 'balance'), '50,700원');
      assert.deepEqual(await entries(page), ['+700원', '+50,000원']);
      await page.reload();
      assert.equal(await has(page, 'balance'), '50,700원');
      await page.goto('/payments');
      assert.match(await page.locator('.orders .card').first().textContent(), /700원\s*잔액 충전/);
      assert.equal(await page.locator('.orders .card h2 a').count(), 0);
    }));

    test('declined: told why, the amount is still there, the card is not; then another card', () => visit({ ...way, lang: 'en-GB', expectErrors: true }, async (page) => {
      await register(page);
      await page.goto('/wallet');
      await pay(page, 900, '4000 0000 0000 9995');
      await page.locator('.error-summary').waitFor();
      assert.match(await page.locator('.error-summary').textContent(), /declined/);
      assert.equal(await page.inputValue('#f-amount'), '900');
      for (const field of ['card_number', 'cardholder_name', 'expiry_date', 'cvc']) assert.equal(await page.inputValue(`#f-payment-${field}`), '');
      assert.equal(await has(page, 'balance'), '₩0');
      await pay(page, 900);
      await page.waitForURL('**/wallet');
      assert.equal(await has(page, 'balance'), '₩900');
      assert.deepEqual(await entries(page), ['+₩900']);
    }));

    test('what is to correct stands at its field', () => visit({ ...way, expectErrors: true }, async (page) => {
      await register(page);
      await page.goto('/wallet');
      await page.$eval('main form', (form) => form.setAttribute('novalidate', ''));
      await pay(page, 150, '4242 4242 4242 4241', '01/20');
      await page.locator('.error-summary').waitFor();
      assert.match(await page.locator('#f-amount-error').textContent(), /100원 단위/);
      assert.match(await page.locator('#f-payment-card_number-error').textContent(), /카드 번호/);
      assert.match(await page.locator('#f-payment-expiry_date-error').textContent(), /유효기간/);
      assert.equal(await page.inputValue('#f-amount'), '150');
      assert.ok(!(await page.content()).includes('4242'));
      await page.click('.error-summary a[href="#f-amount"]');
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-amount');
    }));

    test('who is not signed in signs in first', () => visit({ ...way, expectErrors: true }, async (page) => {
      await page.goto('/wallet');
      await page.locator('#f-email').waitFor();
      assert.equal(await page.locator('.balance').count(), 0);
    }));
  });
}
