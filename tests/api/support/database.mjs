// The database behind the shop, for what no endpoint tells or does: stock figures, prices of yesterday.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs SQL, as the shop's account or another; answers the rows of its last SELECT as arrays of text. */
export async function sql(text, user = 'banquet') {
  const { stdout } = await run('mariadb', [
    '--no-defaults', `--socket=${process.env.BANQUET_DB_SOCKET}`, `--user=${user}`, '--default-character-set=utf8mb4',
    '--batch', '--skip-column-names', process.env.BANQUET_DB_NAME ?? 'banquet', '--execute', text,
  ]);
  return stdout === '' ? [] : stdout.trimEnd().split('\n').map((line) => line.split('\t'));
}

/** The member's row, changed; assignments as SQL. */
export const changeUser = (userId, assignments) => sql(`UPDATE users SET ${assignments} WHERE user_id = '${userId}'`);
