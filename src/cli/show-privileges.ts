import type { PrivilegeReport } from '../agent/privilege-report.js';
import type { NeedVerdict, OperationVerdict } from '../agent/privileges.js';
import { count } from '../agent/units.js';
import { table } from './show-checks.js';
import type { Writer } from './writer.js';

/** More places than this are counted, not named. */
const mostNamed = 4;

/** More needs of single parameters than this are put together. */
const mostLimits = 2;

/** Each operation, whether the caller may carry it out, and where; then the commands that grant the rest. */
export function showPrivileges(writer: Writer, report: PrivilegeReport): void {
  const allowed = report.operations.filter(({ may }) => may !== 'no').length;
  writer.line(
    writer.paint(
      'bold',
      `${report.identity} may carry out ${allowed} of ${report.operations.length} operations`,
    ),
  );
  let group: string | undefined;
  const lines = table(report.operations.map((verdict) => [verdict.name, verdict.may, where(verdict)]));
  for (const [index, verdict] of report.operations.entries()) {
    const [resource = ''] = verdict.name.split('.');
    if (resource !== group && verdict.name.includes('.')) writer.line();
    group = resource;
    writer.line(`  ${paintLine(writer, verdict, lines[index] ?? '')}`);
  }
  if (report.grants.length > 0) showGrants(writer, report);
}

function paintLine(writer: Writer, { may, needs }: OperationVerdict, line: string): string {
  if (may === 'yes' && !needs.some(isLimited)) return line;
  return writer.paint(may === 'no' ? 'red' : 'yellow', line);
}

function showGrants(writer: Writer, { grants, identity }: PrivilegeReport): void {
  const at = identity.lastIndexOf('@');
  const bang = identity.indexOf('!', at);
  writer.line();
  writer.line(`To allow ${grants.length === 1 ? 'it' : 'all'} of them, in a root shell on the host:`);
  for (const { command } of grants) writer.line(`  ${command}`);
  writer.line();
  writer.line(
    'An entry replaces what is inherited at its path, so each role also holds what is there today.',
  );
  if (bang !== -1 && !identity.startsWith('root@pam!')) {
    const user = identity.slice(0, bang);
    writer.line(
      `The entry is for ${user} too, as a token never has more than its user. If ${user} has more than this token,`,
    );
    writer.line(`add that to the roles first (\`pveum user permissions ${user}\` shows it).`);
  }
}

/** Where an operation is allowed, or what is missing. */
export function where({ may, needs }: OperationVerdict): string {
  const always = needs.filter(({ need }) => need.when === undefined);
  if (may === 'no') {
    return `needs ${always
      .filter(({ met }) => met === 'nowhere')
      .map(describeNeed)
      .join(' and ')}`;
  }
  const limits = describeLimits(needs.filter(isLimited));
  if (may === 'partly') return [...always.map(describePlaces), ...limits].join('; ');
  const roots = [...new Set(always.map(({ root }) => root))].join(', ');
  return [roots === '' ? 'any user' : `everywhere (${roots})`, ...limits].join('; ');
}

/** A need of some parameters that is not met everywhere. */
function isLimited({ need, met }: NeedVerdict): boolean {
  return need.when !== undefined && met !== 'everywhere';
}

/** A few in full; of more only what is missing, as the line would have no end. JSON has them all. */
function describeLimits(limits: readonly NeedVerdict[]): string[] {
  if (limits.length <= mostLimits) return limits.map(describeLimit);
  const paths = [...new Set(limits.map(({ need }) => need.path))];
  const missing = paths.map((path) => {
    const names = limits
      .filter(({ need }) => need.path === path)
      .flatMap(({ need }) => [...(need.all ?? []), ...(need.any ?? [])]);
    return `${[...new Set(names)].join(', ')} on ${path}`;
  });
  return [`some parameters need more: ${missing.join(' and ')}`];
}

function describeLimit(verdict: NeedVerdict): string {
  const { need, met } = verdict;
  return met === 'nowhere'
    ? `${describeNeed(verdict)} is missing for ${need.when}`
    : `for ${need.when} ${describePlaces(verdict)}`;
}

function describeNeed({ need }: NeedVerdict): string {
  const all = need.all ?? [];
  const any = need.any ?? [];
  const parts = [
    ...(all.length > 0 ? [all.join(' and ')] : []),
    ...(any.length > 0 ? [any.length > 2 ? `one of ${any.join(', ')}` : any.join(' or ')] : []),
  ];
  return `${parts.join(' and ')} on ${need.path}`;
}

function describePlaces({ met, root, on, except }: NeedVerdict): string {
  if (met === 'everywhere') return `everywhere on ${root}`;
  return except.length > 0 ? `on ${root}, but not on ${named(except)}` : `only on ${named(on)}`;
}

function named(paths: readonly string[]): string {
  if (paths.length <= mostNamed) return paths.join(', ');
  return `${paths.slice(0, mostNamed - 1).join(', ')} and ${count(paths.length - mostNamed + 1, 'more', 'more')}`;
}
