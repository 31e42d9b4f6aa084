// The API viewer's data (`apidoc.js`) of a Proxmox VE host: a tree of paths, each with the methods that it has.

const assignment = /\b(?:const|let|var)\s+(?:apiSchema|pveapi)\s*=\s*/;

/** The methods of an `apidoc.js` as a flat list. The file goes on with the viewer's own code, which is left alone. */
export function parseApidoc(text) {
  const match = assignment.exec(text);
  if (match === null) throw new Error('not an apidoc.js: no `const apiSchema = [` in it');
  const start = match.index + match[0].length;
  return [...walk(JSON.parse(text.slice(start, endOfValue(text, start))))];
}

function* walk(nodes) {
  for (const { path, info = {}, children = [] } of nodes) {
    for (const [method, facts] of Object.entries(info)) yield { ...facts, path, method };
    yield* walk(children);
  }
}

/** Where the JSON value that begins at `start` ends: at the bracket that closes the first one. */
function endOfValue(text, start) {
  const token = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '[' || found[0] === '{') depth += 1;
    if (found[0] === ']' || found[0] === '}') depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  throw new Error('the apidoc.js is cut off: its list is never closed');
}
