// cake.js: the studio without leaving the page: sending with progress, painting with progress, the words on the cake as
// they are typed, the price as it is chosen.  The plain forms do all of it as well.
import { fetchPage } from '/assets/page.js';

const main = document.getElementById('main');
const find = (id) => document.getElementById(id);
const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

// --- what is told ---

// On a phone the picture lies above the forms.
const bringIn = (element) => element.scrollIntoView({ block: 'nearest' });

function progress(percent) {
  const bar = find('bar');
  const waited = !find('progress').hidden;
  find('progress').hidden = percent === null;
  if (percent !== null && !waited) bringIn(find('progress'));
  if (percent === null || percent === undefined) bar.removeAttribute('value');
  else bar.value = percent;
}

function complain(text) {
  const paragraph = document.createElement('p');
  paragraph.className = 'field-error';
  paragraph.textContent = text || main.dataset.failed;
  find('failed').replaceChildren(paragraph);
  bringIn(paragraph);
}

async function reason(response) {
  const problem = await response.json().catch(() => ({}));
  const first = (problem.errors ?? [])[0];
  return first !== undefined && problem.detail ? problem.detail : problem.message;
}

// --- painting ---

async function paint(form) {
  const body = Object.fromEntries(new FormData(form));
  find('failed').replaceChildren();
  progress(3);
  const response = await fetch(form.action, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'Accept-Language': main.dataset.lang, Prefer: 'respond-async' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await reason(response));
  const { job_id } = await response.json();
  await follow(job_id);
}

// Asks until it is there; the picture then takes its place.
async function follow(job) {
  for (;;) {
    const response = await fetch(`/api/cake/customizations/jobs/${job}`, { headers: { 'Accept-Language': main.dataset.lang } });
    if (!response.ok) throw new Error(await reason(response));
    const painting = await response.json();
    progress(Math.max(3, painting.progress));
    if (painting.status === 'FAILED') throw new Error(painting.problem?.message);
    if (painting.status === 'DONE') return show(pageOf(painting.filename));
    await pause(400);
  }
}

// --- another picture: the stage and the forms that know it, as the server has them; what was typed stays ---

const pageOf = (filename) => `/cake?image=${encodeURIComponent(filename)}`;

async function show(address) {
  const { response, page } = await fetchPage(address);
  if (!response.ok) throw new Error();
  const fresh = document.adoptNode(page.getElementById('stage'));
  find('stage').replaceWith(fresh);
  const edit = page.getElementById('edit');
  if (edit !== null) {
    const typed = find('f-change')?.value ?? '';
    const ours = document.adoptNode(edit);
    if (find('edit') !== null) find('edit').replaceWith(ours);
    else find('generate').after(ours);
    find('f-change').value = typed;
  }
  const named = page.querySelector('#order input[name=image]');
  find('order').querySelector('input[name=image]')?.remove();
  if (named !== null) find('order').prepend(document.adoptNode(named));
  history.replaceState(null, '', address);
  letter();
  bringIn(fresh.querySelector('.easel'));
  find('news').textContent = find('picture')?.alt ?? '';
}

// --- sending a picture ---

function send(form) {
  return new Promise((done, failed) => {
    const call = new XMLHttpRequest();
    call.open('POST', form.action);
    call.setRequestHeader('Accept', 'application/json');
    call.setRequestHeader('Accept-Language', main.dataset.lang);
    call.upload.addEventListener('progress', (event) => progress(event.lengthComputable ? Math.round((event.loaded / event.total) * 95) : undefined));
    call.addEventListener('error', () => failed(new Error()));
    call.addEventListener('load', () => {
      let answer = {};
      try { answer = JSON.parse(call.responseText); } catch { /* told below */ }
      if (call.status === 201) done(answer);
      else failed(new Error(answer.message));
    });
    call.send(new FormData(form));
  });
}

function preview(file) {
  const reader = new FileReader();
  reader.addEventListener('load', () => {
    const image = new Image();
    image.addEventListener('load', () => {
      image.id = 'picture';
      image.alt = '';
      find('stage').querySelector('.easel > :first-child').replaceWith(image);
    });
    image.src = reader.result;
  });
  reader.readAsDataURL(file);
}

// --- words and price ---

function letter() {
  const text = find('f-message').value.trim();
  const place = find('lettering');
  place.textContent = text;
  place.hidden = text === '' || find('picture') === null;
  place.dataset.long = text.length > 16 ? 'yes' : 'no';
}

function price() {
  const form = find('order');
  const flavor = CSS.escape(form.elements.flavor.value);
  const size = CSS.escape(form.elements.size.value);
  const cell = form.querySelector(`[data-flavor="${flavor}"] [data-size="${size}"]`);
  find('cake-price').hidden = cell === null;
  form.elements.price.value = cell?.textContent ?? '';
}

// --- start ---

async function busy(form, work) {
  const button = form.querySelector('button[type=submit]');
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  find('failed').replaceChildren();
  try {
    await work(form);
  } catch (error) {
    complain(error.message);
  }
  progress(null);
  button.removeAttribute('aria-disabled');
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!['generate', 'edit', 'upload'].includes(form.id)) return;
  event.preventDefault();
  busy(form, form.id === 'upload' ? async () => show(pageOf((await send(form)).filename)) : paint);
});
document.addEventListener('click', (event) => {
  const link = event.target.closest('.pictures a');
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  show(link.getAttribute('href')).then(() => document.querySelector('.pictures [aria-current]')?.focus()).catch(() => location.assign(link.href));
});
find('f-file').addEventListener('change', (event) => { if (event.target.files[0]) preview(event.target.files[0]); });
find('order').addEventListener('input', () => { letter(); price(); });
letter();
price();
const waiting = find('stage').dataset.job;
if (waiting !== undefined) follow(waiting).catch((error) => complain(error.message)).finally(() => progress(null));
