// line: the way from the shop to its gateway, which can break at the worst moments.
import net from 'node:net';

/**
 * A port of its own that leads to `to`.  What is sent next after cut() meets one of
 *   "lost"    it never arrives, the connection breaks
 *   "unheard" it is carried out, the connection breaks before the answer
 *   "half"    it is carried out, the connection breaks within the answer
 */
export const FATES = ['lost', 'unheard', 'half'];

export async function line(to) {
  const target = new URL(to), fates = [], pairs = new Set();
  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    const end = () => { near.resetAndDestroy(); far.resetAndDestroy(); pairs.delete(end); };
    pairs.add(end);
    let fate;	// of the call under way
    near.on('data', (bytes) => {
      fate = fates.shift();
      if (fate === 'lost') end();
      else far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (fate === 'half') near.write(bytes.subarray(0, bytes.length >> 1), end);
      else if (fate === 'unheard') end();
      else near.write(bytes);
    });
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on('error', () => {});
      one.on('end', () => other.end());
      one.on('close', () => { other.destroy(); pairs.delete(end); });
    }
  });
  await new Promise((resolve, reject) => { server.on('error', reject); server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** So many of the next calls meet those fates. */
    cut: (...more) => { fates.push(...more); },
    /** Every connection there is breaks now, whatever it is in the middle of. */
    cutAll: () => { for (const end of [...pairs]) end(); },
    close: () => new Promise((resolve) => {
      for (const end of [...pairs]) end();
      server.close(resolve);
    }),
  };
}
