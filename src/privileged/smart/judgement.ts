import type { AtaAttribute } from './attributes.js';
import type { SmartExit } from './exit-status.js';
import { isEmptyLog, type SmartFigures, wearPercent } from './figures.js';
import { at, flagOf, listOf, numberOf, textOf } from './values.js';

/** Something about a disk: a stable word for programs, and a sentence for people. */
export interface SmartNote {
  readonly code: string;
  readonly text: string;
}

/**
 * `failing`: the disk says itself that it has failed or will soon, or a value that foretells it is beyond its maker's threshold.
 * `passed`: it says that it is well. `unknown`: it says neither; nothing is concluded from what is missing.
 */
export type SmartVerdict = 'passed' | 'failing' | 'unknown';

export interface Judgement {
  readonly verdict: SmartVerdict;
  /** Why the verdict is what it is. */
  readonly reasons: readonly SmartNote[];
  /** What to keep an eye on. A disk with warnings can work for years: they change no verdict. */
  readonly warnings: readonly SmartNote[];
}

export interface Facts {
  readonly json: unknown;
  readonly exit: SmartExit | undefined;
  readonly attributes: readonly AtaAttribute[];
  readonly figures: SmartFigures;
  readonly messages: readonly string[];
}

export function judge(facts: Facts): Judgement {
  const warnings = warningsOf(facts);
  const failures = failuresOf(facts);
  if (failures.length > 0) return { verdict: 'failing', reasons: failures, warnings };
  const { json } = facts;
  const passed = flagOf(at(json, 'smart_status', 'passed'));
  if (passed === true && isEmptyLog(json)) {
    const text =
      'it says that it is well, but its health log is empty: a virtual disk, or a USB bridge that makes answers up';
    return { verdict: 'unknown', reasons: [{ code: 'empty-log', text }], warnings };
  }
  if (passed === true)
    return {
      verdict: 'passed',
      reasons: [{ code: 'status-passed', text: 'the disk says that it is well' }],
      warnings,
    };
  return { verdict: 'unknown', reasons: [whyUnknown(json)], warnings };
}

const nvmeBits: readonly (readonly [bit: number, code: string, text: string])[] = [
  [0x01, 'nvme-spare', 'its spare blocks are nearly used up'],
  [0x02, 'nvme-temperature', 'it is too hot or too cold; the memory itself may be sound'],
  [0x04, 'nvme-reliability', 'it is no longer reliable, after errors of its memory or inside it'],
  [0x08, 'nvme-read-only', 'it has made itself read-only'],
  [0x10, 'nvme-backup-power', 'what keeps its cache through a power failure has failed'],
  [0x20, 'nvme-persistent-memory', 'its persistent memory region is read-only or unreliable'],
  [0xc0, 'nvme-other', 'it warns of something that smartctl does not know'],
];

function failuresOf({ json, exit, attributes }: Facts): SmartNote[] {
  const beyond = attributes.filter(({ below, prefailure }) => below === 'now' && prefailure);
  const said = flagOf(at(json, 'smart_status', 'passed')) === false || exit?.failing === true;
  const warning =
    numberOf(at(json, 'nvme_smart_health_information_log', 'critical_warning')) ??
    numberOf(at(json, 'smart_status', 'nvme', 'value')) ??
    0;
  const details = [
    ...nvmeBits.filter(([bit]) => (warning & bit) !== 0).map(([, code, text]) => ({ code, text })),
    ...beyond.map((row) => ({ code: 'attribute-failing', text: `${describe(row)}: it foretells a failure` })),
    // Bit 4 without the table: smartctl saw the attribute, and this answer does not show it.
    ...(exit?.prefail === true && beyond.length === 0
      ? [{ code: 'attribute-failing', text: 'an attribute that foretells a failure is beyond its threshold' }]
      : []),
  ];
  if (!said) return details;
  if (isTestAlarm(json)) return details;
  const asc = textOf(at(json, 'smart_status', 'scsi', 'ie_string'));
  const text = `the disk says that it is failing${asc === undefined ? '' : ` (${asc.toLowerCase()})`}`;
  return [{ code: 'status-failed', text }, ...details];
}

// ASC 0x5d with ASCQ 0xff is what a SCSI disk says while its alarm is being tried out: neither good nor bad.
function isTestAlarm(json: unknown): boolean {
  const scsi = at(json, 'smart_status', 'scsi');
  return numberOf(at(scsi, 'asc')) === 0x5d && numberOf(at(scsi, 'ascq')) === 0xff;
}

function whyUnknown(json: unknown): SmartNote {
  if (isTestAlarm(json))
    return { code: 'test-alarm', text: 'its alarm is being tried out, which hides its real status' };
  if (supportOf(json) === false) return { code: 'not-supported', text: 'the device has no SMART' };
  if (flagOf(at(json, 'smart_support', 'enabled')) === false)
    return { code: 'disabled', text: 'SMART is switched off in the disk (smartctl -s on switches it on)' };
  if (at(json, 'tapealert') !== undefined || isTape(json))
    return { code: 'no-status', text: 'a tape drive has no overall status' };
  return { code: 'no-status', text: 'the answer holds no overall status' };
}

/** Whether the device has SMART at all; undefined where smartctl (before 7.3) does not say. */
export function supportOf(json: unknown): boolean | undefined {
  return flagOf(at(json, 'smart_support', 'available')) ?? flagOf(at(json, 'smart_support'));
}

function isTape(json: unknown): boolean {
  const type = numberOf(at(json, 'device_type', 'scsi_value'));
  return type === 1 || type === 8;
}

function describe({ id, name, value, threshold }: AtaAttribute): string {
  const where =
    value === undefined || threshold === undefined ? '' : ` is ${value}, its threshold ${threshold}`;
  return `attribute ${id} ${name}${where}`;
}

function warningsOf(facts: Facts): SmartNote[] {
  const { json, exit, attributes, figures, messages } = facts;
  const notes: SmartNote[] = [];
  const note = (code: string, text: string) => notes.push({ code, text });
  for (const row of attributes) {
    if (row.below === 'now' && !row.prefailure)
      note('attribute-low', `${describe(row)}: a sign of age or use, not of failure`);
    if (row.below === 'past')
      note('attribute-was-low', `attribute ${row.id} ${row.name} was beyond its threshold once`);
  }
  if (exit?.past === true && !attributes.some(({ below }) => below !== undefined))
    note('attribute-was-low', 'an attribute is or was beyond its threshold');
  counts(figures, note);
  endurance(json, figures, note);
  logs(json, exit, figures, note);
  const { temperature } = figures;
  const limit = [at(json, 'temperature', 'drive_trip'), at(json, 'temperature', 'critical_limit_max')]
    .map(numberOf)
    .find((degrees) => degrees !== undefined && degrees > 0);
  if (temperature !== undefined && limit !== undefined && temperature >= limit)
    note('hot', `${temperature} °C, its limit is ${limit} °C`);
  if (exit?.command === true)
    note('command-failed', 'some command to the disk failed, or a checksum was wrong: not all could be read');
  if (messages.some((text) => /based on an Attribute check/i.test(text)))
    note('attribute-check', 'the status could not be asked for: it was concluded from the attributes');
  return notes;
}

type Noter = (code: string, text: string) => void;

function counts({ reallocated, pending, uncorrectable, mediaErrors }: SmartFigures, note: Noter): void {
  const rows: [string, number | undefined, string][] = [
    ['reallocated', reallocated, 'sectors were replaced by spare ones'],
    ['pending', pending, 'sectors could not be read, and wait for a write'],
    ['uncorrectable', uncorrectable, 'sectors could not be read when the disk tested itself'],
    ['media-errors', mediaErrors, 'reads or writes failed for good'],
  ];
  for (const [code, count, text] of rows) if ((count ?? 0) > 0) note(code, `${count} ${text}`);
}

function endurance(json: unknown, { wear, spare }: SmartFigures, note: Noter): void {
  if (wear !== undefined && wear >= 1)
    note('worn-out', `${wearPercent(json) ?? 100} % of its rated endurance is used`);
  const threshold = numberOf(at(json, 'nvme_smart_health_information_log', 'available_spare_threshold'));
  if (spare !== undefined && threshold !== undefined && spare * 100 < threshold)
    note(
      'spare-low',
      `${Math.round(spare * 100)} % of its spare blocks are left, its threshold is ${threshold} %`,
    );
}

function logs(json: unknown, exit: SmartExit | undefined, figures: SmartFigures, note: Noter): void {
  const isAta = at(json, 'ata_smart_error_log') !== undefined;
  const entries = isAta ? (figures.errorLogCount ?? 0) : 0;
  if (exit?.errorLog === true || entries > 0)
    note('error-log', `${entries > 0 ? entries : 'some'} errors in its error log`);
  if (exit?.selfTestLog === true || failedTests(json))
    note('self-test-failed', 'a self-test failed, and none that went well came after it');
}

function failedTests(json: unknown): boolean {
  return ['standard', 'extended'].some((name) => {
    const log = at(json, 'ata_smart_self_test_log', name);
    const total = numberOf(at(log, 'error_count_total')) ?? 0;
    return listOf(at(log, 'table')).length > 0 && total > (numberOf(at(log, 'error_count_outdated')) ?? 0);
  });
}
