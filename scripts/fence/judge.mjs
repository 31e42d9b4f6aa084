// What a command that was made from hostile parameters may look like, beside one that was made from good ones.

/**
 * Why a command is not one that the fence may let through; undefined where it is.
 *
 * @param {{ binary: string, argv: readonly string[] }} made From hostile parameters.
 * @param {{ binary: string, argv: readonly string[] }} good From good ones that differ in one value.
 * @param {{ texts?: readonly number[], parts?: readonly string[], roots: readonly string[] }} allowed Arguments that are free text, by index;
 *   parts of lists that no good case has, but that a value may turn on; where paths may be.
 */
export function escapeOf(made, good, { texts = [], parts = [], roots }) {
  if (made.binary !== good.binary) return `another program: ${made.binary}`;
  if (made.argv.length !== good.argv.length)
    return `${made.argv.length} arguments in place of ${good.argv.length}`;
  for (const [index, word] of made.argv.entries()) {
    const usual = good.argv[index];
    if (word === usual) continue;
    const why = strange(word, usual, { isText: texts.includes(index), parts, roots });
    if (why !== undefined) return `argument ${index} ${why}: ${JSON.stringify(word).slice(0, 200)}`;
  }
  return undefined;
}

function strange(word, usual, { isText, parts, roots }) {
  if (word.includes('\0')) return 'has a NUL byte';
  if (usual.startsWith('-')) return 'is an option of its own';
  if (word.startsWith('-')) return 'looks like an option';
  if (isText) return undefined;
  if (/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(word)) return 'has control characters';
  if (!word.isWellFormed()) return 'is no text';
  if (word.length > 4_096) return 'is too long';
  const foreign = foreignParts(word, usual, parts);
  if (foreign.length > 0) return `has ${foreign.join(', ')}, which a good one has not`;
  if (/(?:^|[/=,])\.\.(?:$|[/,])/.test(word)) return 'leads upwards';
  if (usual.startsWith('/') && !word.startsWith('/')) return 'is no absolute path any more';
  const root = roots.find((each) => usual.startsWith(`${each}/`));
  if (root !== undefined && !roots.some((each) => word.startsWith(`${each}/`))) return 'left its folder';
  return undefined;
}

/**
 * Parts between commas whose key a good word has not. The first may be a value without a key: a volume, or a folder in its place. Fewer
 * than in a good one are fine.
 */
function foreignParts(word, usual, allowed) {
  const known = new Set([...usual.split(',').map(keyOf), ...allowed]);
  const seen = new Set();
  return word.split(',').flatMap((part, index) => {
    const key = keyOf(part);
    const isValue = index === 0 && !part.includes('=') && !usual.split(',')[0].includes('=');
    if (isValue || (known.has(key) && !seen.has(key))) {
      seen.add(key);
      return [];
    }
    return [part];
  });
}

const keyOf = (part) => (part.includes('=') ? part.slice(0, part.indexOf('=') + 1) : part);
