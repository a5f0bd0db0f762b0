// Sending pictures: what is taken and as what, what is refused and why, and that a refusal leaves nothing behind.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { call, get, post } from './support/call.mjs';
import { sql } from './support/database.mjs';
import { assertFaults, assertProblem, assertStatus } from './support/expect.mjs';
import { assertBooksAgree } from './support/audit.mjs';
import { customer } from './support/people.mjs';
import { form, picture, stored, upload, uploadPath } from './support/pictures.mjs';
import { base } from './support/shop.mjs';

const rows = async () => Number((await sql('SELECT COUNT(*) FROM images'))[0][0]);

/** Runs it; then there are exactly so many pictures more, each of three files. */
async function leaves(pictures, act) {
  const [files, images] = [await stored(), await rows()];
  await act();
  assert.equal((await stored()).length, files.length + 3 * pictures);
  assert.equal(await rows(), images + pictures);
}

const taken = {
  jpeg: [640, 480], png: [640, 480], webp: [640, 480], one: [1, 1], grey: [320, 200], interlaced: [640, 480], palette: [640, 480],
  transparent: [100, 50], deep: [640, 480], cmyk: [320, 200], rotated: [480, 640], animated: [64, 64], polyglot: [640, 480],
  large: [2560, 1920], wide: [2560, 5],
};
for (const [name, [width, height]] of Object.entries(taken))
  test(`${name} is taken, ${width} by ${height}`, () => leaves(1, async () => {
    const body = assertStatus(await upload(await picture(name)), 201);
    assert.deepEqual([body.width, body.height], [width, height]);
    const kept = Buffer.from(await (await fetch(new URL(body.image_path, base))).arrayBuffer());
    assert.equal(kept.subarray(0, 4).toString() + kept.subarray(8, 12), 'RIFFWEBP');
    for (const trace of ['EXIF', 'ICCP', 'XMP ', 'GPS', 'SecretCamera', '<script', '<?php']) assert.ok(!kept.includes(trace), trace);
  }));

test('the answer in all its fields; a guest gets a token, and keeps the one they have', async () => {
  const answer = await upload(await picture('jpeg'), { language: 'en' });
  const { image_path, filename, thumbnail_path, order_token, ...rest } = assertStatus(answer, 201);
  assert.match(filename, /^[0-9a-f]{32}\.webp$/);
  assert.equal(image_path, `/api/cake/customizations/image/${filename}`);
  assert.equal(thumbnail_path, `${image_path}?w=320`);
  assert.deepEqual(rest, { success: true, width: 640, height: 480, message: 'Your picture has been saved.' });
  assert.equal(answer.headers.get('location'), image_path);
  assert.equal(answer.cookies.banquet_guest, order_token);
  assert.match(order_token, /^[A-Za-z0-9_-]{22}$/);
  const again = await upload(await picture('one'), { headers: { 'x-order-token': order_token } });
  assert.equal(again.body.order_token, order_token);
  assert.notEqual(again.body.filename, filename);
});

test('a member’s picture is the member’s; no token is made', async () => {
  const kim = await customer();
  const answer = await upload(await picture('png'), { as: kim });
  assert.equal(assertStatus(answer, 201).order_token, undefined);
  assert.equal(answer.cookies.banquet_guest, undefined);
  const [[owner, kind, width]] = await sql(`SELECT user_id, kind, width FROM images WHERE image_id = '${answer.body.filename.slice(0, 32)}'`);
  assert.deepEqual([owner, kind, width], [kim.userId, 'UPLOAD', '640']);
});

test('the type is judged by content, not by what is said of it', () => leaves(2, async () => {
  assertStatus(await upload(await picture('png'), { name: 'cake.exe', type: 'application/x-msdownload' }), 201);
  assertStatus(await upload(await picture('webp'), { name: '../../../etc/passwd', type: 'text/html' }), 201);
  assertProblem(await upload(await picture('html'), { name: 'cake.jpg', type: 'image/jpeg' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
}));

const refusedMedia = ['gif', 'svg', 'html'];
for (const name of refusedMedia)
  test(`${name} is refused as another type`, () => leaves(0, async () => {
    const problem = assertProblem(await upload(await picture(name)), 415, 'UNSUPPORTED_MEDIA_TYPE');
    assert.equal(problem.message, 'JPEG, PNG, WebP 이미지만 올릴 수 있습니다.');
    assert.match((await upload(await picture(name), { language: 'en' })).body.message, /^Only JPEG, PNG and WebP/);
  }));

const faults = {
  empty: 'empty', soi: 'damaged_image', truncated_jpeg: 'damaged_image', truncated_png: 'damaged_image', truncated_webp: 'damaged_image',
  claims: 'damaged_image', huge_png: 'too_many_pixels', huge_jpeg: 'too_many_pixels', bomb: 'too_many_pixels',
};
for (const [name, reason] of Object.entries(faults))
  test(`${name}: ${reason}`, () => leaves(0, async () => assertFaults(await upload(await picture(name)), { '/file': reason })));

test('no file, two files, a file of another name', () => leaves(0, async () => {
  const jpeg = await picture('jpeg');
  assertFaults(await post(uploadPath, { multipart: { note: 'no file' } }), { '/file': 'required' });
  assertFaults(await post(uploadPath, { body: form([['file', jpeg], ['file', jpeg]]) }), { '/file': 'too_many' });
  assertFaults(await post(uploadPath, { body: form([['file', jpeg], ['other', jpeg]]) }), { '/file': 'too_many' });
  assertFaults(await post(uploadPath, { body: form([['picture', jpeg]]) }), { '/file': 'required' });
}));

test('bodies that are no form with a file', () => leaves(0, async () => {
  const multipart = (type, body) => post(uploadPath, { body, type });
  assertProblem(await post(uploadPath, { json: { file: 'x' } }), 415, 'UNSUPPORTED_MEDIA_TYPE');
  assertProblem(await post(uploadPath, { form: { file: 'x' } }), 415, 'UNSUPPORTED_MEDIA_TYPE');
  assertProblem(await multipart('image/jpeg', await picture('jpeg')), 415, 'UNSUPPORTED_MEDIA_TYPE');
  assertFaults(await multipart('multipart/form-data', '--x\r\n'), { '': 'bad_multipart' });
  assertFaults(await multipart('multipart/form-data; boundary=x', '--y\r\n\r\n--y--\r\n'), { '': 'bad_multipart' });
  const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
  assertFaults(await multipart('multipart/form-data; boundary=x', part + 'never ending'), { '': 'bad_multipart' });
  assertFaults(await multipart('multipart/form-data; boundary=x', '--x--\r\n'), { '/file': 'required' });
}));

test('10 MB are taken as a file; a byte more is too much, for the program and for nginx', () => leaves(0, async () => {
  const whole = Buffer.concat([await picture('jpeg'), Buffer.alloc(10485760)]).subarray(0, 10485760);
  const one = (extra) => upload(Buffer.concat([whole, Buffer.alloc(extra)]));
  assertProblem(await one(1), 413, 'PAYLOAD_TOO_LARGE');
  assertProblem(await one(1 << 20), 413, 'PAYLOAD_TOO_LARGE');
}));
test('exactly 10 MB', () => leaves(1, async () => {
  assertStatus(await upload(Buffer.concat([await picture('jpeg'), Buffer.alloc(10485760)]).subarray(0, 10485760)), 201);
}));

test('a body that goes on and on is ended at the limit', () => leaves(0, async () => {
  const status = await new Promise((resolve, reject) => {
    const sent = request(new URL(uploadPath, base), { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } });
    let done = false;
    sent.on('response', (answer) => { done = true; answer.resume(); resolve(answer.statusCode); sent.destroy(); });
    sent.on('error', (error) => done || reject(error));
    sent.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n');
    const more = () => { if (!done && !sent.destroyed) sent.write(Buffer.alloc(65536), () => setImmediate(more)); };
    more();
  });
  assert.equal(status, 413);
}));

test('a browser’s form is sent on to the studio with the picture, or shown why not', async () => {
  const headers = { accept: 'text/html', 'sec-fetch-site': 'same-origin' };
  const answer = await call('POST', uploadPath, { body: form([['file', await picture('one')]]), headers });
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get('location'), /\/cake\?image=[0-9a-f]{32}\.webp$/);
  const refused = await call('POST', uploadPath, { body: form([['file', await picture('gif')]]), headers });
  assert.equal(refused.status, 415);
  assert.equal(refused.type, 'text/html');
  assert.match(refused.text, /JPEG, PNG, WebP/);
});

test('another site can not send pictures in a customer’s name', async () => {
  const answer = await upload(await picture('one'), { headers: { 'sec-fetch-site': 'cross-site' } });
  assertProblem(answer, 403, 'FORBIDDEN');
});

test('the account of the program knows pictures and sessions, and nothing else', async () => {
  const as = (text) => sql(text, 'banquet_cake');
  await as('SELECT COUNT(*) FROM images');
  await as('SELECT role, name FROM users LIMIT 1');
  for (const denied of ['SELECT * FROM payments', 'SELECT * FROM orders', 'SELECT password_hash FROM users', 'SELECT email FROM users', 'SELECT * FROM sessions',
    'SELECT * FROM idempotency', 'DELETE FROM images', 'UPDATE users SET role = "ADMIN"', 'DROP TABLE images', 'SELECT * FROM banquet_gateway.payments'])
    await assert.rejects(as(denied), /command denied|Access denied/, denied);
});

test('a folder that can not be written to is an error, and nothing is left halfway', async () => {
  const { chmod, rename, writeFile, rm } = await import('node:fs/promises');
  const dir = `${process.env.BANQUET_DIR}/images`;
  await rename(dir, `${dir}.away`);
  try {
    await writeFile(dir, 'in the way');
    assertProblem(await upload(await picture('one')), 500, 'INTERNAL_SERVER_ERROR');
  } finally {
    await rm(dir);
    await rename(`${dir}.away`, dir);
    await chmod(dir, 0o700);
  }
  await leaves(1, async () => assertStatus(await upload(await picture('one')), 201));
});

test('the books agree', async () => {
  assertStatus(await get('/api/menu'), 200);
  await assertBooksAgree();
});
