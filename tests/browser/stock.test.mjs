// stock: what the storefront says when an ingredient runs out. The stock is booked out and in again as a shop would do it.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeBrowser, visit } from './shop.mjs';

after(closeBrowser);

const socket = process.env.BANQUET_DB_SOCKET;
const sku = 'champagne_bottle';

function available() {
  return Number(execFileSync('mariadb', ['--no-defaults', '-S', socket, '-u', 'banquet', '-BN', 'banquet', '-e',
    `SELECT FLOOR(available) FROM stock JOIN skus USING (sku_id) WHERE code = '${sku}'`], { encoding: 'utf8' }));
}

function receive(pieces) {
  execFileSync(`${process.env.BANQUET_DIR}/bin/banquetctl`, ['stock', 'receive', sku, String(pieces), 'browser test'], { stdio: 'pipe' });
}

for (const js of [true, false]) {
  test(`a shortage is told with what is left, and a dinner nobody can cook is sold out; scripts ${js ? 'on' : 'off'}`, () => visit({ js, expectErrors: true }, async (page) => {
    const had = available();
    receive(3 - had);
    try {
      await page.goto('/dinners/champagne?style=grand');
      await page.fill('#f-quantity', '5');
      await page.fill('#f-notes', '시원하게');
      await page.check('#f-pickup');
      await page.click('.summary button[type=submit]');
      await page.waitForSelector('.error-summary');
      assert.equal(await page.locator('.error-summary h2').textContent(), '재고가 부족합니다.');
      assert.deepEqual(await page.locator('.error-summary li').allTextContents(), ['샴페인: 5개 필요, 3개 남음']);
      assert.equal(await page.inputValue('#f-notes'), '시원하게');
      assert.equal(await page.inputValue('#f-quantity'), '5');

      receive(-3);
      const card = page.locator('.dinner', { hasText: '샴페인' });
      await assert.doesNotReject(async () => {
        for (let tries = 0; tries < 20; tries++) {
          await page.goto('/');
          if (await card.locator('.badge').count() > 0) return;
          await page.waitForTimeout(250);
        }
        throw new Error('still on sale');
      });
      assert.equal(await card.locator('.badge').textContent(), '품절');
      assert.equal(await card.getByRole('link').count(), 0);
      await page.goto('/dinners/champagne');
      assert.match(await page.locator('main > .notice').textContent(), /주문할 수 없습니다/);
    } finally {
      receive(had - available());
    }
  }));
}
