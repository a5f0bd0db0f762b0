// Coupons as tests need them.
import { post } from './call.mjs';
import { assertStatus } from './expect.mjs';
import { admin } from './people.mjs';

const DAY = 86400000;
export const later = (days) => new Date(Date.now() + days * DAY).toISOString();

/** A valid request for a coupon given out from now on. */
export const couponRequest = (more = {}) => ({ name: '시험용 쿠폰', kind: 'FIXED', value: 1000, quantity: 10, issueTo: later(1), validDays: 7, ...more });

/** A new coupon; answers it. */
export async function coupon(more = {}) {
  return assertStatus(await post('/v1/coupons', { json: couponRequest(more), as: await admin() }), 201).data;
}

export const claim = (couponId, as, options = {}) => post(`/v1/coupons/${couponId}/claims`, { as, ...options });
