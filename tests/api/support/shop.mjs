// The shop under test: where it is, what its menu says, and who works there.
import { readFileSync } from 'node:fs';

/** The address of the running shop; BANQUET_URL says it. */
export const base = new URL(process.env.BANQUET_URL ?? 'http://127.0.0.1:8080');

/** The demo shop as it was loaded: the tests' own source of prices and recipes. */
export const menu = JSON.parse(readFileSync(new URL('../../../sql/demo/menu.json', import.meta.url), 'utf8'));

export const demoPassword = 'banquet-demo';

export const dinners = menu.dinners.map((dinner) => dinner.code);
export const styles = menu.styles.map((style) => style.code);

export const ingredient = (code) => menu.ingredients.find((one) => one.code === code);
