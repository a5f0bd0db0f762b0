// prng: chance that can be had again: the same seed makes the same choices.

/** A stream of choices; streams of one seed with different names are independent. */
export function chance(seed, name = '') {
  let state = seed >>> 0;
  for (const letter of name) state = Math.imul(state ^ letter.codePointAt(0), 0x01000193) >>> 0;

  /** Evenly in [0, 1): mulberry32. */
  function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  const between = (least, most) => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    happens: (probability) => next() < probability,
    of: (list) => list[between(0, list.length - 1)],
    /** The name of a row of {name: weight}. */
    weighted(table) {
      const rows = Object.entries(table);
      let at = next() * rows.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [row, weight] of rows) if ((at -= weight) < 0) return row;
      return rows.at(-1)[0];
    },
    letters: (n) => Array.from({ length: n }, () => String.fromCharCode(97 + between(0, 25))).join(''),
  };
}
