// The cake studio: painting, changing, sending, choosing, and the picture on the order and the kitchen's board; with scripts and without.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { boardFromNow, closeBrowser, narrow, signIn, visit } from './shop.mjs';

after(closeBrowser);

const shown = (page) => page.getAttribute('#picture', 'data-path');
const another = (page, was) => page.waitForFunction((path) => {
  const now = document.querySelector('#picture')?.dataset.path;
  return now !== undefined && now !== path;
}, was);
const loaded = (page) => page.waitForFunction(() => Array.from(document.images).every((image) => image.complete && image.naturalWidth > 0));
const photo = () => ({ name: 'cat.jpg', mimeType: 'image/jpeg', buffer: execFileSync(process.env.BANQUET_PICTURES, ['jpeg'], { maxBuffer: 1 << 28 }) });

test('painted, changed, written on and ordered without leaving the page in between; the kitchen sees it', () => visit({}, async (page) => {
  await page.goto('/cake');
  await page.fill('#f-prompt', '분홍색 2단 케이크에 딸기');
  await page.click('#generate button');
  await another(page, undefined);
  const first = await shown(page);
  assert.match(first, /^\/api\/cake\/customizations\/image\/[0-9a-f]{32}\.webp$/);
  assert.equal(await page.inputValue('#f-prompt'), '분홍색 2단 케이크에 딸기');

  await page.fill('#f-change', '촛불을 꽂아 주세요');
  await page.click('#edit button');
  await another(page, first);
  const second = await shown(page);
  assert.equal(await page.locator('.pictures img').count(), 2);
  assert.ok(await page.isHidden('#progress'));

  await page.locator('.pictures a').nth(1).click();
  await another(page, second);
  assert.equal(await shown(page), first);

  await page.fill('#f-message', '축하해');
  assert.equal(await page.textContent('#lettering'), '축하해');
  await page.selectOption('#f-size', { index: 1 });
  assert.match(await page.textContent('#cake-price output'), /원$/);
  await loaded(page);

  await page.click('#order .acts button >> nth=0');
  await page.waitForURL(/\/dinners\//);
  assert.equal(await page.inputValue('[name="cake_customization[message]"]'), '축하해');
  assert.equal(await page.inputValue('[name="cake_customization[image_path]"]'), first);
  await page.fill('#f-delivery_address', '서울시 종로구 1');
  const board = boardFromNow();
  await page.click('.summary button[type=submit]');
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
  const number = await page.textContent('.number');
  assert.equal(await page.locator('.cake-picture img').count(), 1);
  await signIn(page, 'cook@banquet.test');
  await page.goto(board);
  const ticket = page.locator('.ticket', { hasText: number });
  assert.ok((await ticket.locator('.cake-picture img').getAttribute('src')).startsWith(first));
}));

test('on a phone what happens is in sight', () => visit({ viewport: narrow, expectErrors: true }, async (page) => {
  const inSight = (selector) => page.waitForFunction((name) => {
    const box = document.querySelector(name)?.getBoundingClientRect();
    return box !== undefined && box.height > 0 && box.top >= -1 && box.bottom <= window.innerHeight + 1;
  }, selector);
  await page.goto('/cake');
  await page.fill('#f-prompt', '노란 케이크');
  await page.click('#generate button');
  await inSight('#picture[data-path]');
  await page.setInputFiles('#f-file', { name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
  await page.click('#upload button');
  await inSight('#failed .field-error');
}));

test('older pictures are on further pages, and the one on the cake stays', () => visit({}, async (page) => {
  const buffer = execFileSync(process.env.BANQUET_PICTURES, ['one'], { maxBuffer: 1 << 28 });
  await page.goto('/cake');
  const sent = await page.evaluate(async (bytes) => {
    let created = 0;
    for (let i = 0; i < 25; i++) {
      const body = new FormData();
      body.append('file', new Blob([new Uint8Array(bytes)]), 'a.png');
      created += (await fetch('/api/cake/customizations/upload-image', { method: 'POST', body })).status === 201;
    }
    return created;
  }, [...buffer]);
  assert.equal(sent, 25);
  await page.goto('/cake');
  const newest = await shown(page);
  assert.equal(await page.locator('.pictures img').count(), 24);
  await page.click('.paging a[rel=next]');
  await page.waitForURL(/cursor=/);
  assert.equal(await page.locator('.pictures img').count(), 1);
  assert.equal(await shown(page), newest);
  await page.click('.pictures a');
  await another(page, newest);
  assert.equal(await page.locator('.pictures [aria-current]').count(), 1);
  assert.match(page.url(), /cursor=/);
  await page.click('.paging a:not([rel])');
  assert.equal(await page.locator('.pictures img').count(), 24);
  assert.equal(await page.locator('.pictures [aria-current]').count(), 0);
  await page.goto('/cake?image=nothing');
  assert.equal(await shown(page), newest);
}));

test('a photo is seen before it is sent, and is the picture then', () => visit({}, async (page) => {
  await page.goto('/cake');
  await page.setInputFiles('#f-file', photo());
  await page.waitForSelector('#picture[src^="data:"]');
  await page.click('#upload button');
  await another(page, undefined);
  await loaded(page);
  assert.equal(await page.locator('.pictures img').count(), 1);
}));

test('what can not be is said in place, and what was typed stays', () => visit({ expectErrors: true }, async (page) => {
  await page.goto('/cake');
  await page.fill('#f-prompt', '4242 4242 4242 4242');
  await page.click('#generate button');
  await page.waitForSelector('#failed .field-error');
  assert.equal(await page.inputValue('#f-prompt'), '4242 4242 4242 4242');
  await page.setInputFiles('#f-file', { name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
  await page.click('#upload button');
  await page.waitForFunction(() => /JPEG/.test(document.querySelector('#failed')?.textContent ?? ''));
}));

test('without scripts: painted, changed, sent and ordered', () => visit({ js: false, viewport: narrow }, async (page) => {
  const image = () => page.getAttribute('#picture', 'data-path', { timeout: 8000 });
  const settled = async () => {
    for (let i = 0; i < 20 && await page.locator('#stage[data-job]').count() > 0; i++) {
      await page.waitForTimeout(500);
      await page.goto(page.url());
    }
  };
  await page.goto('/cake');
  await page.fill('#f-prompt', 'a blue cake');
  await page.click('#generate button');
  await page.waitForURL(/\/cake\?job=/);
  await settled();
  const first = await image();
  await page.fill('#f-change', 'add stars');
  await page.click('#edit button');
  await page.waitForURL(/\/cake\?job=/);
  await settled();
  assert.notEqual(await image(), first);
  await page.setInputFiles('#f-file', photo());
  await page.click('#upload button');
  await page.waitForURL(/\/cake\?image=/);
  assert.equal(await page.locator('.pictures img').count(), 3);
  await page.click('#order .acts button >> nth=0');
  await page.fill('#f-delivery_address', '서울시 종로구 1');
  await page.click('.summary button[type=submit]');
  await page.waitForURL(/\/orders\//);
  assert.equal(await page.locator('.cake-picture img').count(), 1);
}));
