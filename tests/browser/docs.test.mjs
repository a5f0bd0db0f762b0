// docs: the page that shows the API lists every operation of the contract, and tries it.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { assertAccessible, base, closeBrowser, narrow, visit, wide } from './shop.mjs';

after(closeBrowser);

const opened = async (page) => {
  await page.goto('/docs');
  await page.waitForSelector('main[aria-busy=false]');
};

test('every operation is listed, with its method and path', () => visit({}, async (page) => {
  const contract = await (await fetch(`${base}/openapi.json`)).json();
  const expected = Object.entries(contract.paths).flatMap(([path, item]) => Object.keys(item).filter((key) => ['get', 'post', 'put', 'patch', 'delete'].includes(key)).map((method) => method + path));
  await opened(page);
  const listed = await page.$$eval('summary code', (nodes) => nodes.map((node) => node.textContent));
  assert.deepEqual(listed.sort(), expected.sort());
  assert.ok(listed.length > 10);
  assert.ok(await page.locator('.about code').count() > 0);
  assert.doesNotMatch(await page.locator('.about').textContent(), /`/);
}));

test('an operation shows its fields and takes a call', () => visit({}, async (page) => {
  await opened(page);
  const operation = page.locator('details', { has: page.locator('summary code', { hasText: /^get\/api\/menu\/\{code\}$/ }) });
  await operation.locator('summary').click();
  await operation.locator('input[name=code]').fill('valentine');
  await operation.getByRole('button').click();
  await operation.locator('.good').waitFor();
  assert.match(await operation.locator('pre').textContent(), /"code": "valentine"/);
}));

test('a body is offered with the required fields, and a refusal is shown', () => visit({ expectErrors: true }, async (page) => {
  await opened(page);
  const operation = page.locator('details', { has: page.locator('summary code', { hasText: /^post\/api\/orders\/?$/ }) });
  await operation.locator('summary').click();
  assert.ok('dinner_code' in JSON.parse(await operation.locator('textarea').inputValue()));
  await operation.locator('textarea').fill('{}');
  await operation.getByRole('button').click();
  await operation.locator('.bad').waitFor();
  assert.match(await operation.locator('pre').textContent(), /INVALID_REQUEST/);
}));

for (const [name, viewport, dark] of [['wide', wide, false], ['narrow, dark', narrow, true]])
  test(`nothing for axe-core to complain of: ${name}`, () => visit({ viewport, dark }, async (page) => {
    await opened(page);
    await page.locator('summary').first().click();
    await page.locator('summary').nth(8).click();
    await assertAccessible(page, '/docs');
  }));

test('without JavaScript it says where the contract is', () => visit({ js: false }, async (page) => {
  await page.goto('/docs');
  assert.match(await page.locator('noscript').innerText(), /openapi\.json/);
}));
