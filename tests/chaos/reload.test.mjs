// reload: a new program takes over under full use, and no call is lost (what ./dev reload does to each program).
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const base = process.env.BANQUET_URL;
const run = process.env.BANQUET_RUN;
const pid = (file) => Number(readFileSync(`${run}/${file}`, 'utf8').split(' ')[0]);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// A cookie passes nginx's cache by: every call reaches the program.
const calls = { catalog: '/api/menu', orders: '/healthz', pages: '/sign-in', members: '/v1/users/me' };

for (const [program, path] of Object.entries(calls))
  test(`${program} is replaced five times without a lost call`, async () => {
    const expected = program === 'members' ? 401 : 200;
    const wrong = [];
    let done = false;
    let answered = 0;
    const clients = Array.from({ length: 8 }, async () => {
      while (!done) {
        const answer = await fetch(base + path, { headers: { cookie: 'theme=dark' } }).catch((error) => ({ status: String(error) }));
        await answer.arrayBuffer?.();
        answered++;
        if (answer.status !== expected) wrong.push(answer.status);
      }
    });
    for (let time = 0; time < 5; time++) {
      const before = pid(`${program}.child`);
      process.kill(pid(`${program}.pid`), 'SIGHUP');
      for (let waited = 0; pid(`${program}.child`) === before; waited += 10) {
        assert.ok(waited < 5000, 'it was not replaced in 5 s');
        await pause(10);
      }
      await pause(150);
    }
    done = true;
    await Promise.all(clients);
    assert.deepEqual(wrong, []);
    assert.ok(answered > 50, `only ${answered} calls were made`);
  });
