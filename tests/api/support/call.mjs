// The one way tests speak to the shop: every answer is held against the contract before a test sees it.
import { judge } from './contract.mjs';
import { base } from './shop.mjs';

/** {a: {b: [1, {c: 2}]}} as names and values of a form: a[b][0]=1&a[b][1][c]=2; or a.b… with dots. */
export function fields(value, { dots = false } = {}, name = '') {
  if (value === null || typeof value !== 'object') return [[name, String(value ?? '')]];
  return Object.entries(value).flatMap(([key, entry]) => {
    const index = Array.isArray(value) || !dots ? `[${key}]` : `.${key}`;
    return fields(entry, { dots }, name === '' ? key : name + index);
  });
}

function encode({ json, form, dotted, multipart, body, type }) {
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json' };
  if (form !== undefined) return { body: new URLSearchParams(fields(form)).toString(), type: 'application/x-www-form-urlencoded' };
  if (dotted !== undefined)
    return { body: new URLSearchParams(fields(dotted, { dots: true })).toString(), type: 'application/x-www-form-urlencoded' };
  if (multipart !== undefined) {
    const data = new FormData();
    for (const [name, value] of fields(multipart)) data.append(name, value);
    return { body: data };
  }
  return { body, type };
}

/**
 * One request: call('POST', '/api/orders/', {json: {...}, as: member}).
 * Body: json, form (a[b]=…), dotted (a.b=…), multipart, or body with type.  as: {token}, signed in by bearer.
 * Answers {status, type, headers, text, body (JSON), cookies {name: value}}.
 */
export async function call(method, path, { as, headers = {}, language, ...what } = {}) {
  const { body, type } = encode(what);
  const sent = { ...headers };
  if (type) sent['content-type'] = type;
  if (as) sent.authorization = `Bearer ${as.token}`;
  if (language) sent['accept-language'] = language;
  const response = await fetch(new URL(path, base), { method, headers: sent, body, redirect: 'manual' });
  const text = await response.text();
  const answer = {
    status: response.status,
    type: response.headers.get('content-type')?.split(';')[0],
    headers: response.headers,
    text,
    body: undefined,
    cookies: Object.fromEntries(setCookies(response.headers).map((line) => line.split(';')[0].split(/=(.*)/s))),
  };
  if (/json$/.test(answer.type ?? '') && text !== '') answer.body = JSON.parse(text);
  judge(method, path, answer, what.json);
  return answer;
}

/** The Set-Cookie lines of an answer; fetch of node 18 joins them by commas. */
export function setCookies(headers) {
  return headers.getSetCookie?.() ?? headers.get('set-cookie')?.split(/,\s*(?=[^;,\s]+=)/) ?? [];
}

export const get = (path, options) => call('GET', path, options);
export const post = (path, options) => call('POST', path, options);
export const patch = (path, options) => call('PATCH', path, options);

/** A browser's form post: prefers HTML, comes from the same origin. */
export const browserPost = (path, form, options = {}) =>
  call('POST', path, {
    form,
    ...options,
    headers: { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8', 'sec-fetch-site': 'same-origin', ...options.headers },
  });
