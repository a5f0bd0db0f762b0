// Kills cake.fcgi at each point of keeping a picture, and proves that no half of one stays: what has no row goes
// with the worker, what has one is whole.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { Instance, until } from './instance.mjs';

const instance = new Instance();
const run = promisify(execFile);
const points = [...readFileSync(path.join(instance.root, 'lib/base/crash.def'), 'utf8').matchAll(/^CRASH_POINT\((IMAGE_\w+),/gm)].map(([, name]) => name);
const folder = path.join(instance.dir, 'images');
const relaunch = (...settings) => run(path.join(instance.root, 'tests/chaos/relaunch'), ['cake', ...settings], { env: { ...process.env, ROOT: instance.root } });

async function files(dir = folder) {
  const found = [];
  for (const entry of await readdir(dir, { withFileTypes: true }))
    if (entry.isDirectory()) found.push(...(await files(path.join(dir, entry.name))));
    else found.push(entry.name);
  return found;
}
const rows = async () => Number((await instance.sql('SELECT COUNT(*) FROM images'))[0][0]);

async function upload() {
  const { stdout } = await run(process.env.BANQUET_PICTURES, ['one'], { encoding: 'buffer' });
  const body = new FormData();
  body.append('file', new Blob([stdout]), 'a.png');
  return (await fetch(new URL('/api/cake/customizations/upload-image', instance.url), { method: 'POST', body })).status;
}

/** The worker, once, with such settings. */
const work = (settings) => run(path.join(instance.dir, 'bin/worker'), ['--once'], { env: { ...process.env,
  BANQUET_CONFIG: path.join(instance.dir, 'banquet.conf'), BANQUET_DB_SOCKET: instance.db, BANQUET_DB_USER: 'banquet', BANQUET_DB_NAME: 'banquet', ...settings } });

after(() => relaunch());

for (const point of points.filter((name) => name !== 'IMAGE_DROPPED'))
  test(`killed at ${point}: nothing half stays`, async () => {
    await work({ BANQUET_IMAGE_ORPHAN_S: '1' });
    const [before, kept] = [await files(), await rows()];
    await relaunch(`BANQUET_CRASH_AT=${point}`);
    const pid = instance.pid('cake');
    assert.equal(await upload(), 502);
    assert.ok(await until(3000, () => ![null, pid].includes(instance.pid('cake'))), 'it was killed, and runs again');
    await relaunch();
    const whole = point === 'IMAGE_KEPT' ? 1 : 0;
    assert.equal(await rows(), kept + whole);
    assert.ok((await files()).length > before.length, 'something of it was there');
    // As old as an upload may be under way, it is let be.
    await work({ BANQUET_IMAGE_ORPHAN_S: '3600' });
    assert.ok((await files()).length > before.length);
    await until(1200, () => false);
    await work({ BANQUET_IMAGE_ORPHAN_S: '1' });
    assert.equal((await files()).length, before.length + 3 * whole);
    assert.equal(await rows(), kept + whole);
    await instance.audit();
    assert.equal(await upload(), 201);
  });

test('the worker, killed between a row and its files, is followed by another', async () => {
  assert.equal(await upload(), 201);
  await instance.sql('UPDATE images SET used_at = used_at - INTERVAL 25 HOUR WHERE attached = 0');
  const died = await work({ BANQUET_CRASH_AT: 'IMAGE_DROPPED' }).catch((error) => error);
  assert.equal(died.signal, 'SIGKILL');
  await until(1200, () => false);
  await work({ BANQUET_IMAGE_ORPHAN_S: '1' });
  assert.equal((await files()).length, 3 * (await rows()));
  await instance.audit();
});
