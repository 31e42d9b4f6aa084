// Writes the reference of all routes: what each needs, takes and answers, and which named operation does it.
import { needsText } from './needs-text.mjs';
import { answerText, paramsTable } from './types-text.mjs';

/** The pages, by the start of a route's path with its braces left out; a route is on the one that fits closest. */
const groups = [
  'access',
  'cluster',
  'cluster/firewall',
  'cluster/ha',
  'cluster/mapping',
  'cluster/notifications',
  'cluster/sdn',
  'nodes',
  'nodes/ceph',
  'nodes/disks',
  'nodes/lxc',
  'nodes/qemu',
  'nodes/storage',
  'pools',
  'storage',
  'version',
];

/**
 * The files of docs/reference, by name. `declared` is what `declaredRoutes` gives, `table` the module
 * src/generated/routes.ts, `operations` what `listOperations` gives.
 */
export function renderReference({ declared, table, operations }) {
  const pages = new Map(groups.map((group) => [group, []]));
  for (const [route, types] of declared.routes) {
    const named = operations.filter(({ op }) => op.route === route);
    const calls = named.map(({ names }) => `\`client.${names.join('.')}\``);
    pages.get(groupOf(route)).push({ route, types, calls, info: table.routeInfo(route) });
  }
  return {
    'README.md': indexPage(pages, table.releases),
    ...Object.fromEntries([...pages].map(([group, rows]) => [fileOf(group), groupPage(group, rows, table)])),
    'property-strings.md': propertyStringsPage(declared.interfaces),
  };
}

function groupOf(route) {
  const parts = route.split('/').slice(1);
  const path = `${parts.filter((part) => !part.startsWith('{')).join('/')}/`;
  const [closest] = groups
    .filter((group) => path.startsWith(`${group}/`))
    .sort((a, b) => b.length - a.length);
  if (closest === undefined)
    throw new Error(`no page of the reference is for ${route}: add one to render.mjs`);
  return closest;
}

function fileOf(group) {
  return `${group.replaceAll('/', '-')}.md`;
}

const made = '<!-- Made by `npm run reference`. Do not edit. -->';

function indexPage(pages, releases) {
  const rows = [...pages].map(([group, list]) => {
    const named = list.filter(({ calls }) => calls.length > 0).length;
    return `| [/${group}](${fileOf(group)}) | ${list.length} | ${named} |`;
  });
  const count = [...pages.values()].reduce((sum, list) => sum + list.length, 0);
  return `${made}

# Routes

All ${count} routes of Proxmox VE ${releases.join(', ')}: what each needs, takes and answers. Each can be called with
\`client.call(route, params)\`: see [any route](../any-route.md). Where a named operation is given, prefer it: it checks
parameters and answer.

| page | routes | with a named operation |
| --- | --- | --- |
${rows.join('\n')}

[Property strings](property-strings.md): parameters that may be given as objects.

## How to read it

- **Since** and **until** name the first and the last of these releases that has it; without either, all have it.
- A **flag** is \`true\` or \`false\`, and 1 or 0 on the wire. A **list** is an array or one text with commas, and one text on
  the wire. An **array** is sent as repeated keys. \`net[n]\` stands for \`net0\`, \`net1\` and so on.
- Braces in a path are parameters, and always required. In a permission they stand for the call's own parameters.
- API tokens are accepted where nothing else is said. **Only root@pam, with a ticket**: a token is refused, also one of
  root.
- Answers are types as TypeScript writes them. Long ones are cut: the whole is \`ApiReturns<'ROUTE'>\` of
  \`@felhom/proxmox/api\`. A \`…\` among words says that a newer host may know more.
`;
}

function groupPage(group, rows, table) {
  const sections = rows.map((row) => routeSection(row, table));
  return `${made}

# /${group}

[All routes](README.md) · [Property strings](property-strings.md)

${sections.join('\n')}`;
}

function routeSection({ route, types, calls, info }, table) {
  const parts = [
    `## ${route}`,
    [spanText(info), ...calls].filter((text) => text !== '').join(' · '),
    needsText(info, table.parsePermissionLine),
    types.params.length === 0 ? '' : paramsTable(types.params),
    answerText(types.returns),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function spanText({ since, until }) {
  const parts = [since && `since ${since}`, until && `until ${until}`].filter((part) => part !== undefined);
  return parts.join(', ').replace(/^./, (first) => first.toUpperCase());
}

function propertyStringsPage(interfaces) {
  const sections = [...interfaces].map(([name, keys]) => `## ${name}\n\n${paramsTable(keys)}\n`);
  return `${made}

# Property strings

[All routes](README.md)

Several named values in one text: \`name=eth0,bridge=vmbr0\`. A parameter of such a type takes the text, or an object
with these keys.

${sections.join('\n')}`;
}
