// page.js: what the pages' scripts share: fetching a page of the shop and putting parts of it in place.

// The document behind an address, and the response it came with. Throws when the shop can not be reached.
export async function fetchPage(url, options = {}) {
  const response = await fetch(url, {
    ...options,
    headers: { Accept: 'text/html' },
    signal: AbortSignal.timeout(30000),
  });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  return { response, page };
}

// Puts a part of another document in the place of ours.  What had the focus keeps it when it is still there, and
// what was unfolded stays so.
export function replacePart(ours, theirs) {
  const focused = ours.contains(document.activeElement) ? pathTo(document.activeElement) : null;
  const unfolded = ours.querySelector('details[open]') !== null;
  const fresh = document.adoptNode(theirs);

  ours.replaceWith(fresh);
  for (const details of fresh.querySelectorAll('details')) details.open = unfolded;
  if (focused !== null) (fresh.querySelector(focused) ?? document.getElementById('main')).focus();
  return fresh;
}

// A selector that finds the same control in a newer rendering.
function pathTo(element) {
  const form = element.closest('form');
  const next = form?.querySelector('input[name=new_status]')?.value;
  if (element.id !== '') return `#${CSS.escape(element.id)}`;
  if (next !== undefined) return `form[action="${CSS.escape(form.getAttribute('action'))}"]:has([value="${next}"]) button`;
  if (form !== null) return `form[action="${CSS.escape(form.getAttribute('action'))}"] button`;
  if (element.matches('a[href]')) return `a[href="${CSS.escape(element.getAttribute('href'))}"]`;
  return element.localName;
}

// A key of its own for what is sent next.
export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// Sends form.order or form.checkout, once however often it is pressed, and goes where the answer leads. Refused, it takes the place of ours with
// what to correct, and begin() makes it live; not reached, it stays as it is with its key, so that pressing again can not do it twice.
export async function sendForm(form, begin) {
  const button = form.querySelector('button[type=submit]');
  const label = button.textContent;
  const failed = form.querySelector('#failed');

  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = form.dataset.sending;
  failed.replaceChildren();
  try {
    const { response, page } = await fetchPage(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    if (response.redirected) {
      location.assign(response.url);
      return;
    }
    const again = page.querySelector('main form.order, main form.checkout, main form[action="/sign-in"]') && page.querySelector('main');
    if (again) {
      document.querySelector('main').replaceWith(document.adoptNode(again));
      begin();
      (document.querySelector('.error-summary') ?? document.querySelector('main')).focus();	// who was signed out meanwhile signs in
      return;
    }
    complain(failed, page.querySelector('main h1')?.textContent ?? form.dataset.unreachable);
  } catch {
    complain(failed, form.dataset.unreachable);
  }
  button.removeAttribute('aria-disabled');
  button.textContent = label;
}

function complain(place, text) {
  const paragraph = document.createElement('p');
  paragraph.className = 'field-error';
  paragraph.textContent = text;
  place.replaceChildren(paragraph);
}

// Calls look() every few seconds while the page is seen, one call at a time, until it answers false.
export function watch(look, milliseconds = 5000) {
  let timer = null;
  let busy = false;
  let over = false;

  async function round() {
    clearTimeout(timer);
    if (over || busy || document.hidden) return;
    busy = true;
    try {
      over = (await look()) === false;
    } catch {
      // Not reachable for now: the next round tries again.
    }
    busy = false;
    if (!over && !document.hidden) timer = setTimeout(round, milliseconds);
  }

  document.addEventListener('visibilitychange', round);
  timer = setTimeout(round, milliseconds);
}
