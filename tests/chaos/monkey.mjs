// monkey: breaks one thing after the other, and watches it come back.
import { spawn } from 'node:child_process';
import os from 'node:os';

import { FullLogs } from './full_logs.mjs';
import { sleep, until } from './instance.mjs';
import { FATES } from './line.mjs';

const OFTEN = { orders: 3, checkout: 2, gateway: 2, worker: 2 };	// the other programs once
const BACK_WITHIN = 1000;	// ms: a killed program runs again
const MINUTE = 60000;
const AHEAD_MAX = 12 * 60 * MINUTE;	// keys of answers are kept for a day

/** Waits for look(), asked all the time; what it took in ms, without what this process itself was kept waiting. */
async function watch(ms, look) {
  const begun = performance.now();
  for (let late = 0; ;) {
    const asked = performance.now();
    if (look()) return Math.max(0, asked - begun - late);
    if (asked - begun - late > ms) return null;
    await sleep(4);
    late += Math.max(0, performance.now() - asked - 8);
  }
}

export class Monkey {
  /** `way` leads from the shop to its gateway, `settings` are those of this storm's programs. */
  constructor({ instance, client, crowd, book, rng, way, settings, log }) {
    Object.assign(this, { instance, client, crowd, book, rng, way, settings, log });
    this.programs = instance.programs;
    this.names = this.programs.map(({ name }) => name);
    this.targets = this.names.flatMap((name) => Array(OFTEN[name] ?? 1).fill(name));
    this.held = new Set();	// in somebody's hand: nobody else touches them
    this.going = true;
    this.fills = 0;
  }

  did(what) {
    this.book.count(this.book.faults, what);
    this.log(what);
  }

  /** Does something to those of them that nobody else has in hand; whether it could. */
  async holding(names, work) {
    if (names.some((name) => this.held.has(name))) return false;
    for (const name of names) this.held.add(name);
    try {
      await work();
    } finally {
      for (const name of names) this.held.delete(name);
    }
    return true;
  }

  /** The same, and waits for them. */
  async holdingAll(names, work) {
    while (!await this.holding(names, work)) await sleep(10);
  }

  /** kill -9 a supervised program, and demand that it runs again within a second. */
  kill(name) {
    return this.holding([name], async () => {
      const { instance, book } = this;
      const pid = instance.pid(name), socket = this.programs.find((program) => program.name === name)?.socket ?? null;
      if (pid === null) return;
      const killed = performance.now();
      if (!instance.signal(pid, 'SIGKILL')) return;
      this.did(`kill -9 ${name}`);
      const answer = socket === null ? null : instance.healthy(name);
      this.back(name, await watch(10000, () => ![null, pid].includes(instance.pid(name))));
      if (answer !== null && await answer) book.note(book.serving, name, performance.now() - killed);
      if (name === 'db' && await until(30000, () => instance.sql('SELECT 1', 3000), 50)) book.note(book.serving, name, performance.now() - killed);
    });
  }

  back(name, took) {
    if (took !== null) this.book.note(this.book.back, name, took);
    if (took === null || took > BACK_WITHIN) this.book.breach(`${name} was back ${took === null ? 'not at all' : `after ${took.toFixed(0)} ms`}`);
  }

  async killNginxWorker() {
    const { instance } = this;
    const workers = instance.nginxWorkers();
    if (workers.length === 0) return;
    const pid = this.rng.of(workers);
    if (!instance.signal(pid, 'SIGKILL')) return;
    this.did('kill -9 nginx worker');
    this.back('nginx worker', await watch(10000, () => instance.nginxWorkers().length >= workers.length && !instance.nginxWorkers().includes(pid)));
  }

  /** Stops a process for a while, as a machine that hangs would. */
  freeze(name, ms) {
    return this.holding([name], async () => {
      const pid = name === 'nginx worker' ? this.rng.of([...this.instance.nginxWorkers(), null]) : this.instance.pid(name);
      if (pid === null || !this.instance.signal(pid, 'SIGSTOP')) return;
      this.did(`freeze ${name}`);
      await sleep(ms);
      this.instance.signal(pid, 'SIGCONT');
    });
  }

  /** Asks a program to stop; its supervisor starts it again. */
  term(name) {
    if (!this.held.has(name) && this.instance.signal(this.instance.pid(name), 'SIGTERM')) this.did(`term ${name}`);
  }

  /** Has a program replaced (the new one starts before the old one is asked to finish), or nginx reload. */
  reload(name) {
    if (!this.held.has(name) && this.instance.signal(this.instance.pid(name, 'pid'), 'SIGHUP')) this.did(`reload ${name}`);
  }

  /** Cuts database sessions of the programs, whatever they are doing. */
  async cut() {
    try {
      const ids = await this.instance.sql("SELECT id FROM information_schema.processlist WHERE user = 'banquet'", 5000);
      const some = ids.map(([id]) => id).filter(() => this.rng.happens(0.4));
      for (const id of some) await this.instance.sql(`KILL ${this.rng.happens(0.5) ? 'HARD' : 'SOFT'} CONNECTION ${id}`, 5000).catch(() => {});
      if (some.length > 0) this.did('cut database sessions');
    } catch {
      // the database is down: nothing to cut
    }
  }

  /** The network breaks: connections of clients in the middle of a call, those to the gateway, the gateway's next answers. */
  cutClients() {
    if (this.client.cut(this.rng, 0.4) > 0) this.did('cut clients');
  }

  cutGateway() {
    const { rng, way } = this;
    if (rng.happens(0.3)) way.cutAll();
    way.cut(...Array.from({ length: rng.between(1, 4) }, () => rng.of(FATES)));
    this.did('cut the way to the gateway');
  }

  /** All clocks are some time ahead from now on, so that what expires does. */
  async moveTime(ms) {
    await this.holdingAll([...this.names, 'db'], async () => {
      this.instance.shift += ms;
      await this.anew();
    });
    this.did('move the time');
  }

  /** All programs stop, and start as they are to be now. */
  anew() {
    return this.instance.relaunch(...this.names, ...this.settings, `BANQUET_CLOCK_SHIFT_MS=${this.instance.shift}`);
  }

  /** The folder of the logs is on a full disk for a while: all goes on, and who dies meanwhile comes back. */
  async fillLogs() {
    const logs = new FullLogs(this.instance, this.names);
    await this.holdingAll([...this.names, 'db'], async () => {
      await logs.fill();
      await this.anew();
      this.did('fill the logs');
      await this.serves(logs);
    });
    await sleep(this.rng.between(500, 2500));
    await this.holdingAll(this.names, async () => {
      await logs.empty();
      await this.anew();
    });
  }

  /** With full logs: every program answers, an order is taken, and none has died of it. */
  async serves(logs) {
    const { instance, crowd, book } = this;
    const answers = async () => {
      for (const { name, socket } of this.programs)
        if (socket !== null && !await until(20000, () => instance.healthy(name, 5000), 100)) book.breach(`${name} does not answer while the logs are full`);
    };
    await answers();
    const pids = this.names.map((name) => instance.pid(name));
    const rng = crowd.stream(`full logs ${this.fills++}`), key = crowd.mark(rng);
    const entry = await crowd.order(rng, '/api/orders/', { dinner_code: 'french', style: 'simple', delivery_address: '서울시 강남구 테헤란로 1', notes: key }, { headers: {} });
    if (entry === null) book.breach(`${key}: was not taken while the logs were full`);
    await answers();
    for (const [n, name] of this.names.entries())
      if (instance.pid(name) !== pids[n]) book.breach(`${name} died while the logs were full`);
    if (!await logs.full()) book.breach('the logs were not full');
  }

  /** A session that locks stock in the wrong order, or for too long: deadlocks and lock timeouts. */
  hog(ms) {
    const { rng } = this;
    const rows = Array.from({ length: 4 }, () => rng.between(1, 36)).sort((a, b) => b - a);
    const text = `BEGIN; ${rows.map((id) => `SELECT available FROM stock WHERE sku_id = ${id} FOR UPDATE; DO SLEEP(${(ms / 4000).toFixed(2)});`).join(' ')} ROLLBACK;`;
    this.did(ms > 3000 ? 'lock stock for long' : 'lock stock backwards');
    return new Promise((resolve) => {
      const child = spawn('mariadb', ['--no-defaults', `--socket=${this.instance.db}`, `--user=${os.userInfo().username}`, 'banquet'], { stdio: ['pipe', 'ignore', 'ignore'] });
      const timer = setTimeout(() => child.kill('SIGKILL'), 15000);
      child.stdin.on('error', () => {});
      child.on('error', resolve);
      child.on('close', () => { clearTimeout(timer); resolve(); });
      child.stdin.end(text);
    });
  }

  /** Everything at once, as when the machine loses its power. */
  async blackout() {
    this.did('blackout');
    await Promise.all(['db', 'orders', 'checkout', 'gateway', 'nginx', 'members', 'worker'].map((name) => this.kill(name)));
  }

  fault() {
    const { rng } = this;
    const frozen = () => rng.between(300, 3500);
    return {
      kill: () => this.kill(rng.of(this.targets)),
      database: () => this.kill('db'),
      nginx: () => this.kill('nginx'),
      blackout: () => this.blackout(),
      nginxWorker: () => this.killNginxWorker(),
      freezeOrders: () => this.freeze('orders', frozen()),
      freezeGateway: () => this.freeze('gateway', frozen()),
      freezeDatabase: () => this.freeze('db', frozen()),
      freezeNginx: () => this.freeze('nginx worker', frozen()),
      cut: () => this.cut(),
      backwards: () => this.hog(rng.between(100, 800)),
      hog: () => this.hog(rng.between(3200, 5000)),
      term: () => this.term(rng.of(this.targets)),
      reload: () => this.reload(rng.of(this.targets)),
      cutClients: () => this.cutClients(),
      cutGateway: () => this.cutGateway(),
    }[rng.weighted({ kill: 10, database: 4, nginx: 2, blackout: 1, nginxWorker: 3, freezeOrders: 2, freezeGateway: 2, freezeDatabase: 2, freezeNginx: 1, cut: 4,
      cutClients: 3, cutGateway: 4, backwards: 4, hog: 1, term: 2, reload: 2 })]();
  }

  /** Faults until told to stop; three hands, so that troubles meet, and a fourth for what takes longer: each kind in turn, so that none is missing. */
  async play(pause) {
    const hand = async (fault, rest) => {
      while (this.going) await sleep(await fault() === false ? 10 : this.rng.between(rest / 4, rest));	// another, where somebody has that in hand
    };
    let turn = 0;
    const slow = async () => {
      if (turn++ % 2 === 1) await this.fillLogs();
      else if (this.instance.shift < AHEAD_MAX) await this.moveTime(this.rng.between(10, 40) * MINUTE);
    };
    await Promise.all([...Array.from({ length: 3 }, () => hand(() => this.fault(), pause)), hand(slow, 12 * pause)]);
  }
}
