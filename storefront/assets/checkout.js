// checkout.js: the card's form with digits in groups, the times that are free on the chosen day, and errors in place.
// Everything it does the plain form can do as well.
import { freshKey, sendForm } from '/assets/page.js';

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

// --- start ---

function start() {
  const form = document.querySelector('form.checkout');
  const times = () => showTimes(form).catch(() => {});	// not reachable: the shop says so when the form is sent

  group(field(form, 'payment[card_number]'), inFours);
  group(field(form, 'payment[expiry_date]'), monthAndYear);
  field(form, 'delivery[scheduled_date]').addEventListener('change', times);
  times();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sendForm(form, start);
  });
}

// Back from the order's page to a kept form: what is paid now is another order.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  const form = document.querySelector('form.checkout');
  form.elements.idempotency_key.value = freshKey();
  for (const input of form.querySelectorAll('[name^="payment["]')) input.value = '';
});
start();
