// checkout.js: forms that pay, of a dinner, an order sheet or into the balance: a card's digits in groups, a provider's form in its place, the times
// that are free on the chosen day, and errors in place.  Everything it does for our own fields the plain form can do as well.
import { freshKey, sendForm } from '/assets/page.js';
import { keptForm, openProvider, tokenField } from '/assets/provider.js';
import { startSheet } from '/assets/sheet.js';

const field = (form, name) => form.querySelector(`[name="${name}"]`);

// --- digits in groups; only where typing goes on at the end, so that corrections within are left alone ---

function group(input, shape) {
  input?.addEventListener('input', (event) => {
    if (event.inputType?.startsWith('delete') || input.selectionStart !== input.value.length) return;
    input.value = shape(input.value.replace(/\D/g, ''));
  });
}

const inFours = (digits) => digits.replace(/(\d{4})(?=\d)/g, '$1 ');
const monthAndYear = (digits) => (digits.length < 3 ? digits : `${digits.slice(0, 2)}/${digits.slice(2, 4)}`);

function groupDigits(form) {
  for (const name of ['payment[card_number]', 'card[cardNumber]']) group(field(form, name), inFours);
  for (const name of ['payment[expiry_date]', 'card[expiryDate]']) group(field(form, name), monthAndYear);
}

// --- the times of a day ---

async function showTimes(form) {
  const date = field(form, 'delivery[scheduled_date]').value;
  const select = field(form, 'delivery[scheduled_time_slot]');
  const response = await fetch(`/api/checkout/slots${date === '' ? '' : `?date=${encodeURIComponent(date)}`}`, {
    headers: { Accept: 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout(10000),
  });
  if (!response.ok || date !== field(form, 'delivery[scheduled_date]').value) return;
  const { slots } = await response.json();
  for (const slot of slots) {
    const option = Array.from(select.options).find(({ value }) => value === slot.time_slot);
    if (option === undefined) continue;
    option.textContent = `${slot.time_slot} · ${slot.is_available ? `${form.dataset.free} ${slot.available}` : form.dataset.full}`;
    option.disabled = !slot.is_available;
    if (option.disabled && option.selected) select.value = '';
  }
}

// --- how it is paid, where there are several ways ---

// Without a choice it is a card.
const byCard = (form) => (form.querySelector('[name=method]:checked')?.value ?? 'CARD') === 'CARD';

// Our own fields unfold when a card is chosen.
function unfoldCard(form) {
  const details = form.querySelector('details#f-card');
  if (details === null) return;
  form.addEventListener('change', ({ target }) => { if (target.name === 'method') details.open = byCard(form); });
}

// --- a provider's form in place of the card's ---

const complain = (form, text) => {
  const line = document.createElement('p');
  line.className = 'field-error';
  line.textContent = text;
  form.querySelector('#failed').replaceChildren(...(text === '' ? [] : [line]));
};

function startProvider(form, panel, priced) {
  let asking = false;
  const opened = openProvider(panel);

  opened.catch(() => complain(form, panel.dataset.unreachable));
  // The token for what is paid now, "" when no card pays it, null when the buyer is led away.
  const token = async () => {
    if (!byCard(form)) return '';
    const ask = await opened.catch(() => { throw new Error(panel.dataset.unreachable); });
    return ask(form);
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    try {
      const given = await priced() ? await token() : null;	// what it can not be had for the page says already
      if (given !== null) {
        tokenField(panel).value = given;
        await sendForm(form, start);
      }
    } catch (error) {
      complain(form, error.message);
    }
    asking = false;
  });
}

// Back from the provider's page: what was left is sent with the token it gave, at once and again when the button is pressed.
function finish(form) {
  const kept = keptForm();

  if (kept?.orderId !== form.dataset.order) {
    complain(form, form.dataset.lost);
    form.querySelector('button').remove();
    return;
  }
  form.action = kept.action;
  for (const [name, value] of [...kept.fields, [kept.token, form.dataset.token]]) {
    const input = document.createElement('input');
    Object.assign(input, { type: 'hidden', name, value });
    form.append(input);
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sendForm(form, start);
  });
  sendForm(form, start);
}

// --- start ---

function start() {
  const form = document.querySelector('form.checkout');
  const back = document.getElementById('back');

  if (back !== null) back.href = keptForm()?.back ?? '/';	// given up at the provider's
  if (form === null) return;
  if (form.dataset.token !== undefined) {
    finish(form);
    return;
  }
  const panel = form.querySelector('[data-provider]');
  const date = field(form, 'delivery[scheduled_date]');
  const times = () => showTimes(form).catch(() => {});	// not reachable: the shop says so when the form is sent
  const priced = form.dataset.quote === undefined ? async () => true : startSheet(form, (text) => complain(form, text));

  date?.addEventListener('change', times);
  if (date !== null) times();
  groupDigits(form);
  unfoldCard(form);
  if (panel !== null)
    startProvider(form, panel, priced);
  else if (date !== null && field(form, 'payment[card_number]') !== null)
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      sendForm(form, start);
    });
}

// Back from the order's page to a kept form: what is paid now is another order.
addEventListener('pageshow', (event) => {
  const form = document.querySelector('form.checkout');
  if (!event.persisted || form?.elements.idempotency_key === undefined) return;
  form.elements.idempotency_key.value = freshKey();
  for (const input of form.querySelectorAll('[name^="payment["], [name^="card["], [name=paymentToken]')) input.value = '';
});
start();
