// Having cakes painted: what is asked and answered, waiting or coming back for it, whose it is, and how much one may have.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { call, get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus, eventually } from './support/expect.mjs';
import { guest, place } from './support/orders.mjs';
import { customer } from './support/people.mjs';
import { form, picture, upload } from './support/pictures.mjs';
import { base } from './support/shop.mjs';

const face = '/api/cake/customizations';
const generate = (json, options = {}) => post(`${face}/generate-ai-image`, { json, ...options });
const edit = (what, options = {}) => post(`${face}/edit-ai-image`, { ...what, ...options });
const later = { prefer: 'respond-async' };
const bytes = async (path) => Buffer.from(await (await fetch(new URL(path, base))).arrayBuffer());

async function painted(id, as) {
  return eventually(async () => {
    const answer = await get(`${face}/jobs/${id}`, as);
    assert.equal(assertStatus(answer, 200).status, 'DONE');
    return answer.body;
  }, 60000);
}

const shapes = { '1:1': [1024, 1024], '2:3': [832, 1248], '3:2': [1248, 832], '3:4': [888, 1184], '4:3': [1184, 888], '4:5': [912, 1140],
  '5:4': [1140, 912], '9:16': [756, 1344], '16:9': [1344, 756], '21:9': [1512, 648] };
for (const [aspect_ratio, size] of Object.entries(shapes))
  test(`a cake in ${aspect_ratio}`, async () => {
    const kim = await customer();
    const answer = await generate({ prompt: '딸기를 올린 초콜릿 케이크 "축하해"', aspect_ratio }, { as: kim });
    const body = assertStatus(answer, 201);
    assert.deepEqual([body.width, body.height], size);
    assert.deepEqual([body.provider, body.status, body.progress, body.kind, body.problem], ['sketch', 'DONE', 100, 'GENERATED', null]);
    assert.equal(answer.headers.get('location'), body.image_path);
    assert.equal((await bytes(body.image_path)).subarray(8, 12).toString(), 'WEBP');
    assert.equal((await bytes(body.thumbnail_path)).subarray(8, 12).toString(), 'WEBP');
    assert.equal(body.order_token, undefined);
  });

test('the same words are the same picture, other words another', async () => {
  const [one, two, other] = await Promise.all(['a pink cake', 'a pink cake', 'a blue cake'].map(async (prompt) =>
    bytes(assertStatus(await generate({ prompt }, { as: await customer() }), 201).image_path)));
  assert.ok(one.equals(two));
  assert.ok(!one.equals(other));
});

test('what is no prompt or no ratio is refused, all at once', async () => {
  assertFaults(await generate({ aspect_ratio: '1:2' }), { '/prompt': 'required', '/aspect_ratio': 'not_a_choice' });
  assertFaults(await generate({ prompt: 'x'.repeat(1001) }), { '/prompt': 'too_long' });
  assertFaults(await generate({ prompt: 'cake', colour: 'red' }), { '/colour': 'unknown_field' });
  assertFaults(await generate({ prompt: '4242 4242 4242 4242' }), { '/prompt': 'card_number' });
});

test('forms and multipart ask the same', async () => {
  const kim = await customer();
  const body = new FormData();
  body.append('prompt', 'a cake');
  body.append('aspect_ratio', '3:2');
  assert.equal(assertStatus(await post(`${face}/generate-ai-image`, { body, as: kim }), 201).width, 1248);
});

test('a browser without scripts is sent to the page that shows it', async () => {
  const answer = await fetch(new URL(`${face}/generate-ai-image`, base), { method: 'POST', redirect: 'manual',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ prompt: 'a cake' }) });
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get('location'), /^\/cake\?job=[0-9a-f-]{36}$/);
});

test('asked for later: 202, a job, and in the end the picture', async () => {
  const kim = await customer();
  const answer = await generate({ prompt: 'a cake with 3 candles' }, { as: kim, headers: later });
  const job = assertStatus(answer, 202);
  assert.equal(answer.headers.get('location'), `${face}/jobs/${job.job_id}`);
  assert.ok(['QUEUED', 'RUNNING'].includes(job.status) && job.progress < 100 && job.image_path === null);
  const done = await painted(job.job_id, { as: kim });
  assert.equal(done.progress, 100);
  assert.equal((await bytes(done.image_path)).subarray(8, 12).toString(), 'WEBP');
  const again = await generate({ prompt: 'a cake' }, { as: kim, headers: { prefer: 'wait=0' } });
  assertStatus(again, 202);
});

test('a job is its owner’s alone, and so is the list', async () => {
  const [kim, lee] = [await customer(), await customer()];
  const mine = assertStatus(await generate({ prompt: 'a cake' }, { as: kim }), 201);
  const guests = assertStatus(await generate({ prompt: 'a cake' }), 201);
  for (const as of [{ as: lee }, {}, guest(guests.order_token)]) assertProblem(await get(`${face}/jobs/${mine.job_id}`, as), 404, 'ENTITY_NOT_FOUND');
  assertProblem(await get(`${face}/jobs/nothing`, { as: kim }), 404, 'ENTITY_NOT_FOUND');
  assertStatus(await get(`${face}/jobs/${guests.job_id}`, guest(guests.order_token)), 200);
  assert.deepEqual((await get(`${face}/jobs`, { as: lee })).body.jobs, []);
  assert.deepEqual((await get(`${face}/jobs`)).body.jobs, []);
  assert.deepEqual((await get(`${face}/jobs`, { as: kim })).body.jobs.map((job) => job.job_id), [mine.job_id]);
});

test('lists are paged, newest first; pictures are there to choose from', async () => {
  const kim = await customer();
  const ids = [];
  for (const prompt of ['one', 'two', 'three']) ids.unshift(assertStatus(await generate({ prompt }, { as: kim }), 201).job_id);
  const first = (await get(`${face}/jobs?limit=2`, { as: kim })).body;
  assert.deepEqual(first.jobs.map((job) => job.job_id), ids.slice(0, 2));
  const rest = (await get(`${face}/jobs?limit=2&cursor=${first.next_cursor}`, { as: kim })).body;
  assert.deepEqual([rest.jobs.map((job) => job.job_id), rest.next_cursor], [ids.slice(2), null]);
  const { images, next_cursor } = (await get(`${face}/images`, { as: kim })).body;
  assert.deepEqual([images.map((image) => image.prompt), next_cursor], [['three', 'two', 'one'], null]);
  const answer = await get(`${face}/images?limit=2`, { as: kim });
  assert.deepEqual(answer.body.images, images.slice(0, 2));
  const link = answer.headers.get('link').match(/^<([^>]+)>; rel="next"$/)[1];
  assert.ok(link.endsWith(`limit=2&cursor=${answer.body.next_cursor}`));
  const last = (await get(link, { as: kim })).body;
  assert.deepEqual([last.images, last.next_cursor], [images.slice(2), null]);
  for (const cursor of ['x', '1', `1.${'g'.repeat(32)}`, ids[0]])
    assertFaults(await get(`${face}/images?cursor=${cursor}`, { as: kim }), { '?cursor': 'not_a_cursor' });
});

test('a guest’s pictures are among those of the member the guest signs in as, until one has taken them', async () => {
  const mine = async (as) => (await get(`${face}/images`, as)).body.images.map((image) => image.image_path);
  const { image_path, order_token } = assertStatus(await upload(await picture('one')), 201);
  const [kim, lee] = [await customer(), await customer()];
  const [asKim, asLee] = [kim, lee].map((as) => ({ as, ...guest(order_token) }));
  assert.deepEqual([await mine(guest(order_token)), await mine(asKim), await mine(asLee), await mine({ as: kim })], [[image_path], [image_path], [image_path], []]);
  await place({ dinner_code: 'cake', style: 'grand', cake_customization: { image_path } }, asKim);
  assert.deepEqual([await mine({ as: kim }), await mine(asLee), await mine(guest(order_token))], [[image_path], [], [image_path]]);
});

test('one’s own picture is changed, in its own shape unless another is asked for', async () => {
  const kim = await customer();
  const first = assertStatus(await generate({ prompt: '하얀 2단 케이크', aspect_ratio: '16:9' }, { as: kim }), 201);
  const json = { prompt: '장미를 더해줘', existing_image_path: first.image_path };
  const changed = assertStatus(await edit({ json }, { as: kim }), 201);
  assert.deepEqual([changed.kind, changed.width, changed.height], ['EDITED', 1344, 756]);
  assert.ok(!(await bytes(changed.image_path)).equals(await bytes(first.image_path)));
  assert.equal(assertStatus(await edit({ json: { ...json, aspect_ratio: '1:1' } }, { as: kim }), 201).width, 1024);
  const [story] = (await get(`${face}/images`, { as: kim })).body.images;
  assert.equal(story.prompt, '하얀 2단 케이크\n장미를 더해줘');
});

test('a picture sent along is changed', async () => {
  const kim = await customer();
  const body = form([['file', await picture('jpeg')]]);
  body.append('prompt', '하트를 더해줘');
  const changed = assertStatus(await edit({ body }, { as: kim }), 201);
  assert.deepEqual([changed.kind, changed.width, changed.height], ['EDITED', 1184, 888]);
  assert.deepEqual((await get(`${face}/images`, { as: kim })).body.images.map((image) => image.kind), ['EDITED', 'UPLOAD']);
});

test('others’ pictures, none, both, or what is no picture: refused, and nothing is asked of the painter', async () => {
  const [kim, lee] = [await customer(), await customer()];
  const { image_path } = assertStatus(await upload(await picture('png'), { as: lee }), 201);
  const jobs = () => sql('SELECT COUNT(*) FROM image_jobs');
  const before = await jobs();
  assertFaults(await edit({ json: { prompt: 'hearts', existing_image_path: image_path } }, { as: kim }), { '/existing_image_path': 'not_yours_or_unknown' });
  assertFaults(await edit({ json: { prompt: 'hearts', existing_image_path: '/etc/passwd' } }, { as: kim }), { '/existing_image_path': 'not_yours_or_unknown' });
  assertFaults(await edit({ json: { prompt: 'hearts' } }, { as: kim }), { '/existing_image_path': 'required' });
  const both = form([['file', await picture('one')]]);
  both.append('prompt', 'hearts');
  both.append('existing_image_path', image_path);
  assertFaults(await edit({ body: both }, { as: lee }), { '/existing_image_path': 'too_many' });
  const junk = form([['file', Buffer.from('<script>')]]);
  junk.append('prompt', 'hearts');
  assertProblem(await edit({ body: junk }, { as: kim }), 415, 'UNSUPPORTED_MEDIA_TYPE');
  assert.deepEqual(await jobs(), before);
});

test('one customer can not have more painted at a time than the shop allows', async () => {
  const kim = await customer();
  const answers = await Promise.all(Array.from({ length: 8 }, () => generate({ prompt: 'a cake' }, { as: kim, headers: later })));
  const refused = answers.filter((answer) => answer.status === 429);
  assert.ok(refused.length >= 4, `${refused.length} were refused`);
  for (const answer of refused) {
    assertProblem(answer, 429, 'TOO_MANY_REQUESTS');
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
  }
  for (const answer of answers.filter((one) => one.status !== 429)) await painted(answer.body.job_id, { as: kim });
  assertStatus(await generate({ prompt: 'a cake' }, { as: kim }), 201);
});

/** The painter is held meanwhile, as when it has its hands full. */
async function withoutPainter(act) {
  const pid = Number((await readFile(`${process.env.BANQUET_RUN}/painter.child`, 'utf8')).split(' ')[0]);
  process.kill(pid, 'SIGSTOP');
  try {
    return await act();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

test('what takes longer than the caller waits turns into a job, and is painted all the same', async () => {
  const kim = await customer();
  const job = await withoutPainter(async () => {
    const began = Date.now();
    const answer = await generate({ prompt: 'a cake' }, { as: kim, headers: { prefer: 'wait=1' } });
    assert.ok(Date.now() - began >= 900);
    assert.equal(answer.headers.get('location'), `${face}/jobs/${answer.body.job_id}`);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    return assertStatus(answer, 202);
  });
  assert.equal(job.image_path, null);
  await painted(job.job_id, { as: kim });
});

test('ever another guest from one address does not get all painters', async () => {
  await eventually(async () => assert.deepEqual(await sql("SELECT COUNT(*) FROM image_jobs WHERE status IN ('QUEUED', 'RUNNING')"), [['0']]), 60000);
  const answers = await withoutPainter(() => Promise.all(Array.from({ length: 20 }, () => generate({ prompt: 'a cake' }, { headers: later }))));
  const taken = answers.filter((answer) => answer.status === 202);
  assert.equal(taken.length, 8);
  for (const answer of answers.filter((one) => !taken.includes(one))) assertProblem(answer, 429, 'TOO_MANY_REQUESTS');
  for (const answer of taken) await painted(answer.body.job_id, guest(answer.body.order_token));
});

test('a painted picture goes on an order’s cake, its owner’s alone', async () => {
  const [kim, lee] = [await customer(), await customer()];
  const { image_path } = assertStatus(await generate({ prompt: 'a cake' }, { as: kim }), 201);
  const cake = { side_dishes: [{ code: 'custom_cake', quantity: 1, flavor: 'vanilla', size: 'size_1' }], cake_customization: { image_path, message: '축하' } };
  const { order } = await place({ ...cake }, { as: kim });
  assert.equal(order.cake_customization.image_path, image_path);
  const other = await post('/api/orders/', { as: lee, json: { dinner_code: 'valentine', style: 'simple', delivery_address: '서울시 강남구', ...cake } });
  assertFaults(other, { '/cake_customization/image_path': 'not_yours_or_unknown' });
});

test('methods and paths that are none', async () => {
  assertProblem(await call('GET', `${face}/generate-ai-image`), 405, 'METHOD_NOT_ALLOWED');
  assertProblem(await call('DELETE', `${face}/jobs/0193f0a0-1111-7000-8000-000000000001`), 405, 'METHOD_NOT_ALLOWED');
});
