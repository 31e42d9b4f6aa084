// The words of recorded commands.

/**
 * The program and its words, where something else ran it: `flock` to hold a lock meanwhile, `setpriv` to be another user, `systemd-run` to
 * have a sandbox around it. What a shell did beside is no single command, and undefined.
 */
export function unwrap(argv) {
  const [first = '', ...rest] = argv;
  const name = first.split('/').pop();
  if (name === 'setpriv') {
    const start = rest.findIndex((word) => !word.startsWith('--'));
    return start === -1 ? undefined : unwrap(rest.slice(start));
  }
  if (name === 'flock') return unwrap(rest.slice(1));
  if (name === 'systemd-run') {
    const start = rest.findIndex((word, index) => !word.startsWith('-') && rest[index - 1] !== '-p');
    return start === -1 ? undefined : unwrap(rest.slice(start));
  }
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
    // One dash and `=` are other spellings of the same.
    const [, name, value] = /^--?([a-z0-9][a-z0-9_.-]*)(?:=(.*))?$/s.exec(options[index]) ?? [];
    if (name === undefined) return undefined;
    // The last word may be an option that asks for its value.
    pairs.push([name, value ?? options[index + 1]]);
    index += value === undefined ? 2 : 1;
  }
  return { positional, pairs };
}
