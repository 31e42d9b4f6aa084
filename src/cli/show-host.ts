import type { DoctorReport, HostInfo, Lack } from '../agent/host.js';
import { count } from '../agent/units.js';
import { table } from './show-checks.js';
import type { Writer } from './writer.js';

/** What the host is. */
export function showInfo(writer: Writer, { node, kernel, proxmox, tools, problems }: HostInfo): void {
  const rows = [
    ['node', node],
    ['Proxmox VE', proxmox === undefined ? 'not on this host' : proxmox.version],
    ['kernel', kernel],
  ];
  for (const line of table(rows)) writer.line(line);
  writer.line();
  const programs = tools.map(({ program, present, version, binary, package: name }) => [
    program,
    present ? (version ?? 'there') : 'missing',
    present ? binary : `apt install ${name}`,
  ]);
  for (const line of table(programs)) writer.line(`  ${line}`);
  for (const problem of problems) writer.note(problem);
}

const ways = {
  direct: 'as root',
  sudo: 'with sudo',
  helper: 'through the root helper',
  other: 'with a runner of its own',
} as const;

/** What can be done, and what is missing for the rest. */
export function showDoctor(writer: Writer, { runner, operations }: DoctorReport): void {
  const mark = (ok: boolean) => (ok ? writer.paint('green', '[ ok ]') : writer.paint('red', '[FAIL]'));
  writer.line(`${mark(runner.ok)} commands run ${ways[runner.way]}`);
  for (const lack of runner.lacks) showLack(writer, lack);
  const width = Math.max(0, ...operations.map(({ operation }) => operation.length));
  for (const { operation, ok, lacks, wishes } of operations) {
    const missing = lacks.map(({ text }) => text).join('; ');
    writer.line(`${mark(ok)} ${ok ? operation : `${operation.padEnd(width)}  ${missing}`}`);
    for (const { text, hint } of wishes)
      writer.line(`         better with it: ${text}${hint === undefined ? '' : ` (${hint})`}`);
  }
  const lacking = operations.filter(({ ok }) => !ok);
  const hints = new Set(lacking.flatMap(({ lacks }) => lacks.flatMap(({ hint }) => hint ?? [])));
  if (hints.size > 0) writer.line();
  for (const hint of hints) writer.line(`${writer.paint('bold', '->')} ${hint}`);
  writer.line();
  writer.line(`${count(operations.length, 'operation')}, ${operations.length - lacking.length} can be done`);
}

function showLack(writer: Writer, { text }: Lack): void {
  writer.line(`         ${text}`);
}
