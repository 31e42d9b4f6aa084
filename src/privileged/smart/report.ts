import { OutputError } from '../errors.js';
import { type AtaAttribute, attributesOf } from './attributes.js';
import { decodeSmartExit, type SmartExit } from './exit-status.js';
import { figuresOf, type SmartFigures } from './figures.js';
import { type Judgement, judge, type SmartNote, supportOf } from './judgement.js';
import { at, listOf, numberOf, textOf } from './values.js';

/**
 * `read`: it told of its health. `no-smart`: it answered, and has nothing to tell. `asleep`: it was left asleep, see `wake`.
 * `unreadable`: it could not be opened, identified or understood, which says nothing of its health.
 */
export type SmartState = 'read' | 'no-smart' | 'asleep' | 'unreadable';

/** What a disk is. */
export interface SmartDevice {
  /** As smartctl was asked: `/dev/sda`. */
  readonly name: string | undefined;
  /** How it was talked to: `sat`, `nvme`, `scsi`, `megaraid,0`. */
  readonly type: string | undefined;
  /** `ATA`, `NVMe`, `SCSI`. */
  readonly protocol: string | undefined;
  readonly model: string | undefined;
  readonly serial: string | undefined;
  readonly firmware: string | undefined;
  readonly bytes: number | undefined;
  /** Revolutions a minute; 0 for a solid-state disk. */
  readonly rotationRate: number | undefined;
}

/** What a disk says of its health, in one form for ATA, NVMe and SCSI. */
export interface SmartReport extends SmartFigures, Judgement {
  readonly state: SmartState;
  readonly device: SmartDevice;
  /** Of a disk that was left asleep: `STANDBY`, or `SLEEP`, which smartctl also says of a device that does not answer at all. */
  readonly powerMode: string | undefined;
  readonly attributes: readonly AtaAttribute[];
  /** Undefined where the answer does not have it. */
  readonly exit: SmartExit | undefined;
  /** What smartctl had to say beside it: errors and warnings. */
  readonly messages: readonly string[];
  /** All that smartctl printed. */
  readonly raw: unknown;
}

/**
 * Reads what `smartctl --json` printed, of versions 7.0 to 7.5 and with any of its options: the report of one disk.
 *
 * A value that is missing or implausible is undefined, and never 0. `exitCode` is needed only where the JSON does not hold it.
 *
 * @throws OutputError for anything but JSON, also for bytes that are no UTF-8
 */
export function parseSmartctl(output: string | Uint8Array, exitCode?: number): SmartReport {
  const json = parseJson('smartctl', output);
  const code = numberOf(at(json, 'smartctl', 'exit_status')) ?? exitCode;
  const exit = code === undefined ? undefined : decodeSmartExit(code);
  const messages = listOf(at(json, 'smartctl', 'messages')).flatMap(
    (message) => textOf(at(message, 'string')) ?? [],
  );
  const attributes = attributesOf(json);
  const figures = figuresOf(json, attributes);
  const common = {
    device: deviceOf(json),
    attributes,
    ...figures,
    exit,
    messages,
    raw: json,
  };
  const powerMode = sleepOf(messages, code);
  if (powerMode !== undefined && !tellsHealth(json)) {
    // The code is what was asked for, and none of its bits means anything.
    const plain = exit && { ...decodeSmartExit(0), code: exit.code };
    return { ...common, exit: plain, state: 'asleep', powerMode, ...unknown(whyAsleep(powerMode)) };
  }
  const judgement = judge({ json, exit, attributes, figures, messages });
  const base = { ...common, powerMode: undefined };
  // What the disk says of itself counts, whatever else went wrong.
  if (tellsHealth(json) || judgement.verdict === 'failing') return { ...base, state: 'read', ...judgement };
  if (supportOf(json) === false) return { ...base, state: 'no-smart', ...judgement };
  const isAnswer = at(json, 'device') !== undefined && messages.length === 0;
  const isRefused = exit?.usage === true || exit?.open === true || exit?.command === true;
  if (isAnswer && !isRefused) return { ...base, state: 'read', ...judgement };
  return { ...base, state: 'unreadable', ...unknown(whyUnreadable(json, messages, exit)) };
}

/** JSON of a program. @throws OutputError */
export function parseJson(program: string, output: string | Uint8Array): unknown {
  let text: string;
  try {
    text = typeof output === 'string' ? output : new TextDecoder('utf-8', { fatal: true }).decode(output);
  } catch (cause) {
    throw new OutputError(program, 'bytes that are no UTF-8', '', { cause });
  }
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  } catch (cause) {
    throw new OutputError(program, text.trim() === '' ? 'nothing' : 'something that is no JSON', text, {
      cause,
    });
  }
  throw new OutputError(program, 'JSON that is no object', text);
}

function unknown(reason: SmartNote): Judgement {
  return { verdict: 'unknown', reasons: [reason], warnings: [] };
}

// A disk in SLEEP answers nothing, so smartctl takes for one whatever answers nothing: also a dead disk, and a bridge that passes nothing on.
function whyAsleep(powerMode: string): SmartNote {
  if (powerMode === 'SLEEP')
    return {
      code: 'asleep-or-silent',
      text: 'it did not say whether it is awake: asleep (SLEEP), or unable to answer; `wake` asks it all the same',
    };
  return { code: 'asleep', text: `it is left asleep (${powerMode}); \`wake\` asks it all the same` };
}

// Exit code 3 is what this package asks for in this case; no failure has both of its bits.
function sleepOf(messages: readonly string[], code: number | undefined): string | undefined {
  const named = messages
    .map((text) => /^Device is in (\S+)(?: \(OS\))? mode/.exec(text)?.[1])
    .find((name) => name !== undefined);
  return named ?? (code === 3 ? 'STANDBY' : undefined);
}

const sections = [
  'smart_status',
  'ata_smart_attributes',
  'ata_smart_data',
  'nvme_smart_health_information_log',
  'scsi_error_counter_log',
  'scsi_grown_defect_list',
  'power_on_time',
];

function tellsHealth(json: unknown): boolean {
  return sections.some((name) => at(json, name) !== undefined);
}

const causes: readonly (readonly [pattern: RegExp, code: string, text: string])[] = [
  [/Unknown USB bridge/i, 'usb-bridge-unknown', 'smartctl does not know this USB bridge: give its type'],
  [
    /Unable to detect device type|specify device type/i,
    'type-unknown',
    'smartctl cannot tell what kind of device this is: give its type, if it has SMART at all',
  ],
  [/Unknown device type/i, 'type-unsupported', 'this version of smartctl does not know this type'],
  [/No such (?:file|device)/i, 'no-such-device', 'there is no such device'],
  [/Permission denied|Operation not permitted/i, 'permission', 'only root may open it'],
  [
    /UNRECOGNIZED OPTION|INVALID ARGUMENT|ARGUMENT REQUIRED|requires a device name/i,
    'usage',
    'smartctl refused its arguments',
  ],
  [/Device or resource busy|in use/i, 'busy', 'something else holds the device'],
  [/open device: .* failed|open failed/i, 'open-failed', 'the device could not be opened'],
];

function whyUnreadable(json: unknown, messages: readonly string[], exit: SmartExit | undefined): SmartNote {
  if (listOf(at(json, 'devices')).length > 0)
    return { code: 'scan-list', text: 'this is a list of devices: none of them was asked' };
  const found = causes.find(([pattern]) => messages.some((message) => pattern.test(message)));
  if (found !== undefined) return { code: found[1], text: found[2] };
  if (exit?.open === true)
    return {
      code: 'identify-failed',
      text: 'it did not say what it is: not a disk of this type, or one that no longer answers',
    };
  if (exit?.command === true)
    return {
      code: 'health-unreadable',
      text: messages[0] ?? 'it did not answer what was asked of its health',
    };
  return { code: 'unreadable', text: messages[0] ?? 'the answer holds nothing about a disk' };
}

function deviceOf(json: unknown): SmartDevice {
  const vendor = textOf(at(json, 'scsi_vendor')) ?? textOf(at(json, 'vendor'));
  const product = textOf(at(json, 'scsi_product')) ?? textOf(at(json, 'product'));
  const joined = [vendor, product].filter((part) => part !== undefined).join(' ');
  return {
    name: textOf(at(json, 'device', 'name')),
    type: textOf(at(json, 'device', 'type')),
    protocol: textOf(at(json, 'device', 'protocol')),
    model:
      textOf(at(json, 'model_name')) ??
      textOf(at(json, 'scsi_model_name')) ??
      (joined === '' ? undefined : joined),
    serial: textOf(at(json, 'serial_number')),
    firmware:
      textOf(at(json, 'firmware_version')) ??
      textOf(at(json, 'scsi_revision')) ??
      textOf(at(json, 'revision')),
    bytes:
      numberOf(at(json, 'user_capacity', 'bytes')) ??
      numberOf(at(json, 'user_capacity')) ??
      numberOf(at(json, 'nvme_total_capacity')),
    rotationRate: rotation(json),
  };
}

function rotation(json: unknown): number | undefined {
  const rate = numberOf(at(json, 'rotation_rate'));
  if (rate !== undefined) return rate;
  return at(json, 'device', 'protocol') === 'NVMe' ? 0 : undefined;
}
