// board.js: the order board keeps itself fresh.
import { fetchPage, replacePart, watch } from '/assets/page.js';

let shown = document.getElementById('live').innerHTML;

watch(async () => {
  const { response, page } = await fetchPage(location.pathname === '/staff' ? location.href : '/staff');
  const theirs = page.getElementById('live');
  if (!response.ok || theirs === null) return true;
  if (theirs.innerHTML !== shown) {
    shown = theirs.innerHTML;
    replacePart(document.getElementById('live'), theirs);
  }
  return true;
});
