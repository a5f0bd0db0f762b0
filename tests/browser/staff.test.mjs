// staff: cook and courier bring an order to its buyer, over the board.
import { after, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { boardFromNow, call, closeBrowser, narrow, orderDinner, signIn, visit, wide } from './shop.mjs';

after(closeBrowser);

/** Presses an order's button on the board, and waits for the board to come back. */
async function move(page, board, number, label) {
  await page.goto(board);
  await page.getByRole('button', { name: `${number}: ${label}` }).click();
  await page.waitForURL('**/staff');
}

for (const way of [
  { name: 'with scripts', js: true, viewport: wide },
  { name: 'without scripts', js: false, viewport: narrow },
]) {
  describe(way.name, () => {
    test('cook and courier bring an order home; its page follows by itself', () => visit(way, async (buyer) => {
      const board = boardFromNow();
      const path = await orderDinner(buyer);
      const number = await buyer.locator('h1').textContent();
      await visit(way, async (cook) => {
        await signIn(cook, 'cook@banquet.test');
        await move(cook, board, number, '조리 시작');
        if (way.js) {
          await buyer.waitForSelector('.order-head .state-PREPARING', { timeout: 15000 });
          assert.match(await buyer.locator('#news').textContent(), /조리 중/);
          assert.equal(await buyer.getByRole('button', { name: '주문 취소' }).count(), 0);
        }
        await cook.goto(board);
        const ticket = cook.locator('.ticket', { hasText: number });
        assert.equal(await ticket.locator('.badge').textContent(), '내 담당');
        await move(cook, board, number, '조리 완료');
        await cook.goto(board);
        assert.equal(await cook.locator('.ticket', { hasText: number }).count(), 0);
      });
      await visit(way, async (courier) => {
        await signIn(courier, 'courier@banquet.test');
        await move(courier, board, number, '배달 출발');
        await move(courier, board, number, '배달 완료');
      });
      await buyer.goto(path);
      assert.equal(await buyer.locator('.order-head .state').textContent(), '배달 완료');
      assert.match(await buyer.locator('.facts').textContent(), /결제 완료/);
      assert.equal(await buyer.locator('.steps .done').count(), 4);
      await buyer.click('summary');
      assert.deepEqual(await buyer.locator('.history li > span').allTextContents(),
        ['접수', '조리 중', '배달 준비 완료', '배달 중', '배달 완료']);
    }));

    test('a step that is no longer possible is told on the board', () => visit({ ...way, expectErrors: true }, async (cook) => {
      await visit(way, async (buyer) => {
        const board = boardFromNow();
        await orderDinner(buyer, { pickup: true });
        const number = await buyer.locator('h1').textContent();
        await signIn(cook, 'cook@banquet.test');
        await cook.goto(board);
        const button = cook.getByRole('button', { name: `${number}: 조리 시작` });
        await button.waitFor();
        await buyer.click('text=주문 취소');
        await buyer.waitForSelector('.order-head .state-CANCELLED');
        await button.click();
        await cook.waitForSelector('.error-summary');
        assert.equal(await cook.locator('.error-summary h2').textContent(), '현재 주문 상태에서는 할 수 없는 요청입니다.');
        assert.equal(await cook.locator('.ticket', { hasText: number }).count(), 0);
      });
    }));
  });
}

test('the board is for staff', () => visit({ expectErrors: true }, async (page) => {
  assert.equal((await page.goto('/staff')).status(), 401);
  await page.fill('#f-email', 'customer@banquet.test');
  await page.fill('#f-password', 'banquet-demo');
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/staff');
  await page.click('main form button[type=submit]');
  assert.equal((await answered).status(), 403);
  await page.waitForSelector('main.problem h1');
  assert.equal(await page.locator('nav a[href="/staff"]').count(), 0);
}));

test('a long board has pages', () => visit({}, async (page) => {
  const board = boardFromNow();
  for (let i = 0; i < 101; i++) {
    const answer = await call('POST', '/api/orders/', { dinner_code: 'valentine', style: 'simple', order_type: 'PICKUP' });
    assert.equal(answer.status, 201);
  }
  await signIn(page, 'cook@banquet.test');
  await page.goto(board);
  assert.equal(await page.locator('.ticket').count(), 100);
  await page.click('text=다음 주문 더 보기');
  await page.waitForURL((url) => url.search !== new URL(board, url).search);
  assert.ok(await page.locator('.ticket').count() >= 1);
  await page.click('text=가장 오래된 주문으로');
  await page.waitForURL('**/staff');
  assert.ok(await page.locator('.ticket').count() >= 1);
}));

test('a new order comes to the board by itself', () => visit({}, async (cook) => {
  const board = boardFromNow();
  await signIn(cook, 'cook@banquet.test');
  await cook.goto(board);
  await visit({}, async (buyer) => {
    await orderDinner(buyer, { pickup: true });
    const number = await buyer.locator('h1').textContent();
    await cook.locator('.ticket', { hasText: number }).waitFor({ timeout: 15000 });
    await move(cook, board, number, '취소');
    await buyer.waitForSelector('.order-head .state-CANCELLED', { timeout: 15000 });
  });
}));
