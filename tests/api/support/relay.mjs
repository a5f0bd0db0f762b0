// The relay of events, driven by the test: the shop under test runs its own once an hour.
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { before } from 'node:test';
import { promisify } from 'node:util';
import { sql } from './database.mjs';

const run = promisify(execFile);
const dir = process.env.BANQUET_DIR;
const environment = (more) => ({
  ...process.env,
  BANQUET_CONFIG: `${dir}/banquet.conf`,
  BANQUET_DB_USER: 'banquet',
  BANQUET_DB_PASSWORD: '',
  BANQUET_LOG_LEVEL: 'error',
  ...more,
});

/** The address of the receiving platform that ./dev up runs. */
export const platform = process.env.BANQUET_PLATFORM_URL;

/** What the platform has got: {received, repeated, refused, late, events}. */
export async function arrived(limit = 500) {
  return (await fetch(`${platform}?limit=${limit}`)).json();
}

/** The types of what it got of an order, the first first, without "shop.banquet.". */
export async function arrivedOf(orderId) {
  const { events } = await arrived();
  return events.filter((e) => e.subject === orderId).reverse().map((e) => e.type.replace('shop.banquet.', ''));
}

// What an earlier run of the shop left untold, its worker tells when it starts: it has the lease meanwhile, and rests when
// the platform, which starts with it, does not hear yet.
before(async () => {
  const free = async () => (await sql(`SELECT IS_FREE_LOCK(CONCAT('banquet_job_', MD5(DATABASE()), '_relay'))
    AND NOT EXISTS (SELECT 1 FROM event_cursors WHERE consumer = 'PLATFORM' AND paused_until > UTC_TIMESTAMP(3))`))[0][0];
  for (const until = Date.now() + 60_000; await free() !== '1' && Date.now() < until;) await new Promise((resolve) => setTimeout(resolve, 100));
});

/** The worker, each job once; settings as BANQUET_ variables. */
export const relay = (more = {}) => run(`${dir}/bin/worker`, ['--once'], { env: environment(more) });

/** banquetctl events …; its output. */
export async function events(...what) {
  const { stdout } = await run(`${dir}/bin/banquetctl`, ['events', ...what], { env: environment({}) });
  return stdout;
}

/**
 * A platform of the test's own; answer(event) says the status, a promise when it takes its time.
 * {url, got: [event…], close()}
 */
export async function otherPlatform(answer) {
  const got = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const event = JSON.parse(body);
    got.push(event);
    response.statusCode = await answer(event);
    response.end();
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const close = () => new Promise((done) => {
    server.close(done);
    server.closeAllConnections?.();
  });
  return { url: `http://127.0.0.1:${server.address().port}/`, got, close };
}
