/** The words of a command line of the GNU kind, sorted. */
export interface GnuOptions {
  /** Values by the long name of the option, or by its letter where it has no other; a flag's is empty. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
  /** The first option that there is not, as it was written; the rest was not looked at then. */
  readonly unknown?: string;
  /** The first option without the value that it needs. */
  readonly incomplete?: string;
}

/**
 * Sorts words as getopt_long does: letters may share a dash, the last one with its value. `spec` has the options with
 * blanks in between, each as `letter|name`, either of them alone, or with `=` for a value and `?` for one that may follow
 * an equals sign or, for a letter, directly.
 */
export function parseGnu(spec: string, argv: readonly string[]): GnuOptions {
  const kinds = kindsOf(spec);
  const given = new Map<string, string[]>();
  const words: string[] = [];
  const rest = [...argv];
  const add = (name: string, value: string): void => {
    given.set(name, [...(given.get(name) ?? []), value]);
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      words.push(...rest.splice(0));
    } else if (word.startsWith('--')) {
      const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
      const kind = kinds.get(name);
      if (kind === undefined || name.length === 1) return { given, words, unknown: word };
      const taken = kind.value === 'needed' ? (value ?? rest.shift()) : (value ?? '');
      if (taken === undefined) return { given, words, incomplete: word };
      add(kind.name, taken);
    } else if (word.length > 1 && word.startsWith('-')) {
      for (let at = 1; at < word.length; at += 1) {
        const kind = kinds.get(word.charAt(at));
        if (kind === undefined) return { given, words, unknown: `-${word.charAt(at)}` };
        if (kind.value === 'none') {
          add(kind.name, '');
          continue;
        }
        const tail = word.slice(at + 1);
        const taken = tail !== '' ? tail : kind.value === 'needed' ? rest.shift() : '';
        if (taken === undefined) return { given, words, incomplete: `-${word.charAt(at)}` };
        add(kind.name, taken);
        break;
      }
    } else words.push(word);
  }
  return { given, words };
}

interface Kind {
  readonly name: string;
  readonly value: 'none' | 'needed' | 'optional';
}

function kindsOf(spec: string): Map<string, Kind> {
  return new Map(
    spec.split(' ').flatMap((text): [string, Kind][] => {
      const names = text.replace(/[=?]$/, '').split('|');
      const value = text.endsWith('=') ? 'needed' : text.endsWith('?') ? 'optional' : 'none';
      const name = names.at(-1) ?? '';
      return names.map((alias) => [alias, { name, value }]);
    }),
  );
}
