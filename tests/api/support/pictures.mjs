// Pictures as customers and attackers send them (tests/support/pictures.c), and sending them.
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { post } from './call.mjs';

const run = promisify(execFile);
const made = new Map();

/** The bytes of a picture by name. */
export async function picture(name) {
  if (!made.has(name)) made.set(name, (await run(process.env.BANQUET_PICTURES, [name], { encoding: 'buffer', maxBuffer: 1 << 28 })).stdout);
  return made.get(name);
}

export const uploadPath = '/api/cake/customizations/upload-image';

/** A form with files: [[field, bytes, filename, type], …]. */
export function form(files) {
  const data = new FormData();
  for (const [field, bytes, name = 'cake.jpg', type = 'image/jpeg'] of files) data.append(field, new Blob([bytes], { type }), name);
  return data;
}

export const upload = (bytes, { name, type, ...options } = {}) => post(uploadPath, { body: form([['file', bytes, name, type]]), ...options });

/** Every file below image_dir. */
export async function stored(dir = path.join(process.env.BANQUET_DIR, 'images')) {
  const files = [];
  for (const entry of await readdir(dir, { withFileTypes: true }))
    if (entry.isDirectory()) files.push(...(await stored(path.join(dir, entry.name))));
    else files.push(path.join(dir, entry.name));
  return files;
}
