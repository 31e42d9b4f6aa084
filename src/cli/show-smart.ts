import type { DiskHealth, SmartReport } from '../agent/host.js';
import { count } from '../agent/units.js';
import { type ExitCode, exitCode } from './exit-code.js';
import { table } from './show-checks.js';
import type { Colour, Writer } from './writer.js';

/** 1 where a disk is failing, else 3 where one gave no verdict, else 0. One that is left asleep is well, as far as one can know. */
export function codeOfDisks(disks: readonly DiskHealth[]): ExitCode {
  if (disks.some(({ report }) => report?.verdict === 'failing')) return exitCode.failed;
  const isOpen = disks.some(({ report }) => report?.verdict !== 'passed' && !isAsleep(report));
  return isOpen ? exitCode.unreachable : exitCode.ok;
}

// SLEEP is also what a dead disk is taken for.
function isAsleep(report: SmartReport | undefined): boolean {
  return report?.state === 'asleep' && report.reasons[0]?.code === 'asleep';
}

/** One line for a disk, and below it why, and what to keep an eye on. */
export function showDisks(writer: Writer, disks: readonly DiskHealth[]): void {
  if (disks.length === 0) {
    writer.line('smartctl finds no disk that it could ask (virtual disks have no SMART).');
    return;
  }
  const head = ['', 'disk', 'type', 'model', 'temp', 'hours', 'wear', 'realloc', 'pending', 'errors'];
  const lines = table([head, ...disks.map(row)]);
  writer.line(writer.paint('dim', lines[0] ?? ''));
  for (const [index, disk] of disks.entries()) {
    const [mark, colour] = markOf(disk);
    writer.line((lines[index + 1] ?? '').replace(mark, () => writer.paint(colour, mark)));
    for (const text of notes(disk)) writer.line(`         ${text}`);
  }
  const failing = disks.filter(({ report }) => report?.verdict === 'failing').length;
  writer.line();
  writer.line(
    `${count(disks.length, 'disk')}${failing === 0 ? '' : `, ${failing} failing: copy what is on it`}`,
  );
}

function markOf({ report }: DiskHealth): readonly [string, Colour] {
  if (report?.verdict === 'failing') return ['[FAIL]', 'red'];
  if (report?.verdict === 'passed')
    return report.warnings.length > 0 ? ['[warn]', 'yellow'] : ['[ ok ]', 'green'];
  return isAsleep(report) ? ['[rest]', 'dim'] : ['[ ?? ]', 'yellow'];
}

function row(disk: DiskHealth): string[] {
  const { device, type = '-', report } = disk;
  const show = (value: number | undefined, unit = '') => (value === undefined ? '-' : `${value}${unit}`);
  const wear = report?.wear === undefined ? undefined : Math.round(report.wear * 100);
  return [
    markOf(disk)[0],
    device,
    type,
    report?.device.model ?? '-',
    show(report?.temperature, ' °C'),
    show(report?.powerOnHours),
    show(wear, ' %'),
    show(report?.reallocated),
    show(report?.pending),
    show(report?.mediaErrors),
  ];
}

function notes({ report, error }: DiskHealth): string[] {
  if (report === undefined) return [error?.message ?? 'it was not asked'];
  const reasons = report.verdict === 'passed' ? [] : report.reasons;
  return [...reasons, ...report.warnings].map(({ text }) => text);
}
