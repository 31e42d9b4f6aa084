// The words of recorded commands.

/**
 * The program and its words, where something else ran it: `flock` to hold a lock meanwhile, `setpriv` to be another user. What a shell
 * did beside is no single command, and undefined.
 */
export function unwrap(argv) {
  const [first = '', ...rest] = argv;
  const name = first.split('/').pop();
  if (name === 'setpriv') {
    const start = rest.findIndex((word) => !word.startsWith('--'));
    return start === -1 ? undefined : unwrap(rest.slice(start));
  }
  if (name === 'flock') return unwrap(rest.slice(1));
  if (name === 'sh' || name === 'bash') {
    const [flag, script = ''] = rest;
    // Words without quotes, expansions and anything else that a shell would look at.
    if (flag !== '-c' || !/^flock [A-Za-z0-9/._:=,@+ -]+$/.test(script)) return undefined;
    return unwrap(script.split(' '));
  }
  return [name, rest];
}

/** `--name value` pairs and the words before them; undefined where the words have another form. */
export function optionPairs(words) {
  const start = words.findIndex((word) => word.startsWith('-'));
  const positional = start === -1 ? words : words.slice(0, start);
  const options = start === -1 ? [] : words.slice(start);
  const pairs = [];
  for (let index = 0; index < options.length; ) {
    const name = /^--([a-z0-9][a-z0-9_.-]*)$/.exec(options[index])?.[1];
    if (name === undefined) return undefined;
    const value = options[index + 1];
    // The last word may be an option that asks for its value.
    pairs.push([name, value]);
    index += 2;
  }
  return { positional, pairs };
}
