// Orders as tests need them: placed, moved along, cancelled.
import assert from 'node:assert/strict';
import { patch, post } from './call.mjs';
import { admin } from './people.mjs';

/** A plain order, with what the test wants different. */
export const wish = (more = {}) => ({ dinner_code: 'valentine', style: 'simple', delivery_address: '서울시 강남구 테헤란로 1', ...more });

/** Places it for a member (`as`) or a guest; answers {order, order_token, …} of the 201. */
export async function place(more = {}, options = {}) {
  const answer = await post('/api/orders/', { json: wish(more), ...options });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

export const move = (id, status, as, options = {}) => patch(`/api/orders/${id}/status`, { json: { new_status: status }, as, ...options });

/** Moves an order through these states, by an admin unless told. */
export async function walk(id, states, as) {
  for (const state of states) {
    const answer = await move(id, state, as ?? (await admin()));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.order.status, state);
  }
}

export const cancel = (id, options = {}) => post(`/api/orders/${id}/cancel`, { json: {}, ...options });

/** A guest's way to an order. */
export const guest = (token) => ({ headers: { 'x-order-token': token } });
