// Who may call a route, in words. The notation of permissions is that of src/generated/permission.ts.

/** What the table says of a route's callers, now and in earlier releases. `parse` is `parsePermissionLine`. */
export function needsText(info, parse) {
  const earlier = info.earlier.toReversed().map((period) => {
    const text = periodText(period, parse);
    return `Until ${period.until}: ${text[0].toLowerCase()}${text.slice(1)}.`;
  });
  return [`${periodText(info, parse)}.`, ...earlier].join(' ');
}

function periodText({ permission, rootOnly, allowtoken }, parse) {
  const text = permissionText(parse(permission));
  return rootOnly || allowtoken ? text : `${text}; not with an API token`;
}

function permissionText({ kind, check, more }) {
  if (kind === 'root') return 'Only root@pam, with a ticket';
  if (kind === 'world') return 'Anyone, without a login';
  if (kind === 'check') return `Needs ${checkText(check)}`;
  return more === undefined ? 'Any user or token' : `Any user or token; more with ${checkText(more)}`;
}

function checkText(check) {
  const write = words[check.kind];
  if (write === undefined) throw new Error(`the reference has no words for the check ${check.kind}`);
  return write(check);
}

const words = {
  privileges: ({ path, mode, privileges, onlyWith }) => {
    const condition = onlyWith === undefined ? '' : ` where \`${onlyWith}\` is given`;
    return `${either(privileges, mode)} on \`${path}\`${condition}`;
  },
  'user-group': ({ privileges, given }) =>
    `${either(privileges, 'any')} on ${given === undefined ? 'a group of `{userid}`' : 'the `groups` that are given'}`,
  'user-realm': ({ privilege }) => `${privilege} on the realm of \`{userid}\``,
  self: () => 'to be `{userid}`',
  'modify-acl': ({ path }) => `the right to change the ACL on \`${path}\``,
  and: ({ checks }) => checks.map(inner).join(' and '),
  or: ({ checks }) => checks.map(inner).join(' or '),
};

function either(privileges, mode) {
  return privileges.join(mode === 'any' ? ' or ' : ' and ');
}

/** A part with an `and` or `or` of its own is put into parentheses. */
function inner(check) {
  const parts = check.checks ?? check.privileges ?? [];
  return parts.length > 1 ? `(${checkText(check)})` : checkText(check);
}
