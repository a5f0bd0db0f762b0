// cart.js: a line changes as soon as its number does, and the page stays where it is.  Without this script the forms do the same.
import { fetchPage, replacePart } from '/assets/page.js';

const main = document.getElementById('main');

async function send(form) {
  const failed = document.getElementById('failed');
  failed.textContent = '';
  try {
    const { page } = await fetchPage(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    const theirs = page.getElementById('live');
    if (theirs === null) {	// signed out meanwhile, or something went wrong: the page says it
      location.reload();
      return;
    }
    const live = replacePart(document.getElementById('live'), theirs);
    document.getElementById('news').textContent = live.dataset.updated;
  } catch {
    failed.textContent = main.dataset.unreachable;
  }
}

main.addEventListener('submit', (event) => {
  if (!new URL(event.target.action).pathname.startsWith('/cart/')) return;	// ordering leads on to the order's sheet
  event.preventDefault();
  send(event.target);
});
main.addEventListener('change', (event) => {
  const { form } = event.target;
  if (event.target.name === 'quantity' && event.target.reportValidity()) send(form);
});
document.documentElement.classList.add('scripted');
