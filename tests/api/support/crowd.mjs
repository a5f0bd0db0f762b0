// Members by the thousand, signed in: made in the database, where registering each would hash a password for each.
import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from './database.mjs';

const IV = [0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n];
const SIGMA = ['0123456789abcdef', 'ea489fd61c02b753', 'b8c052fdae367194', '7931dcbe265a40f8', '905724afe1bc683d', '2c6a0b834d75fe19',
  'c51fed4a0763928b', 'db7ec13950f4862a', '6fe9b308c2d714a5', 'a2847615fb9e3cd0'].map((row) => [...row].map((digit) => parseInt(digit, 16)));
const MIXES = [[0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15], [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]];
const word = (value) => BigInt.asUintN(64, value);
const turned = (value, bits) => word((value >> bits) | (value << (64n - bits)));

/** BLAKE2b (RFC 7693) of at most 128 bytes, 32 bytes long, in hexadecimal: what the shop keeps of a token. Node's has 64 bytes only. */
export function blake2b(text) {
  const block = Buffer.alloc(128), length = block.write(text);
  const m = Array.from({ length: 16 }, (_, i) => block.readBigUInt64LE(8 * i));
  const h = [...IV];
  h[0] ^= 0x01010020n;
  const v = [...h, ...IV];
  v[12] ^= BigInt(length);
  v[14] ^= 0xffffffffffffffffn;
  for (let round = 0; round < 12; round++)
    MIXES.forEach(([a, b, c, d], i) => {
      const s = SIGMA[round % 10];
      v[a] = word(v[a] + v[b] + m[s[2 * i]]);
      v[d] = turned(v[d] ^ v[a], 32n);
      v[c] = word(v[c] + v[d]);
      v[b] = turned(v[b] ^ v[c], 24n);
      v[a] = word(v[a] + v[b] + m[s[2 * i + 1]]);
      v[d] = turned(v[d] ^ v[a], 16n);
      v[c] = word(v[c] + v[d]);
      v[b] = turned(v[b] ^ v[c], 63n);
    });
  const out = Buffer.alloc(32);
  for (let i = 0; i < 4; i++) out.writeBigUInt64LE(h[i] ^ v[i] ^ v[i + 8], 8 * i);
  return out.toString('hex');
}

/** n customers with a session each: [{userId, token}]. */
export async function crowd(n) {
  const members = Array.from({ length: n }, () => ({ userId: randomUUID(), token: randomBytes(16).toString('base64url') }));
  for (let at = 0; at < n; at += 300) {
    const some = members.slice(at, at + 300);
    await sql(`INSERT INTO users (user_id, email, password_hash, name, created_at, updated_at) VALUES ${some.map(({ userId }) =>
      `('${userId}', '${userId}@crowd.example', 'x', '홍길동', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`)};
      INSERT INTO sessions VALUES ${some.map(({ userId, token }) =>
      `(UNHEX('${blake2b(token)}'), '${userId}', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL 1 HOUR)`)}`);
  }
  return members;
}
