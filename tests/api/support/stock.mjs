// Stock figures, read and set behind the shop's back but by its rules: every change has its receipt.
import assert from 'node:assert/strict';
import { sql } from './database.mjs';

/** Pieces of every SKU in thousandths: {wine: 100000000, …}. */
export async function stock() {
  const rows = await sql('SELECT s.code, CAST(k.available * 1000 AS INTEGER) FROM stock k JOIN skus s USING (sku_id)');
  return Object.fromEntries(rows.map(([code, available]) => [code, Number(available)]));
}

/** What went between two figures, in thousandths, without the SKUs that stayed. */
export function taken(before, after) {
  return Object.fromEntries(Object.keys(before).filter((code) => before[code] !== after[code]).map((code) => [code, before[code] - after[code]]));
}

/** Sets a SKU to so many pieces; a receipt accounts for the difference. */
export async function setStock(code, pieces) {
  await sql(`START TRANSACTION;
    SELECT available INTO @was FROM stock JOIN skus USING (sku_id) WHERE code = '${code}' FOR UPDATE;
    INSERT INTO stock_receipts (receipt_id, sku_id, delta, reason, at)
      SELECT UUID(), sku_id, ${pieces} - @was, 'counted', UTC_TIMESTAMP(3) FROM skus WHERE code = '${code}' AND @was <> ${pieces};
    UPDATE stock JOIN skus USING (sku_id) SET available = ${pieces} WHERE code = '${code}';
    COMMIT`);
  assert.equal((await stock())[code], pieces * 1000);
}

/** Waits until no payment left open by earlier tests can give its pieces back: the worker settles each, or gives it up. */
export async function stockAtRest(ms = 120_000) {
  const open = async () => (await sql(`SELECT COUNT(*) FROM compensations c JOIN payments p USING (payment_id)
    WHERE c.state = 'OPEN' AND NOT (c.kind = 'SETTLE' AND p.status = 'FAILED')`))[0][0];
  const until = Date.now() + ms;
  while (await open() !== '0' && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(await open(), '0', 'payments are open still');
}
