// crowd: that many members who are signed in, a token a line.
import { crowd } from '../tests/api/support/crowd.mjs';

const members = await crowd(Number(process.argv[2]));
process.stdout.write(`${members.map(({ token }) => token).join('\n')}\n`);
