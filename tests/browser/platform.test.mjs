// The receiving data platform's page: what came, to read.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { assertAccessible, closeBrowser, narrow, visit } from './shop.mjs';

const events = process.env.BANQUET_PLATFORM_URL;
const front = new URL('/', events).href;

after(closeBrowser);

/** Tells the platform of an order, signed as the shop does it. */
async function tell(number) {
  const id = randomUUID(), at = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({
    specversion: '1.0', id, source: 'test', type: 'shop.banquet.order.paid', subject: randomUUID(), time: new Date().toISOString(),
    sequence: '00000000000000000000', data: { order_number: number, status: 'PAID', pricing: { final_price: 52000 } },
  });
  const key = Buffer.from(process.env.BANQUET_PLATFORM_KEY.slice('whsec_'.length), 'base64');
  const answer = await fetch(events, {
    method: 'POST', body,
    headers: { 'content-type': 'application/cloudevents+json', 'webhook-id': id, 'webhook-timestamp': `${at}`,
      'webhook-signature': `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}` },
  });
  assert.equal(answer.status, 202);
}

for (const [name, settings, title] of [
  ['Korean, with scripts', {}, '받은 주문 데이터'],
  ['English, without scripts, on a phone, in the dark', { js: false, lang: 'en-GB', viewport: narrow, dark: true }, 'Orders that came'],
])
  test(`the page shows what came: ${name}`, async () => {
    const number = `ORD-20261125-${randomUUID().slice(0, 6).toUpperCase()}`;
    await tell(number);
    await visit({ ...settings, elsewhere: front.slice(0, -1) }, async (page) => {
      await page.goto(front);
      assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), title);
      const entry = page.locator('section').filter({ hasText: number });
      assert.match(await entry.textContent(), /52,000/);
      if (settings.js !== false) await assertAccessible(page, 'what came');
    });
  });
