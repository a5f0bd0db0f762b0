// dinner.js: the order form with steps to press, a running total, another style without losing what was typed, and
// errors in place.  Everything it does the plain form can do as well; prices that count are the server's.
import { fetchPage, freshKey, sendForm } from '/assets/page.js';

const number = new Intl.NumberFormat('en');

function won(amount, lang, signed = false) {
  const sign = amount < 0 ? '−' : signed && amount > 0 ? '+' : '';
  const digits = number.format(Math.abs(amount));
  return lang === 'en' ? `${sign}₩${digits}` : `${sign}${digits}원`;
}

const quantityOf = (form) => Math.min(10, Math.max(1, Math.trunc(Number(form.elements.quantity.value)) || 1));
const ingredientsOf = (form) => form.querySelectorAll('#f-customizations input[data-recipe]');
const recipeOf = (input, portions) => Number(input.dataset.recipe) * portions;

// --- steps: − and + around each ingredient ---

function addSteps(form) {
  for (const input of ingredientsOf(form)) {
    const around = document.createElement('div');
    around.className = 'stepper';
    input.replaceWith(around);
    around.append(step(form, input, -1, '−', input.dataset.less), input, step(form, input, 1, '+', input.dataset.more));
  }
}

function step(form, input, by, sign, label) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = sign;
  button.setAttribute('aria-label', label);
  button.addEventListener('click', () => {
    const recipe = recipeOf(input, quantityOf(form));
    const now = input.value === '' ? recipe : Number(input.value);
    const wanted = Math.min(99, Math.max(0, Math.trunc(now) + by));
    input.value = wanted === recipe ? '' : wanted;
    showTotal(form);
  });
  return button;
}

// --- the running total ---

function linesOf(form) {
  const portions = quantityOf(form);
  const { price, name } = form.elements.style.dataset;
  const base = Number(price) * portions;
  const dinner = form.querySelector('#lines').dataset.dinner;
  const lines = [{ name: `${dinner} · ${name} × ${portions}`, cost: base }];
  let changes = 0;

  for (const input of ingredientsOf(form)) {
    const recipe = recipeOf(input, portions);
    const more = input.value === '' ? 0 : Number(input.value) - recipe;
    input.placeholder = String(recipe);
    input.closest('.row').classList.toggle('changed', more !== 0);
    changes += more > 0 ? more * Number(input.dataset.price) : more * Number(input.dataset.credit);
  }
  changes = Math.max(changes, -base);
  if (changes !== 0) lines.push({ name: form.querySelector('#lines').dataset.changes, cost: changes, signed: true });
  for (const select of form.querySelectorAll('select[data-name]')) {
    const pieces = Number(select.value);
    const each = 'cake' in select.dataset ? cakePrice(form) : Number(select.dataset.price);
    if (pieces > 0) lines.push({ name: `${select.dataset.name} × ${pieces}`, cost: each * pieces });
  }
  return lines;
}

function cakePrice(form) {
  const flavor = form.querySelector('fieldset.cake select[name$="[flavor]"]').value;
  const size = form.querySelector('fieldset.cake select[name$="[size]"]').value;
  const cell = form.querySelector(`[data-flavor="${CSS.escape(flavor)}"] [data-size="${CSS.escape(size)}"]`);
  return Number(cell?.dataset.cakePrice ?? 0);
}

function showTotal(form) {
  const lang = form.dataset.lang;
  const lines = linesOf(form);
  const list = form.querySelector('#lines');

  list.replaceChildren(...lines.map(({ name, cost, signed }) => {
    const row = document.createElement('div');
    const what = document.createElement('dt');
    const price = document.createElement('dd');
    what.textContent = name;
    price.textContent = won(cost, lang, signed);
    row.append(what, price);
    return row;
  }));
  form.querySelector('#total').hidden = false;
  form.elements.total.value = won(lines.reduce((sum, { cost }) => sum + cost, 0), lang);
}

// --- another style: its ingredients take the place of the old ones ---

async function changeStyle(link) {
  const ours = document.querySelector('form.order');
  const kept = new Map(Array.from(ingredientsOf(ours), (input) => [input.name, input.value]));

  try {
    const { response, page } = await fetchPage(link.href);
    const theirs = page.querySelector('form.order');
    if (!response.ok || theirs === null) throw new Error('no form');
    for (const part of ['#f-customizations', 'input[name=style]'])
      ours.querySelector(part).replaceWith(document.adoptNode(theirs.querySelector(part)));
    const styles = document.querySelector('nav.styles');
    styles.replaceWith(document.adoptNode(page.querySelector('nav.styles')));
    document.querySelector('nav.styles [aria-current]').focus();
    for (const input of ingredientsOf(ours)) input.value = kept.get(input.name) ?? '';
    history.replaceState(null, '', link.href);
    addSteps(ours);
    showTotal(ours);
  } catch {
    location.assign(link.href);
  }
}

// --- start ---

function start() {
  const form = document.querySelector('form.order');
  const delivery = form.querySelectorAll('input[name=order_type]');
  const address = form.elements.delivery_address;
  const needAddress = () => { address.required = form.elements.order_type.value === 'DELIVERY'; };

  form.querySelector('#lines').dataset.dinner = document.querySelector('main h1').textContent;
  addSteps(form);
  showTotal(form);
  needAddress();
  for (const choice of delivery) choice.addEventListener('change', needAddress);
  form.addEventListener('input', () => showTotal(form));
  form.addEventListener('submit', (event) => {
    if (event.submitter?.hasAttribute('formaction')) return;	// to the page where the card is given
    event.preventDefault();
    sendForm(form, start);
  });
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('nav.styles a');
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  changeStyle(link);
});
// Back from the order's page to a kept form: what is sent now is another order.
addEventListener('pageshow', (event) => {
  if (event.persisted) document.querySelector('form.order').elements.idempotency_key.value = freshKey();
});
start();
