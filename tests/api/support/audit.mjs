// banquetctl audit: whether the books agree.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export async function assertBooksAgree() {
  const { stdout } = await promisify(execFile)(`${process.env.BANQUET_DIR}/bin/banquetctl`, ['audit'], {
    env: { ...process.env, BANQUET_CONFIG: `${process.env.BANQUET_DIR}/banquet.conf`, BANQUET_DB_USER: 'banquet', BANQUET_DB_NAME: 'banquet' },
  }).catch((failed) => ({ stdout: `${failed.stdout}${failed.stderr}` }));
  assert.match(stdout, /^0 violations$/m, stdout);
}
