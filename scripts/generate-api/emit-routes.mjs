// Writes src/generated/route-data.ts: what src/generated/routes.ts decodes, as compact text.
//
// One line a route, its columns separated by tabs:
//   route                      `GET /nodes/{node}/lxc`
//   span                       `8.4-`, `-9.1`, `8.4-9.1`, empty for all releases
//   periods                    `12`, with `t` where tokens are refused and `p` where it runs in the privileged daemon;
//                              several, each with its span, where it changed: `-8.4:12p 9.1-:13p`
//   parameters with a span     `name:9.1-`, separated by blanks
//   parameters for root@pam    `name` or `name:3`, separated by blanks
// where numbers count the lines of the two other texts: permissions, and conditions.
import { renderPermission } from './permission.mjs';
import { rootOnlyParams } from './root-only.mjs';
import { periodsOf, spanCode, spanOf } from './spans.mjs';

/** The file's text. */
export function emitRoutes(routes, releases) {
  const permissions = new Numbered();
  const conditions = new Numbered();
  const rows = routes.map((route) =>
    [
      route.route,
      spanCode(spanOf(route.releases, releases)),
      periods(route, permissions),
      spans(route),
      rootOnly(route, conditions),
    ]
      .join('\t')
      .trimEnd(),
  );
  return `// Made by \`node scripts/generate-api.mjs\` from the API of Proxmox VE ${releases.join(', ')}. Do not edit.
// The columns are explained in scripts/generate-api/emit-routes.mjs.

export const releases = ${JSON.stringify(releases)} as const;

export const permissions = ${textOf(permissions.lines)};

export const conditions = ${textOf(conditions.lines)};

export const rows = ${textOf(rows)};
`;
}

/** Lines that are referred to by their number. */
class Numbered {
  lines = [];
  #numbers = new Map();

  numberOf(line) {
    if (!this.#numbers.has(line)) this.#numbers.set(line, this.lines.push(line) - 1);
    return this.#numbers.get(line);
  }
}

function periods(route, permissions) {
  const found = periodsOf(route.facts, ({ facts }) => {
    const number = permissions.numberOf(renderPermission(facts.permissions));
    const token = facts.allowtoken === 0 ? 't' : '';
    return `${number}${token}${Number(facts.protected ?? 0) === 1 ? 'p' : ''}`;
  });
  if (found.length === 1) return found[0].key;
  return found.map(({ key, releases }) => `${spanCode(spanOf(releases, route.releases))}:${key}`).join(' ');
}

function spans(route) {
  return route.params.fields
    .map((field) => [field.name, spanCode(spanOf(field.releases, route.releases))])
    .filter(([, code]) => code !== '')
    .map((pair) => pair.join(':'))
    .sort()
    .join(' ');
}

function rootOnly(route, conditions) {
  return [...rootOnlyParams(route)]
    .map(([name, when]) => (when === '' ? name : `${name}:${conditions.numberOf(when)}`))
    .sort()
    .join(' ');
}

/** A text as a template literal with its own lines, so that a difference shows line by line. */
export function textOf(lines) {
  return `\`${lines.join('\n').replaceAll(/[\\`$]/g, '\\$&')}\``;
}
