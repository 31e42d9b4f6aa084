// Long rows of numbered words (`mp0`, `mp1`, … `mp255`) are one template literal: nobody can read them in a hover.

const shortest = 8;

/** The rows among some words: prefix to its highest number. A row begins at 0 and leaves none out. */
export function numberedRows(words) {
  const numbers = new Map();
  for (const word of words) {
    const [, prefix, number] = /^(.*\D)(0|[1-9]\d*)$/.exec(String(word)) ?? [];
    if (prefix !== undefined) numbers.set(prefix, [...(numbers.get(prefix) ?? []), Number(number)]);
  }
  const rows = [...numbers].filter(
    ([, list]) => list.length >= shortest && Math.max(...list) === list.length - 1,
  );
  return new Map(rows.map(([prefix, list]) => [prefix, list.length - 1]));
}

/** Whether a word is part of one of these rows. */
export function rowOf(word, rows) {
  const prefix = String(word).replace(/\d+$/, '');
  return rows.has(prefix) && prefix !== word ? prefix : undefined;
}
