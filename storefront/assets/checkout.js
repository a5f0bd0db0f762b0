// checkout.js: the card's form with digits in groups, the times that are free on the chosen day, and errors in place.
// Everything it does the plain form can do as well.
import { freshKey, sendForm } from '/assets/page.js';
import { keptFields, openProvider } from '/assets/provider.js';

const field = (form, name) => form.querySelector(`[name="${name}"]`);

// --- digits in groups; only where typing goes on at the end, so that corrections within are left alone ---

function group(input, shape) {
  input.addEventListener('input', (event) => {
    if (event.inputType?.startsWith('delete') || input.selectionStart !== input.value.length) return;
    input.value = shape(input.value.replace(/\D/g, ''));
  });
}

const inFours = (digits) => digits.replace(/(\d{4})(?=\d)/g, '$1 ');
const monthAndYear = (digits) => (digits.length < 3 ? digits : `${digits.slice(0, 2)}/${digits.slice(2, 4)}`);

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

// --- a provider's form in place of the card's ---

const complain = (form, text) => {
  const line = document.createElement('p');
  line.className = 'field-error';
  line.textContent = text;
  form.querySelector('#failed').replaceChildren(line);
};

function startProvider(form, panel) {
  let asking = false;
  const opened = openProvider(panel);

  opened.catch(() => complain(form, panel.dataset.unreachable));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    try {
      const ask = await opened.catch(() => { throw new Error(panel.dataset.unreachable); });
      const token = await ask(form);
      if (token !== null) {
        field(form, 'payment[payment_token]').value = token;
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
  const fields = keptFields(form.dataset.order);

  if (fields === null) {
    complain(form, form.dataset.lost);
    form.querySelector('button').remove();
    return;
  }
  for (const [name, value] of [...fields, ['payment[payment_token]', form.dataset.token]]) {
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
  const panel = form?.querySelector('[data-provider]');
  const times = () => showTimes(form).catch(() => {});	// not reachable: the shop says so when the form is sent

  if (form === null) return;
  if (form.dataset.token !== undefined) {
    finish(form);
    return;
  }
  field(form, 'delivery[scheduled_date]').addEventListener('change', times);
  times();
  if (panel !== null) {
    startProvider(form, panel);
    return;
  }
  if (field(form, 'payment[card_number]') === null) return;
  group(field(form, 'payment[card_number]'), inFours);
  group(field(form, 'payment[expiry_date]'), monthAndYear);
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
  for (const input of form.querySelectorAll('[name^="payment["]')) input.value = '';
});
start();
