// order.js: the order's page follows its order: it asks every few seconds whether something changed, and if so takes the
// new rendering.  Stops when nothing can change any more, and rests while the page is not seen.
import { fetchPage, replacePart, watch } from '/assets/page.js';

const live = () => document.getElementById('live');
let version = null;	// the order's ETag

async function changed() {
  const response = await fetch(`/api/orders/${live().dataset.order}${location.search}`, {
    headers: version === null ? { Accept: 'application/json' } : { Accept: 'application/json', 'If-None-Match': version },
    cache: 'no-store',
    signal: AbortSignal.timeout(30000),
  });
  if (!response.ok) return false;	// 304: the same; an error: perhaps the next time
  const first = version === null;
  version = response.headers.get('ETag');
  const { order } = await response.json();
  return order.status !== live().dataset.status || order.payment_status !== live().dataset.payment || (!first && version !== null);
}

async function look() {
  if (await changed()) {
    const { response, page } = await fetchPage(location.href);
    const theirs = page.getElementById('live');
    if (!response.ok || theirs === null) return true;
    const before = live().dataset.status;
    replacePart(live(), theirs);
    if (live().dataset.status !== before) document.getElementById('news').textContent = live().dataset.updated;
  }
  return !('final' in live().dataset);
}

// Money on its way takes seconds; a kitchen takes longer.
if (!('final' in live().dataset)) watch(look, 'unsettled' in live().dataset ? 1500 : 5000);
