// The mock gateway's knobs: how slow or failing it is.
import assert from 'node:assert/strict';

/** Sets all of them; what is left out goes back to its default. */
export async function gatewayControl(knobs) {
  const response = await fetch(new URL('/control', process.env.BANQUET_GATEWAY_URL), { method: 'POST', body: JSON.stringify(knobs),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.BANQUET_GATEWAY_KEY}` } });
  assert.equal(response.status, 200, await response.text());
}
