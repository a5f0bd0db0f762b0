// monkey: breaks one thing after the other, and watches it come back.
import { spawn } from 'node:child_process';
import os from 'node:os';

import { sleep, until } from './instance.mjs';

const PROGRAMS = ['orders', 'orders', 'orders', 'checkout', 'checkout', 'gateway', 'members', 'catalog', 'pages', 'worker', 'worker'];
const WITH_SOCKET = new Set(['orders', 'checkout', 'gateway', 'members', 'catalog', 'pages']);
const BACK_WITHIN = 1000;	// ms: a killed program runs again

export class Monkey {
  constructor({ instance, book, rng, log }) {
    Object.assign(this, { instance, book, rng, log });
    this.frozen = new Set();
    this.going = true;
  }

  did(what) {
    this.book.count(this.book.faults, what);
    this.log(what);
  }

  /** kill -9 a supervised program, and demand that it runs again within a second. */
  async kill(name) {
    const { instance, book } = this;
    const pid = instance.pid(name);
    if (pid === null || this.frozen.has(name)) return;
    const killed = performance.now();
    if (!instance.signal(pid, 'SIGKILL')) return;
    this.did(`kill -9 ${name}`);
    const answer = WITH_SOCKET.has(name) ? instance.healthy(name) : null;
    const again = await until(10000, () => { const now = instance.pid(name); return now !== null && now !== pid; }, 4);
    const took = performance.now() - killed;
    book.note(book.back, name, took);
    if (again === null || took > BACK_WITHIN) book.breach(`${name} was back ${again === null ? 'not at all' : `after ${took.toFixed(0)} ms`}`);
    if (answer !== null && await answer) book.note(book.serving, name, performance.now() - killed);
    if (name === 'db' && await until(30000, () => instance.sql('SELECT 1', 3000), 50)) book.note(book.serving, name, performance.now() - killed);
  }

  async killNginxWorker() {
    const { instance, book } = this;
    const workers = instance.nginxWorkers();
    if (workers.length === 0) return;
    const pid = this.rng.of(workers), killed = performance.now();
    if (!instance.signal(pid, 'SIGKILL')) return;
    this.did('kill -9 nginx worker');
    const again = await until(10000, () => instance.nginxWorkers().length >= workers.length && !instance.nginxWorkers().includes(pid), 4);
    const took = performance.now() - killed;
    book.note(book.back, 'nginx worker', took);
    if (again === null || took > BACK_WITHIN) book.breach(`an nginx worker was back ${again === null ? 'not at all' : `after ${took.toFixed(0)} ms`}`);
  }

  /** Stops a process for a while, as a machine that hangs would. */
  async freeze(name, ms) {
    const pid = name === 'nginx worker' ? this.rng.of([...this.instance.nginxWorkers(), null]) : this.instance.pid(name);
    if (pid === null || this.frozen.has(name) || !this.instance.signal(pid, 'SIGSTOP')) return;
    this.frozen.add(name);
    this.did(`freeze ${name}`);
    await sleep(ms);
    this.instance.signal(pid, 'SIGCONT');
    this.frozen.delete(name);
  }

  /** Asks a program to stop; its supervisor starts it again. */
  term(name) {
    if (this.instance.signal(this.instance.pid(name), 'SIGTERM')) this.did(`term ${name}`);
  }

  /** Has a program replaced (the new one starts before the old one is asked to finish), or nginx reload. */
  reload(name) {
    if (this.instance.signal(this.instance.pid(name, 'pid'), 'SIGHUP')) this.did(`reload ${name}`);
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
      kill: () => this.kill(rng.of(PROGRAMS)),
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
      term: () => this.term(rng.of(PROGRAMS)),
      reload: () => this.reload(rng.of(PROGRAMS)),
    }[rng.weighted({ kill: 10, database: 4, nginx: 2, blackout: 1, nginxWorker: 3, freezeOrders: 2, freezeGateway: 2, freezeDatabase: 2, freezeNginx: 1, cut: 5, backwards: 4, hog: 1, term: 2, reload: 2 })]();
  }

  /** Faults until told to stop; two hands, so that troubles meet. */
  async play(pause) {
    const hand = async () => {
      while (this.going) {
        await this.fault();
        await sleep(this.rng.between(pause / 4, pause));
      }
    };
    await Promise.all([hand(), hand()]);
  }
}
