// The comments of the generated types: facts of the schema in our own words, never its descriptions.
import { renderPermission } from './permission.mjs';
import { periodsOf, sentence, spanOf, spanText } from './spans.mjs';
import { numberedRows } from './words.mjs';

/** What a route's comment says: since when, who may call it, and whether a token can. */
export function routeDoc(route, all) {
  const needs = periodsOf(route.facts, ({ facts }) => renderPermission(facts.permissions));
  const tokens = periodsOf(route.facts, ({ facts }) => facts.allowtoken === 0);
  return comment([
    spanText(spanOf(route.releases, all)),
    ...needs.toReversed().map((period) => dated(needText(period.key), period, route)),
    ...tokens.toReversed().map((period) => (period.key ? dated('not with an API token', period, route) : '')),
  ]);
}

function needText(line) {
  if (line === 'root@pam') return 'only root@pam, with a ticket';
  if (line === 'world') return 'needs no login';
  const [, more] = /^all(?:; (.*))?$/.exec(line) ?? [];
  if (more !== undefined) return `for any user or token; more with ${more}`;
  return line === 'all' ? 'for any user or token' : `needs ${line}`;
}

/** The newest period needs no date: it is what counts now. */
function dated(text, period, route) {
  const { until } = spanOf(period.releases, route.releases);
  return until === undefined ? sentence(text) : sentence(`until ${until}: ${text}`);
}

/** What a field's comment says. `notes` are sentences that its place adds. */
export function fieldDoc(field, all, notes = []) {
  const { schema } = field.value;
  return comment([
    spanText(spanOf(field.releases, all)),
    requiredText(field),
    kindText(schema),
    requiresText(schema.requires),
    wordsText(field.value),
    rangeText(field),
    field.undocumented ? 'Seen, but not described.' : '',
    ...notes,
  ]);
}

/** For a key that is needed in some releases only, so that the type cannot ask for it. */
function requiredText({ releases, required, optional }) {
  if (!optional || required.length === 0) return '';
  if (required.length === releases.length) return '';
  const { since, until } = spanOf(required, releases);
  return sentence(
    ['required', ...(since ? [`since ${since}`] : []), ...(until ? [`until ${until}`] : [])].join(' '),
  );
}

function kindText(schema) {
  const kinds = schema['instance-types'];
  if (!Array.isArray(kinds)) return '';
  return sentence(`only with \`${schema['type-property'] ?? 'type'}\` ${kinds.map(code).join(' or ')}`);
}

function requiresText(requires) {
  return requires === undefined ? '' : sentence(`only together with ${code(requires)}`);
}

/** Words that not every release of the field knows. */
function wordsText({ words, wordReleases }) {
  const bySpan = new Map();
  for (const [word, having] of words) {
    const text = spanText(spanOf(having, wordReleases));
    if (text !== '') bySpan.set(text, [...(bySpan.get(text) ?? []), code(word)]);
  }
  const rows = [...numberedRows(words.keys())].map(
    ([prefix, last]) => `${code(`${prefix}0`)} to ${code(prefix + last)}`,
  );
  const listed = rows.length > 0 ? [`${rows.join(', ')}.`] : [];
  const dated = [...bySpan].map(
    ([text, list]) => `${list.join(', ')}: ${text[0].toLowerCase()}${text.slice(1)}`,
  );
  return [...listed, ...dated].join(' ');
}

function rangeText({ name, value: { schema } }) {
  const { minimum = schema.min, maximum = schema.max } = schema;
  const parts = [];
  if (minimum !== undefined && maximum !== undefined) parts.push(`${minimum} to ${maximum}`);
  else if (minimum !== undefined) parts.push(`at least ${minimum}`);
  else if (maximum !== undefined) parts.push(`at most ${maximum}`);
  const preset = wrongDefaults.has(name) ? '' : defaultText(schema.default);
  if (preset !== '') parts.push(preset);
  return sentence(parts.join(', '));
}

/** Left out, as the schema is wrong: pve-container made it 1 in 6.0.6 (PVE 9) without saying so there. */
const wrongDefaults = new Set(['unprivileged']);

/** A default that is a value; some are explanations, which stay with Proxmox. */
function defaultText(value) {
  const plain = typeof value === 'number' || (typeof value === 'string' && /^[\w./:@-]{1,40}$/.test(value));
  return plain ? `default ${code(value)}` : '';
}

function code(text) {
  return `\`${text}\``;
}

/** Sentences as a doc comment, or nothing. */
function comment(sentences) {
  const text = sentences.filter((part) => part !== '').join(' ');
  return text === '' ? '' : `/** ${text} */`;
}

/** Leads from a property string to the interface of its object form. */
export function fieldLinks(name) {
  return name === undefined ? [] : [`Property string of {@link ${name}}.`];
}
