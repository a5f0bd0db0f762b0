// Goods and sellers as tests need them.
import { readFileSync } from 'node:fs';
import { patch, post } from './call.mjs';
import { assertStatus } from './expect.mjs';
import { admin, customer } from './people.mjs';

/** The goods the demo shop was loaded with. */
export const demo = JSON.parse(readFileSync(new URL('../../../sql/demo/goods.json', import.meta.url), 'utf8'));

/** A business registration number that is right: nine digits of one's own and the check digit. */
export function registrationNumber(nine = String(Math.floor(Math.random() * 1e9)).padStart(9, '0')) {
  const sum = [1, 3, 7, 1, 3, 7, 1, 3, 5].reduce((all, weight, i) => all + weight * Number(nine[i]), 0) + Math.floor((5 * Number(nine[8])) / 10);
  return `${nine}${(10 - (sum % 10)) % 10}`;
}

export const business = (more = {}) => ({ businessName: '홍가네 그릇', registrationNumber: registrationNumber(), phone: '02-123-4567',
  address: '서울시 중구 1', category: 'tableware', ...more });

/** A new member who asked and was approved; {token, …, sellerId}. */
export async function freshSeller() {
  const member = await customer();
  const { sellerId } = assertStatus(await post('/v1/sellers', { json: business(), as: member }), 201).data;
  assertStatus(await patch(`/v1/sellers/${sellerId}`, { json: { status: 'APPROVED' }, as: await admin() }), 200);
  return { ...member, sellerId };
}

let made = 0;
/** New goods of the shop's own, or of `as`; answers the product. */
export async function goods(more = {}, as) {
  const json = { name: `시험용 컵 ${process.pid}-${++made}`, price: 1000, stock: 10, category: 'test', ...more };
  return assertStatus(await post('/v1/products', { json, as: as ?? (await admin()) }), 201).data;
}
