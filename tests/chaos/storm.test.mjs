// The short form of `./dev chaos`, always with the same choices, on the shop the environment names.
import { test } from 'node:test';
import assert from 'node:assert/strict';

import { Instance } from './instance.mjs';
import { report, storm } from './storm.mjs';

test('what clients were told holds while programs and database are killed', { timeout: 240000 }, async (t) => {
  const book = await storm({ instance: new Instance(), seconds: 25, seed: 20261121, print: (line) => t.diagnostic(line) });
  for (const line of report(book)) t.diagnostic(line);
  assert.deepEqual(book.breaches, []);
  assert.ok(book.kills >= 10, `only ${book.kills} kills`);
  assert.ok(book.placed.length >= 200, `only ${book.placed.length} orders`);
});
