// instance: one running shop, as started by `dev up`: its processes, its database, its tools.
//
// Where it lies is told by the environment (BANQUET_URL, BANQUET_RUN, BANQUET_DIR).  Signals go only to
// processes that this instance recorded in RUN/NAME.child, and only while it is still that very process.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Waits until look() is neither false nor an error; the answer, or null when time is up. */
export async function until(ms, look, pause = 10) {
  for (const end = performance.now() + ms; performance.now() < end; await sleep(pause)) {
    try {
      const seen = await look();
      if (seen) return seen;
    } catch {
      // not yet
    }
  }
  return null;
}

/** Runs a program; resolves to {status, out, err}. */
function run(file, args, { input, env, timeout = 60000 } = {}) {
  return new Promise((resolve) => {
    const child = execFile(file, args, { env: { ...process.env, ...env }, timeout, killSignal: 'SIGKILL', maxBuffer: 64 << 20 },
      (error, out, err) => resolve({ status: error === null ? 0 : error.code ?? -1, out, err }));
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

/** When a process started, in ticks since boot; null when it is gone or only waits to be buried. */
function started(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return fields[0] === 'Z' ? null : fields[19];
  } catch {
    return null;
  }
}

export class Instance {
  constructor(env = process.env) {
    for (const name of ['BANQUET_URL', 'BANQUET_RUN', 'BANQUET_DIR'])
      if (!env[name]) throw new Error(`${name} is not set: which shop?`);
    this.url = new URL(env.BANQUET_URL);
    if (this.url.hostname !== '127.0.0.1') throw new Error('only a shop on 127.0.0.1 is treated like this');
    this.run = env.BANQUET_RUN;
    this.dir = env.BANQUET_DIR;
    this.root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
    this.db = path.join(this.run, 'db.sock');
    this.shift = 0;	// ms by which the shop's clocks are ahead; the companies outside go by their own
    this.gateway = `http://127.0.0.1:${readFileSync(path.join(this.run, 'ports'), 'utf8').trim().split(' ')[1]}`;
  }

  /** The process under the supervisor of that name ("db", "nginx", "orders" …), or the supervisor itself; null when there is none. */
  pid(name, which = 'child') {
    try {
      const [pid, start] = readFileSync(path.join(this.run, `${name}.${which}`), 'utf8').trim().split(' ');
      return started(pid) === start ? Number(pid) : null;
    } catch {
      return null;
    }
  }

  /** The programs beside nginx and MariaDB: {name, socket}; those without a socket are asked nothing. */
  get programs() {
    return readFileSync(path.join(this.root, 'scripts/programs'), 'utf8').split('\n').filter((row) => /^\w/.test(row))
      .map((row) => row.split(/\s+/)).map(([name, , socket]) => ({ name, socket: socket === '-' ? null : socket }));
  }

  /** nginx's workers; not those that leave after a reload, nor its helpers. */
  nginxWorkers() {
    const master = this.pid('nginx');
    if (master === null) return [];
    try {
      return readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ').filter((pid) =>
        /^nginx: worker process\0*$/.test(readFileSync(`/proc/${pid}/cmdline`, 'latin1'))).map(Number);
    } catch {
      return [];
    }
  }

  /** false when it was gone already. */
  signal(pid, signal) {
    try {
      return pid !== null && pid !== undefined && process.kill(pid, signal);
    } catch {
      return false;
    }
  }

  /** Rows of a query as arrays of texts, by the account that owns the server; throws when it fails. */
  async sql(text, timeout = 30000) {
    const { status, out, err } = await run('mariadb', ['--no-defaults', `--socket=${this.db}`, `--user=${os.userInfo().username}`,
      '--batch', '--skip-column-names', '--connect-timeout=5', 'banquet'], { input: text, timeout });
    if (status !== 0) throw new Error(`sql: ${err.trim() || status}`);
    return out.split('\n').filter(Boolean).map((line) => line.split('\t'));
  }

  /** banquetctl of this instance: {status, out, err}. */
  ctl(...args) {
    return run(path.join(this.dir, 'bin/banquetctl'), args, { env: { BANQUET_CONFIG: path.join(this.dir, 'banquet.conf'),
      BANQUET_DB_SOCKET: this.db, BANQUET_DB_USER: 'banquet', BANQUET_DB_NAME: 'banquet', BANQUET_DB_PASSWORD: '',
      BANQUET_GATEWAY_URL: this.gateway, BANQUET_CLOCK_SHIFT_MS: String(this.shift) } });
  }

  /** Books what is needed for that many pieces to be there; how many there were. */
  async setStock(code, pieces) {
    const rows = await this.sql(`SELECT available FROM stock JOIN skus USING (sku_id) WHERE code = '${code}'`);
    const delta = pieces - Number(rows[0][0]);
    if (delta !== 0) {
      const { status, err } = await this.ctl('stock', 'receive', code, delta.toFixed(3), 'for a test');
      if (status !== 0) throw new Error(`stock of ${code}: ${err}`);
    }
    return Number(rows[0][0]);
  }

  /** Enough of everything dinners are made of; goods may be sold out. */
  async restock() {
    for (const [code] of await this.sql('SELECT code FROM stock JOIN skus USING (sku_id) WHERE available < 1000 AND NOT goods')) await this.setStock(code, 1000);
  }

  /** Starts programs anew (orders.fcgi, unless others are named), with settings ("BANQUET_DESK_LEADERS=2") in their environment. */
  async relaunch(...words) {
    if (words.every((word) => word.includes('='))) words.unshift('orders');
    const { status, err } = await run(path.join(this.root, 'tests/chaos/relaunch'), words, { env: { ROOT: this.root } });
    if (status !== 0) throw new Error(`relaunch: ${err}`);
  }

  /** Throws what banquetctl audit found. */
  async audit() {
    const { status, out, err } = await this.ctl('audit');
    if (status !== 0 || !/^0 violations$/m.test(out)) throw new Error(`audit: ${out}${err}`);
  }

  /**
   * Waits until the worker has settled and given back all there is (a payment given up is only made sure of later), then throws
   * what our payments and the gateway's books differ in.  Payments that name nothing of the shop are other tests' own.
   */
  async reconcile(ms = 120000) {
    const open = async () => (await this.sql(`SELECT COUNT(*) FROM compensations c JOIN payments p USING (payment_id)
      WHERE c.state = 'OPEN' AND NOT (c.kind = 'SETTLE' AND p.status = 'FAILED')`))[0][0];
    if (await until(ms, async () => await open() === '0', 200) === null) throw new Error(`reconcile: ${await open()} compensations are open still`);
    const { status, out, err } = await this.ctl('reconcile', '--grace', '0');
    const [table] = out.split('\n\n');
    const lines = table.split('\n').filter((line) => /^[A-Z_]+ /.test(line) && !/^NOT_OURS +- +- /.test(line));
    if (lines.length > 0 || !/^\d+ differences; /m.test(out)) throw new Error(`reconcile: status ${status}\n${lines.join('\n') || out}${err}`);
  }

  /** Waits until the data platform was told of everything it wants to hear; throws what is left. */
  async told(ms = 120000) {
    const left = async () => (await this.sql(`SELECT
      (SELECT COUNT(*) FROM order_events WHERE seq = 0),
      (SELECT last_seq FROM event_feed) - COALESCE((SELECT seq FROM event_cursors WHERE consumer = 'PLATFORM'), 0),
      (SELECT COUNT(*) FROM event_deliveries WHERE consumer = 'PLATFORM')`))[0].map(Number);
    if (await until(ms, async () => (await left()).every((n) => n === 0), 200) === null)
      throw new Error(`events: without a number, to come, left: ${(await left()).join(', ')}`);
  }

  /** Whether a program answers /healthz, asked past nginx: a FastCGI request of its own (FastCGI 1.0, 3). */
  healthy(name, timeout = 10000) {
    return new Promise((resolve) => {
      const parts = [];
      const socket = net.connect(path.join(this.run, `${name}.sock`), () => socket.write(healthRequest));
      socket.setTimeout(timeout, () => socket.destroy());
      socket.on('data', (part) => parts.push(part));
      socket.on('error', () => {});
      socket.on('close', () => resolve(Buffer.concat(parts).includes('{"status":"ok"}')));
    });
  }
}

function record(type, body) {
  const head = Buffer.alloc(8);
  head.set([1, type, 0, 1]);
  head.writeUInt16BE(body.length, 4);
  return Buffer.concat([head, body]);
}

const pairs = { REQUEST_METHOD: 'GET', REQUEST_URI: '/healthz', SCRIPT_NAME: '', PATH_INFO: '/healthz', QUERY_STRING: '',
  SERVER_PROTOCOL: 'HTTP/1.1', SERVER_NAME: 'internal', HTTP_ACCEPT: 'application/json' };
const healthRequest = Buffer.concat([
  record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])),
  record(4, Buffer.concat(Object.entries(pairs).map(([name, value]) => Buffer.concat([Buffer.from([name.length, value.length]), Buffer.from(name + value)])))),
  record(4, Buffer.alloc(0)),
  record(5, Buffer.alloc(0)),
]);
