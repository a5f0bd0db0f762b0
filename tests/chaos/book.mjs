// book: everything clients were told, to be held against the shop afterwards.

export class Book {
  constructor() {
    this.placed = [];		// {key, id, total, owner, headers, stage, cancelled}: answered 201
    this.refused = [];		// {key, path, body, headers, tries}: answered with a refusal
    this.late = 0;		// of those: orders of an earlier try that had been cut off
    this.races = [];		// {name, pieces, keys}: who ran for the last pieces
    this.payers = [];		// {key, card, status, id, cancelled}: who paid by card, and what they were told
    this.sheets = [];		// {key, said}: order sheets, and what their buyers were told last
    this.open = [];		// keys never answered
    this.receipts = [];		// {reason, code, pieces, sure}
    this.answers = new Map();	// "POST 201" -> count
    this.faults = new Map();	// "kill orders" -> count
    this.breaches = [];
    this.back = new Map();	// program -> ms it took to be back
    this.serving = new Map();	// program -> ms until it answered
    this.windows = [];		// {from, to, name}: stretches without a fault that could excuse a failure
  }

  breach(text) {
    if (this.breaches.length < 200) this.breaches.push(text);
  }

  count(map, name) {
    map.set(name, (map.get(name) ?? 0) + 1);
  }

  note(map, name, value) {
    map.set(name, [...(map.get(name) ?? []), value]);
  }

  answered(method, { status, broken, json }, begun, reused) {
    const what = broken === undefined ? status : `broken (${broken})`;
    this.count(this.answers, `${method} ${what}`);
    const now = performance.now();
    // A server may close an idle connection at any time: a request that met just that was never taken.
    const innocent = broken === 'patience' || (reused && ['ECONNRESET', 'EPIPE'].includes(broken));
    if ((broken !== undefined && !innocent) || status >= 500)
      for (const { from, to, name } of this.windows)
        if (begun >= from && now <= to) this.breach(`${name}: ${method} ended as ${what}${json?.code ? ` ${json.code}` : ''}`);
  }

  get kills() {
    return [...this.faults].filter(([name]) => name.startsWith('kill -9')).reduce((sum, [, n]) => sum + n, 0);
  }
}

/** "a 1, b 2", sorted by name. */
export function counts(map) {
  return [...map].sort(([a], [b]) => a.localeCompare(b)).map(([name, n]) => `${name} ${n}`).join(', ');
}
