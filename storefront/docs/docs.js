// docs.js: lists the operations of openapi.json, each with its fields and a form to try it.

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const main = document.getElementById('main');
let contract;

// An element with attributes and children; strings become text, never markup.
function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value != null) node.setAttribute(key, value);
  node.append(...children.flat());
  return node;
}

// Follows a $ref; schemas without one come back as they are.
function resolve(thing) {
  for (let depth = 0; thing?.$ref && depth < 8; depth++)
    thing = thing.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], contract);
  return thing ?? {};
}

// The contract's prose: what stands between backquotes is code.
function prose(text) {
  return text.split('`').map((part, i) => i % 2 === 1 ? el('code', {}, part) : part);
}

function typeOf(schema) {
  const s = resolve(schema);
  if (s.enum) return s.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (s.const !== undefined) return JSON.stringify(s.const);
  const alternatives = s.oneOf ?? s.anyOf;
  if (alternatives) return alternatives.map(typeOf).join(' or ');
  const type = [s.type ?? 'any'].flat().join(' or ');
  return s.items ? `list of ${typeOf(s.items)}` : s.format ? `${type} (${s.format})` : type;
}

function limits(s) {
  const words = { minimum: '≥', maximum: '≤', minLength: 'length ≥', maxLength: 'length ≤', minItems: 'items ≥', maxItems: 'items ≤', default: 'default' };
  return Object.keys(words).filter((key) => s[key] !== undefined).map((key) => `${words[key]} ${JSON.stringify(s[key])}`).join(', ');
}

// Rows of a model, nested ones with their path; `seen` ends models that hold themselves.
function fieldRows(schema, before = '', seen = new Set()) {
  const s = resolve(schema);
  if (seen.has(s)) return [];
  const inside = new Set(seen).add(s);
  const own = Object.entries(s.properties ?? {}).flatMap(([name, of]) => {
    const field = resolve(of);
    const path = `${before}${name}`;
    const required = s.required?.includes(name) ? 'required' : '';
    const row = el('tr', {}, el('td', {}, el('code', {}, path)), el('td', {}, typeOf(field)),
      el('td', {}, [required, limits(field)].filter(Boolean).join(', ')), el('td', {}, of.description ?? field.description ?? ''));
    const below = field.items ? fieldRows(field.items, `${path}[].`, inside) : fieldRows(field, `${path}.`, inside);
    return [row, ...below];
  });
  const joined = [...(s.allOf ?? []), ...(s.oneOf ?? []), ...(s.anyOf ?? [])].flatMap((part) => fieldRows(part, before, inside));
  return [...own, ...joined];
}

function table(title, rows) {
  if (rows.length === 0) return [];
  const head = ['name', 'type', 'rule', 'what'].map((name) => el('th', { scope: 'col' }, name));
  return [el('h3', {}, title), el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': title },
    el('table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows)))];
}

// A first body to change: required fields with a value of their type.
function sample(schema, depth = 0) {
  const s = resolve(schema);
  if (s.default !== undefined) return s.default;
  if (s.enum) return s.enum[0];
  if (s.oneOf ?? s.anyOf) return sample((s.oneOf ?? s.anyOf)[0], depth);
  const type = [s.type].flat()[0];
  if (type === 'object' || s.properties)
    return depth > 4 ? {} : Object.fromEntries(Object.entries(s.properties ?? {}).filter(([name]) => s.required?.includes(name)).map(([name, of]) => [name, sample(of, depth + 1)]));
  if (type === 'array') return [sample(s.items, depth + 1)];
  if (type === 'integer' || type === 'number') return s.minimum ?? 1;
  return type === 'boolean' ? false : '';
}

function tryForm(method, path, parameters, body) {
  const inputs = parameters.map((parameter) => [parameter, el('input', { name: parameter.name, required: parameter.in === 'path' ? '' : null })]);
  const text = body && el('textarea', { spellcheck: 'false' }, JSON.stringify(sample(body), null, 2));
  const answer = el('div', { 'aria-live': 'polite' });
  const form = el('form', {},
    inputs.map(([parameter, input]) => el('label', {}, `${parameter.name} (${parameter.in})`, input)),
    text ? el('label', {}, 'body (JSON)', text) : [],
    el('button', {}, `Send ${method.toUpperCase()}`));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const query = new URLSearchParams();
    const headers = { Accept: 'application/json' };
    let address = path;
    for (const [{ name, in: where }, { value }] of inputs) {
      if (where === 'path') address = address.replace(`{${name}}`, encodeURIComponent(value));
      else if (value !== '' && where === 'query') query.append(name, value);
      else if (value !== '' && where === 'header') headers[name] = value;
    }
    if (text) headers['Content-Type'] = 'application/json';
    try {
      const began = performance.now();
      const response = await fetch(query.size ? `${address}?${query}` : address, { method: method.toUpperCase(), headers, body: text?.value });
      const raw = await response.text();
      let shown = raw;
      if (/json/.test(response.headers.get('content-type') ?? '')) try { shown = JSON.stringify(JSON.parse(raw), null, 2); } catch { /* shown as it came */ }
      const seen = ['location', 'etag', 'link', 'retry-after', 'allow', 'x-request-id'].filter((name) => response.headers.has(name)).map((name) => `${name}: ${response.headers.get(name)}\n`).join('');
      answer.replaceChildren(el('p', { class: response.ok ? 'good' : 'bad' }, `${response.status} in ${Math.round(performance.now() - began)} ms`), el('pre', { tabindex: '0' }, seen + '\n' + shown));
    } catch (error) {
      answer.replaceChildren(el('p', { class: 'bad' }, `No answer: ${error.message}`));
    }
  });
  return [el('h3', {}, 'Try it'), form, answer];
}

function operation(method, path, op, shared) {
  const parameters = [...(shared ?? []), ...(op.parameters ?? [])].map(resolve);
  const body = resolve(op.requestBody).content?.['application/json']?.schema;
  const rows = parameters.map((parameter) => el('tr', {}, el('td', {}, el('code', {}, parameter.name)), el('td', {}, `${typeOf(parameter.schema)}, in ${parameter.in}`),
    el('td', {}, [parameter.required ? 'required' : '', limits(resolve(parameter.schema))].filter(Boolean).join(', ')), el('td', {}, parameter.description ?? '')));
  const answers = Object.entries(op.responses ?? {}).map(([status, of]) => {
    const response = resolve(of);
    return el('tr', {}, el('td', {}, status), el('td', {}, response.description ?? ''));
  });
  const fill = () => [
    op.description ? el('p', {}, prose(op.description)) : [],
    table('Parameters', rows), table('Body', body ? fieldRows(body) : []),
    el('h3', {}, 'Answers'), el('table', {}, el('tbody', {}, answers)),
    tryForm(method, path, parameters, body),
  ].flat();
  const inside = el('div');
  const details = el('details', { id: op.operationId }, el('summary', {}, el('code', {}, el('span', { class: 'method' }, method), path), ' ', el('span', {}, op.summary ?? '')), inside);
  // Made when it is first opened: the whole contract at once would be slow.
  details.addEventListener('toggle', () => { if (details.open && !inside.hasChildNodes()) inside.append(...fill()); });
  return details;
}

async function show() {
  const response = await fetch('/openapi.json');
  if (!response.ok) throw new Error(`openapi.json: ${response.status}`);
  contract = await response.json();
  const groups = new Map();
  for (const [path, item] of Object.entries(contract.paths))
    for (const method of METHODS)
      if (item[method]) {
        const tag = item[method].tags?.[0] ?? 'other';
        if (!groups.has(tag)) groups.set(tag, []);
        groups.get(tag).push(operation(method, path, item[method], item.parameters));
      }
  main.replaceChildren(el('p', { class: 'about' }, prose(contract.info?.description ?? '')), ...[...groups].flatMap(([tag, operations]) => [el('h2', {}, tag), ...operations]));
  const wanted = location.hash && document.getElementById(location.hash.slice(1));
  if (wanted) { wanted.open = true; wanted.scrollIntoView(); }
}

try {
  await show();
} catch (error) {
  main.replaceChildren(el('p', { class: 'bad' }, `The contract could not be read (${error.message}).`));
}
main.setAttribute('aria-busy', 'false');
