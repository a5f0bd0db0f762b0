// proxy: stands between a program and MariaDB, and loses what a network could lose: a COMMIT, or its answer.
import net from 'node:net';
import path from 'node:path';

const COMMIT = Buffer.from('\x07\x00\x00\x00\x03COMMIT', 'latin1');	// COM_QUERY, as a packet of its own

/**
 * Listens on RUN/proxy.sock until closed.  `fate(n)` says what becomes of the n-th COMMIT, from 0:
 *   "pass"    nothing
 *   "lost"    it never arrives, the connection breaks
 *   "unheard" it is carried out, the connection breaks before the answer
 *   "late"    the connection breaks at once, it is carried out a while later
 */
export async function proxy(instance, fate) {
  const sockets = new Set();
  const seen = [];
  const server = net.createServer((client) => {
    const db = net.connect(instance.db);
    for (const socket of [client, db]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    let deaf = false;
    db.on('data', (bytes) => { if (!deaf) client.write(bytes); });
    db.on('close', () => client.destroy());
    client.on('close', () => { if (!deaf) db.destroy(); });
    client.on('data', (bytes) => {
      if (!bytes.equals(COMMIT)) {
        db.write(bytes);
        return;
      }
      const what = fate(seen.length);
      seen.push(what);
      if (what !== 'pass') deaf = true;
      if (what === 'pass') db.write(bytes);
      if (what === 'lost') db.destroy();
      if (what === 'unheard') {
        db.once('data', () => { client.destroy(); db.destroy(); });
        db.write(bytes);
      }
      if (what === 'late') {
        client.destroy();
        setTimeout(() => { db.once('data', () => db.destroy()); db.write(bytes); }, 700);
      }
    });
  });
  const at = path.join(instance.run, 'proxy.sock');
  await new Promise((resolve, reject) => { server.on('error', reject); server.listen(at, resolve); });
  return {
    path: at,
    seen,
    close: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(resolve);
    }),
  };
}
