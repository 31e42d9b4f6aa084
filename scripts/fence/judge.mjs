// What a command that was made from hostile parameters may look like, beside one that was made from good ones.

/**
 * Why a command is not one that the fence may let through; undefined where it is.
 *
 * @param {{ binary: string, argv: readonly string[] }} made From hostile parameters.
 * @param {{ binary: string, argv: readonly string[] }} good From good ones that differ in one value.
 * @param {{ texts?: readonly number[], roots: readonly string[] }} allowed Arguments that are free text, by index, and where paths may be.
 */
export function escapeOf(made, good, { texts = [], roots }) {
  if (made.binary !== good.binary) return `another program: ${made.binary}`;
  if (made.argv.length !== good.argv.length)
    return `${made.argv.length} arguments in place of ${good.argv.length}`;
  for (const [index, word] of made.argv.entries()) {
    const usual = good.argv[index];
    if (word === usual) continue;
    const why = strange(word, usual, texts.includes(index), roots);
    if (why !== undefined) return `argument ${index} ${why}: ${JSON.stringify(word).slice(0, 200)}`;
  }
  return undefined;
}

function strange(word, usual, isText, roots) {
  if (word.includes('\0')) return 'has a NUL byte';
  if (usual.startsWith('-')) return 'is an option of its own';
  if (word.startsWith('-')) return 'looks like an option';
  if (isText) return undefined;
  if (/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(word)) return 'has control characters';
  if (!word.isWellFormed()) return 'is no text';
  if (word.length > 4_096) return 'is too long';
  if (count(word, ',') !== count(usual, ',')) return 'has other parts than a good one';
  // A value may be of another kind (a folder in the place of a volume), its key may not.
  if (keysOf(word) !== keysOf(usual)) return 'has other keys than a good one';
  if (/(?:^|[/=,])\.\.(?:$|[/,])/.test(word)) return 'leads upwards';
  if (usual.startsWith('/') && !word.startsWith('/')) return 'is no absolute path any more';
  const root = roots.find((each) => usual.startsWith(`${each}/`));
  if (root !== undefined && !roots.some((each) => word.startsWith(`${each}/`))) return 'left its folder';
  return undefined;
}

const count = (text, piece) => text.split(piece).length - 1;
const keysOf = (text) =>
  text
    .split(',')
    .map((part) => (part.includes('=') ? part.slice(0, part.indexOf('=')) : ''))
    .join(',');
