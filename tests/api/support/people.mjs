// Who calls: the demo shop's staff, and customers made for a test.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { post } from './call.mjs';
import { demoPassword } from './shop.mjs';

/** Signs in; answers {userId, role, token, expiresAt, email}. */
export async function signIn(email, password = demoPassword) {
  const answer = await post('/v1/sessions', { json: { email, password } });
  assert.equal(answer.status, 201, answer.text);
  return { ...answer.body.data, email };
}

const sessions = new Map();
const once = (name) => () => {
  if (!sessions.has(name)) sessions.set(name, signIn(`${name}@banquet.test`));
  return sessions.get(name);
};
export const cook = once('cook');
export const courier = once('courier');
export const seller = once('seller');
export const admin = once('admin');

export const freshEmail = () => `${randomUUID()}@test.example`;

/** A new customer, registered and signed in. */
export async function customer(more = {}) {
  const email = freshEmail();
  const answer = await post('/v1/users', { json: { email, password: 'correct horse', name: '홍길동', ...more } });
  assert.equal(answer.status, 201, answer.text);
  return signIn(email, more.password ?? 'correct horse');
}
