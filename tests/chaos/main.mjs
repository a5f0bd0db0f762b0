// main: node main.mjs SECONDS SEED: a storm over the shop that the environment names.
import { Instance } from './instance.mjs';
import { report, storm } from './storm.mjs';

const [seconds, seed] = process.argv.slice(2).map(Number);
const book = await storm({ instance: new Instance(), seconds, seed, print: console.log, log: process.env.BANQUET_CHAOS_VERBOSE ? console.log : undefined });
for (const line of report(book)) console.log(line);
console.log(`chaos: seed ${seed}, ${book.seconds.toFixed(0)} s, ${book.kills} kills, ${book.placed.length} orders, ${book.breaches.length} breaches`);
process.exitCode = book.breaches.length === 0 ? 0 : 1;
