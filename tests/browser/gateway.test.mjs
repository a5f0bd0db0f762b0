// The gateway's approval page: the customer leaves the shop, decides, and comes back.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { assertAccessible, base, closeBrowser, narrow, visit } from './shop.mjs';

const gateway = process.env.BANQUET_GATEWAY_URL;
const headers = { authorization: `Bearer ${process.env.BANQUET_GATEWAY_KEY}`, 'content-type': 'application/json' };

after(closeBrowser);

async function pending(method) {
  const response = await fetch(`${gateway}/payments`, {
    method: 'POST', headers: { ...headers, 'idempotency-key': randomUUID() },
    body: JSON.stringify({ reference: `browser-${randomUUID()}`, amount: 52000, method, return_url: `${base}/` }),
  });
  assert.equal(response.status, 201);
  return response.json();
}
const status = async (id) => (await (await fetch(`${gateway}/payments/${id}`, { headers })).json()).status;

for (const [name, settings, method, button, outcome] of [
  ['Korean, with scripts', {}, 'NAVER', '결제하기', 'PAID'],
  ['English, without scripts, on a phone, in the dark', { js: false, lang: 'en-GB', viewport: narrow, dark: true }, 'KAKAO', 'Decline', 'DECLINED'],
])
  test(`the customer decides and comes back: ${name}`, async () => {
    const { id, redirect_url: url } = await pending(method);
    await visit({ ...settings, elsewhere: gateway }, async (page) => {
      await page.goto(url);
      assert.equal(await page.locator('html').getAttribute('lang'), outcome === 'PAID' ? 'ko' : 'en');
      assert.match(await page.locator('.prices .sum dd').textContent(), /52,000/);
      await page.getByRole('button', { name: button }).click();
      await page.waitForURL((at) => at.origin === new URL(base).origin && at.pathname === '/');
      assert.equal(new URL(page.url()).searchParams.get('payment_id'), id);
      assert.equal(new URL(page.url()).searchParams.get('status'), outcome);
    });
    assert.equal(await status(id), outcome);
  });

test('a page whose time is over says so and leads back', async () => {
  const knobs = (json) => fetch(`${gateway}/control`, { method: 'POST', headers, body: JSON.stringify(json) });
  await knobs({ expiry_s: 1 });
  const { id, redirect_url: url } = await pending('KAKAO');
  await knobs({});
  await visit({ elsewhere: gateway }, async (page) => {
    await page.goto(url);
    for (const until = Date.now() + 5000; await status(id) === 'PENDING' && Date.now() < until;) await page.waitForTimeout(100);
    await page.getByRole('button', { name: '결제하기' }).click();
    await page.waitForURL((at) => at.origin === new URL(base).origin);
    assert.equal(new URL(page.url()).searchParams.get('status'), 'DECLINED');
    await page.goto(url);
    assert.match(await page.getByRole('status').textContent(), /결제 시간이 지났습니다/);
    await assertAccessible(page, 'the page of a payment that is over');
  });
});

test('the pages are accessible, and a decided one leads back', async () => {
  const { redirect_url: url } = await pending('NAVER');
  for (const settings of [{}, { dark: true, viewport: narrow }])
    await visit({ ...settings, elsewhere: gateway }, async (page) => {
      await page.goto(gateway);
      await assertAccessible(page, 'the front page');
      await page.goto(url);
      await assertAccessible(page, 'the approval page');
    });
  await visit({ elsewhere: gateway }, async (page) => {
    await page.goto(url);
    await page.getByRole('button', { name: '결제하기' }).click();
    await page.waitForURL((at) => at.origin === new URL(base).origin);
    await page.goto(url);
    await assertAccessible(page, 'the decided page');
    assert.equal(await page.getByRole('button').count(), 0);
    await page.getByRole('link', { name: '가게로 돌아가기' }).click();
    await page.waitForURL((at) => at.origin === new URL(base).origin);
  });
});
