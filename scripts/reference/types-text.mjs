// Parameters and answers, as far as a page can show them.

const longestAnswer = 240;

/** Parameters, or the keys of a property string, as a table. */
export function paramsTable(fields) {
  const rows = fields.map(({ name, required, doc, shape }) => {
    const notes = [required ? 'Required.' : '', withoutLinks(doc)].filter((text) => text !== '');
    return `| \`${name}\` | ${shapeText(shape)} | ${notes.join(' ')} |`;
  });
  return ['| parameter | type | |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The type leads to what a comment's link does. */
function withoutLinks(doc) {
  return doc.replaceAll(/ ?Property string of \{@link \w+\}\.?/g, '').replaceAll('|', '\\|');
}

function shapeText({ scalars, words, list, properties, array }) {
  const parts = [
    words.map((word) => `\`${word}\``).join(', '),
    ...scalars.map((scalar) => (scalar === 'boolean' ? 'flag' : scalar)),
    list ? 'list' : '',
    array === undefined ? '' : `array of ${shapeText(array)}`,
    ...properties.map((name) => `[${name}](property-strings.md#${name.toLowerCase()})`),
  ];
  return parts.filter((part) => part !== '').join(' or ');
}

/** A type, in as much of it as fits. Backticks may be in it. */
export function answerText(type) {
  if (type === 'null') return 'Answers nothing.';
  const open = type.replaceAll(/\((?:string|number) & \{\}\)/g, '…');
  const short =
    open.length > longestAnswer ? `${open.slice(0, open.lastIndexOf('; ', longestAnswer))}; …` : open;
  return `Answers \`\` ${short} \`\``;
}
