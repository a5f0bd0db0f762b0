// main: node main.mjs SECONDS SEED: a storm over the shop that the environment names.
import { Instance } from './instance.mjs';
import { report, storm } from './storm.mjs';

// What a storm reaches each second, also where the machine has much else to do; fewer, and it would prove little.
const LEAST = { kills: 0.3, orders: 15, 'paid checkouts': 2, 'paid sheets': 1 };

const [seconds, seed] = process.argv.slice(2).map(Number);
const book = await storm({ instance: new Instance(), seconds, seed, print: console.log, log: process.env.BANQUET_CHAOS_VERBOSE ? console.log : undefined });
const reached = { kills: book.kills, orders: book.placed.length, 'paid checkouts': book.payers.filter(({ status }) => status === 201).length,
  'paid sheets': book.sheets.filter(({ said }) => said === 'PAID').length };
for (const [what, least] of Object.entries(LEAST))
  if (reached[what] < Math.floor(least * seconds)) book.breach(`only ${reached[what]} ${what}`);
for (const line of report(book)) console.log(line);
console.log(`chaos: seed ${seed}, ${book.seconds.toFixed(0)} s, ${Object.entries(reached).map(([what, n]) => `${n} ${what}`).join(', ')}, ${book.breaches.length} breaches`);
process.exitCode = book.breaches.length === 0 ? 0 : 1;
