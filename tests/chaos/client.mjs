// client: HTTP as somebody with patience, who asks again until there is an answer.
import http from 'node:http';

import { sleep } from './instance.mjs';

export class Client {
  constructor(url, book) {
    this.url = url;
    this.book = book;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
    this.giveUpAt = Infinity;
  }

  close() {
    this.agent.destroy();
  }

  /** Breaks connections that are in use, each with that probability, as a network does. */
  cut(rng, probability) {
    const used = Object.values(this.agent.sockets).flat().filter(() => rng.happens(probability));
    for (const socket of used) socket.resetAndDestroy();
    return used.length;
  }

  /**
   * One request; resolves to {status, headers, json}, or {broken: why} when no whole answer came.
   * `patience`: ms after which the client hangs up.
   */
  call(method, path, { body, headers = {}, patience = 30000 } = {}) {
    const begun = performance.now();
    return new Promise((resolve) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const rq = http.request({ host: this.url.hostname, port: this.url.port, method, path, agent: this.agent,
        headers: { accept: 'application/json', ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }), ...headers } });
      let over = false;
      const done = (answer) => {
        if (over) return;	// hanging up is an error, too
        over = true;
        clearTimeout(timer);
        this.book.answered(method, answer, begun, rq.reusedSocket);
        resolve(answer);
      };
      const timer = setTimeout(() => { done({ broken: 'patience' }); rq.destroy(); }, patience);
      rq.on('error', (error) => done({ broken: error.code ?? 'error' }));
      rq.on('response', (rs) => {
        const parts = [];
        rs.on('data', (part) => parts.push(part));
        rs.on('error', (error) => done({ broken: error.code ?? 'error' }));
        rs.on('close', () => {
          if (!rs.complete) return done({ broken: 'cut' });
          try {
            const all = Buffer.concat(parts).toString();
            return done({ status: rs.statusCode, headers: rs.headers, json: all === '' ? null : JSON.parse(all) });
          } catch {
            return done({ broken: 'not JSON' });
          }
        });
      });
      rq.end(text);
    });
  }

  /** The same request again and again until the answer says what became of it; null when it never did. */
  async insist(rng, method, path, options = {}) {
    for (let tries = 1, pause = 40; performance.now() < this.giveUpAt; tries++, pause = Math.min(pause * 2, 1000)) {
      // Some hang up early and come back while the first request is still being worked on.
      const patience = tries < 4 && rng.happens(0.1) ? rng.between(5, 400) : 30000;
      const answer = await this.call(method, path, { ...options, patience });
      if (known(answer)) return { ...answer, tries };
      await sleep(rng.between(pause / 2, pause));
    }
    return null;
  }
}

/** Whether an answer tells what became of the request: it was done, or it was refused. */
export function known({ status, json }) {
  if (status === undefined || status >= 500 || [408, 425, 429].includes(status)) return false;
  return json?.code !== 'IDEMPOTENCY_IN_FLIGHT';
}
