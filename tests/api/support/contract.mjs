// The contract the shop publishes, as a judge of its answers.
//
// judge() finds the operation of a request in GET /openapi.json and holds the answer against it: the
// status is listed, the media type is, the body fits the schema, in which no further fields are allowed.
import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { base } from './shop.mjs';

export const contract = await (await fetch(new URL('/openapi.json', base))).json();

const ajv = new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false });
addFormats(ajv);
ajv.addFormat('password', true);
ajv.addVocabulary(['openapi', 'info', 'servers', 'tags', 'paths', 'components']);
ajv.addSchema(contract, 'contract');

const escape = (key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));

/** The validator of a place in the document, given as keys. */
export function validator(...keys) {
  return ajv.getSchema(`contract#/${keys.map((key) => escape(String(key))).join('/')}`);
}

const parts = (path) => path.replace(/\/$/, '').split('/');
const literals = (path) => parts(path).filter((part) => !part.startsWith('{')).length;

/** The templates a path belongs to, the most literal first: [{path, item}]. */
export function templates(path) {
  const segments = parts(path);
  return Object.entries(contract.paths)
    .map(([path, item]) => ({ path, item }))
    .filter(({ path }) => parts(path).length === segments.length
      && parts(path).every((part, i) => (part.startsWith('{') ? segments[i] !== '' : part === segments[i])))
    .sort((a, b) => literals(b.path) - literals(a.path));
}

/** The methods a path has, as Allow names them. */
export function methodsOf(path) {
  const methods = new Set(templates(path).flatMap(({ item }) => Object.keys(item).map((name) => name.toUpperCase())));
  return methods.has('GET') ? methods.add('HEAD') : methods;
}

const told = (errors) => errors.map((e) => `  ${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`).join('\n');

function fits(schema, value, where) {
  assert.ok(schema, `${where}: the contract has no schema here`);
  assert.ok(schema(value), `${where}: not as the contract says\n${told(schema.errors ?? [])}\n${JSON.stringify(value, null, 1)}`);
}

// Members a problem may have; the schema leaves room for more, the shop does not.
const problemMembers = new Set(['type', 'title', 'status', 'detail', 'success', 'code', 'message', 'requestId', 'errors', 'shortages',
  'declineCode', 'payment_status', 'order_id', 'orderKey', 'wanted', 'available', 'short', 'coupon', 'total', 'amounts', 'items']);

/** A problem is whole: shape, agreement of its members with each other and with the answer's headers. */
export function judgeProblem(answer, where = 'problem') {
  const problem = answer.body;
  assert.equal(answer.type, 'application/problem+json', where);
  fits(validator('components', 'schemas', 'Problem'), problem, where);
  assert.deepEqual(Object.keys(problem).filter((key) => !problemMembers.has(key)), [], `${where}: unknown members`);
  assert.equal(problem.type, `/problems/${problem.code.toLowerCase().replaceAll('_', '-')}`, where);
  assert.equal(problem.status, answer.status, where);
  assert.equal(problem.requestId, answer.headers.get('x-request-id'), where);
  // nginx's 416 also has the headers of what was asked for.
  if (answer.status === 416) assert.ok(answer.headers.get('cache-control').split(', ').includes('no-store'), where);
  else assert.equal(answer.headers.get('cache-control'), 'no-store', where);
  if (problem.errors) {
    assert.equal(problem.code, 'INVALID_REQUEST', where);
    for (const error of problem.errors) {
      assert.deepEqual(Object.keys(error).sort(), ['message', 'pointer', 'reason'], where);
      assert.ok(error.message.length > 0, where);
    }
  }
  if (answer.status === 401) assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer /, where);
  if (answer.status === 405) assert.ok(answer.headers.get('allow'), `${where}: 405 without Allow`);
  if (answer.status === 429 || answer.status === 503) assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/, where);
}

/** Holds an answer {status, type, headers, body, text} against the operation it belongs to. */
export function judge(method, path, answer, sent) {
  const where = `${method} ${path} -> ${answer.status}`;
  const pathname = new URL(path, base).pathname;
  assert.ok(answer.headers.get('x-request-id'), `${where}: no X-Request-Id`);
  if (answer.type === 'application/problem+json' && method !== 'HEAD') judgeProblem(answer, where);
  const fitting = templates(pathname);
  if (fitting.length === 0) return;

  const verb = (method === 'HEAD' ? 'GET' : method).toLowerCase();
  const found = fitting.find(({ item }) => item[verb]);
  if (!found) {
    assert.equal(answer.status, 405, `${where}: the contract has no such operation`);
    assert.deepEqual(answer.headers.get('allow').split(', ').sort(), [...methodsOf(pathname)].sort(), where);
    return;
  }
  const operation = found.item[verb];
  const response = operation.responses[answer.status];
  assert.ok(response, `${where}: the contract does not list this status\n${answer.text}`);
  for (const name of Object.keys(response.headers ?? {})) assert.ok(answer.headers.get(name), `${where}: no ${name} header`);
  if (method === 'HEAD' || !response.content) {
    assert.equal(answer.text, '', `${where}: a body where none belongs`);
    return;
  }
  assert.ok(response.content[answer.type], `${where}: ${answer.type} is not listed`);
  if (answer.type === 'text/html' || answer.type === 'image/webp') return;
  const schema = ['paths', found.path, verb, 'responses', answer.status, 'content', answer.type, 'schema'];
  fits(validator(...schema), answer.body, where);

  // What was taken must be what the contract says is taken.
  if (answer.status < 300 && sent !== undefined)
    fits(validator('paths', found.path, verb, 'requestBody', 'content', 'application/json', 'schema'), sent, `${where}: the request`);
}
