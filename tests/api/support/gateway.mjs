// The mock gateway's knobs: how slow or failing it is.
import assert from 'node:assert/strict';

/** Sets all of them; what is left out goes back to its default. */
export async function gatewayControl(knobs) {
  const response = await fetch(new URL('/control', process.env.BANQUET_GATEWAY_URL), { method: 'POST', body: JSON.stringify(knobs),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.BANQUET_GATEWAY_KEY}` } });
  assert.equal(response.status, 200, await response.text());
}

/** Pays until it is taken: the shop leaves a gateway alone for a while that left several calls in a row unanswered, in whichever test. */
export async function gatewayAnswers(pay) {
  for (const until = Date.now() + 15000; ; await new Promise((resolve) => setTimeout(resolve, 250))) {
    const answer = await pay();
    if (answer.status === 201) return;
    assert.ok(Date.now() < until, answer.text);
  }
}
