// shop: what the browser tests share: a browser, visitors with their settings, and the ways through the shop that many
// tests take.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const base = process.env.BANQUET_URL;
export const wide = { width: 1280, height: 900 };
export const narrow = { width: 360, height: 740 };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({
  // The one without a window is the same engine, for half the work.
  executablePath: process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

export async function closeBrowser() {
  await browser.close();
}

/** Runs a test as one visitor: a fresh profile with its settings. Anything a page complains about fails the test. */
export async function visit(settings, run) {
  const { js = true, viewport = wide, lang = 'ko-KR', dark = false, expectErrors = false, elsewhere = null } = settings;
  const context = await browser.newContext({
    baseURL: base, viewport, locale: lang, javaScriptEnabled: js, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15000);
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refused form's status is told there too: that one is no complaint about the page.
    if (message.type() === 'error' && !(expectErrors && /status of [45]\d\d/.test(message.text()))) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (origin !== new URL(base).origin && origin !== elsewhere) complaints.push(`asks ${request.url()}`);
  });
  try {
    await run(page, context);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

/** No axe-core violation, and nothing wider than the screen. */
export async function assertAccessible(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((v) => `${what}: ${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`), []);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${what} is ${over} pixels wider than the screen`);
}

export async function signIn(page, email, password = 'banquet-demo') {
  await page.goto('/sign-in');
  await page.fill('#f-email', email);
  await page.fill('#f-password', password);
  await page.click('main form button[type=submit]');
  await page.waitForURL((url) => url.pathname === '/');
}

let members = 0;
/** Registers a new member, who is signed in then. */
export async function register(page) {
  const email = `browser-${Date.now()}-${process.pid}-${++members}@banquet.test`;
  await page.goto('/register');
  await page.fill('#f-email', email);
  await page.fill('#f-password', 'long enough');
  await page.fill('#f-name', '나손님');
  await page.fill('#f-address', '서울시 마포구 1-1');
  await page.click('main form button[type=submit]');
  await page.waitForURL((url) => url.pathname === '/');
  return email;
}

/** Orders a plain dinner; answers the path of its page. */
export async function orderDinner(page, { dinner = 'valentine', style = 'grand', pickup = false } = {}) {
  await page.goto(`/dinners/${dinner}?style=${style}`);
  if (pickup) await page.check('#f-pickup');
  else await page.fill('#f-delivery_address', '서울시 종로구 세종대로 1');
  await page.click('.summary button[type=submit]');
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
  return new URL(page.url()).pathname;
}

/** The board from now on: what other tests left waiting is older. */
export function boardFromNow() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `/staff?cursor=${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

/** A call of the API; one that came too fast waits and is made again. */
export async function call(method, path, body, headers = {}) {
  for (;;) {
    const answer = await fetch(base + path, { method, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
    if (answer.status !== 429) return answer;
    await new Promise((resolve) => { setTimeout(resolve, 1000 * Number(answer.headers.get('Retry-After') ?? 1)); });
  }
}

/** The amount of a line of prices by its name. */
export async function priceOf(page, name) {
  const row = page.locator('.receipt .prices > div', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) });
  return (await row.locator('dd').textContent()).trim();
}

async function asAdmin(method, path, json, status) {
  const session = await (await call('POST', '/v1/sessions', { email: 'admin@banquet.test', password: 'banquet-demo' })).json();
  const answer = await call(method, path, json, { Authorization: `Bearer ${session.data.token}`, 'If-Match': '*' });
  assert.equal(answer.status, status);
  return (await answer.json()).data;
}

/** What an admin adds through the API: goods, a coupon. */
export const add = (path, json) => asAdmin('POST', path, json, 201);

/** What an admin changes there. */
export const change = (path, json) => asAdmin('PATCH', path, json, 200);

/** A coupon given out from now on, the newest there is. */
export const offerCoupon = (more = {}) => add('/v1/coupons', { name: '첫 방문 쿠폰', kind: 'FIXED', value: 3000, quantity: 100, validDays: 7,
  issueTo: new Date(Date.now() + 86400000).toISOString(), ...more });
