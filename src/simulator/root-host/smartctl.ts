import type { Disk } from '../disks.js';
import type { Host } from './command.js';
import { type GnuOptions, parseGnu } from './gnu-options.js';
import type { Invocation } from './invocation.js';
import { deviceTypes, diskReport, healthBits, type Sections, typeOf } from './smart-report.js';

/** `smartctl` 7.4. JSON with `-j`; as text only its errors, since what a disk is like is not modelled as text. */

const options =
  'a|all x|xall i|info H|health c|capabilities A|attributes l|log= j|json? d|device= n|nocheck= scan scan-open V|version q|quietmode= T|tolerance=';

/** What it prints, and how it ends. */
interface Answer {
  readonly messages: readonly { readonly string: string; readonly severity: string }[];
  readonly body: object;
  readonly code: number;
  /** Neither the list of devices nor a mistake in the words comes with the time. */
  readonly timed: boolean;
}

const version = [7, 4];

export function runSmartctl({ machine, world }: Host, invocation: Invocation): number {
  const parsed = parseGnu(options, invocation.argv);
  const { given } = parsed;
  const answer = answerTo(parsed, machine.disks);
  const { messages, body, code, timed } = answer;
  if (!given.has('json')) {
    invocation.out(`${heading}${textOf(answer)}\n`);
    return messages.length > 0 ? code : 1;
  }
  const now = world.clock.now();
  const report = {
    json_format_version: [1, 0],
    smartctl: {
      version,
      pre_release: false,
      svn_revision: '5530',
      platform_info: 'x86_64-linux-6.17.2-1-pve',
      build_info: '(local build)',
      argv: ['smartctl', ...invocation.argv],
      ...(messages.length > 0 ? { messages } : {}),
      exit_status: code,
    },
    ...(timed ? { local_time: { time_t: Math.floor(now / 1000), asctime: asctime(now) } } : {}),
    ...body,
  };
  const isCompact = given.get('json')?.some((flags) => flags.includes('c')) === true;
  invocation.out(isCompact ? JSON.stringify(report) : `${JSON.stringify(report, null, 2)}\n`);
  return code;
}

const heading =
  'smartctl 7.4 2023-08-01 r5530 [x86_64-linux-6.17.2-1-pve] (local build)\n' +
  'Copyright (C) 2002-23, Bruce Allen, Christian Franke, www.smartmontools.org\n\n';

function textOf({ messages }: Answer): string {
  if (messages.length > 0) return messages.map(({ string }) => string).join('\n');
  return 'smartctl: this text is not modelled by the simulator: use --json';
}

function isListed(given: GnuOptions['given']): boolean {
  return given.has('scan') || given.has('scan-open');
}

function answerTo(parsed: GnuOptions, disks: readonly Disk[]): Answer {
  const wrong = wrongWords(parsed);
  if (wrong !== undefined) return wrong;
  const { given, words } = parsed;
  if (isListed(given)) {
    const devices = disks.map((disk) => scanRow(disk, given.has('scan-open')));
    // Without a device the key is missing.
    return { messages: [], body: devices.length > 0 ? { devices } : {}, code: 0, timed: false };
  }
  const [name = ''] = words;
  const type = given.get('device')?.at(-1);
  if (type !== undefined && !deviceTypes.test(type)) {
    return refusal(1, `${name}: Unknown device type '${type}'`, validTypes);
  }
  const disk = disks.find(({ devpath }) => devpath === name || devpath.replace(/n\d+$/, '') === name);
  if (disk === undefined) {
    const isDisk = /^\/dev\/(?:sd|nvme)/.test(name);
    return isDisk
      ? refusal(2, `Smartctl open device: ${name} failed: No such device`)
      : refusal(1, `${name}: Unable to detect device type`);
  }
  return look(disk, name, type, given);
}

function look(disk: Disk, name: string, type: string | undefined, given: GnuOptions['given']): Answer {
  const { bridge, smart } = disk;
  if (bridge !== undefined && bridge.smart !== 'known' && (type === undefined || type === 'auto')) {
    return refusal(
      1,
      `${name}: Unknown USB bridge [${bridge.vendorId}:${bridge.productId} (0x100)]`,
      'Please specify device type with the -d option.',
    );
  }
  const device = deviceRow(disk, name);
  // Nothing gets through to what is behind such a plug.
  if (bridge?.smart === 'none') return { messages: [], body: { device }, code: 2, timed: true };
  const power = given.get('nocheck')?.at(-1)?.split(',') ?? ['never'];
  if (smart.standby && power[0] !== 'never' && disk.type !== 'nvme') {
    const code = Number(power[1] ?? 2);
    const text = `Device is in STANDBY mode, exit(${code})`;
    return { messages: [{ string: text, severity: 'information' }], body: { device }, code, timed: true };
  }
  // The look itself makes it spin up.
  smart.standby = false;
  const wanted = sectionsOf(given);
  return {
    messages: [],
    body: { device, ...diskReport(disk, wanted) },
    code: healthBits(disk, wanted),
    timed: true,
  };
}

function sectionsOf(given: GnuOptions['given']): Sections {
  const all = given.has('all') || given.has('xall');
  const logs = (given.get('log') ?? []).map((name) => name.split(',')[0]);
  return {
    info: all || given.has('info'),
    health: all || given.has('health'),
    attributes: all || given.has('attributes'),
    errors: all || logs.includes('error') || logs.includes('xerror'),
    tests: all || logs.includes('selftest') || logs.includes('xselftest'),
  };
}

function wrongWords({ unknown, incomplete, words, given }: GnuOptions): Answer | undefined {
  const wrong = (text: string): Answer => ({ ...refusal(1, text), timed: false });
  if (unknown !== undefined) return wrong(`=======> UNRECOGNIZED OPTION: ${unknown.replace(/^-+/, '')}`);
  if (incomplete !== undefined)
    return wrong(`=======> ARGUMENT REQUIRED FOR OPTION: ${incomplete.replace(/^-+/, '')}`);
  const needsDevice = words.length === 0 && !isListed(given);
  return needsDevice ? wrong(noDevice) : undefined;
}

const noDevice =
  'ERROR: smartctl requires a device name as the final command-line argument.\n\n\nUse smartctl -h to get a usage summary\n';

function refusal(code: number, ...texts: string[]): Answer {
  return { messages: texts.map((string) => ({ string, severity: 'error' })), body: {}, code, timed: true };
}

function deviceRow(disk: Disk, name: string): object {
  const type = typeOf(disk);
  return {
    name,
    info_name: type === 'sat' ? `${name} [SAT]` : name,
    type,
    protocol: type === 'nvme' ? 'NVMe' : 'ATA',
  };
}

/** Without opening them, all disks of the SCSI kind look the same. */
function scanRow(disk: Disk, open: boolean): object {
  const { devpath, type, bridge } = disk;
  const name = type === 'nvme' ? devpath.replace(/n\d+$/, '') : devpath;
  if (type === 'nvme') return deviceRow(disk, name);
  const isKnown = bridge === undefined || bridge.smart === 'known';
  if (open && isKnown) return deviceRow(disk, name);
  const row = { name, info_name: name, type: 'scsi', protocol: 'SCSI' };
  return open ? { ...row, open_error: 'Unknown USB bridge' } : row;
}

const validTypes =
  '=======> VALID ARGUMENTS ARE: ata, scsi[+TYPE], nvme[,NSID], sat[,auto][,N][+TYPE], usbcypress[,X], usbjmicron[,p][,x][,N], usbprolific, usbsunplus, sntasmedia, sntjmicron[,NSID], sntrealtek, intelliprop,N[+TYPE], jmb39x[-q],N[,sLBA][,force][+TYPE], jms56x,N[,sLBA][,force][+TYPE], marvell, areca,N/E, 3ware,N, hpt,L/M/N, megaraid,N, aacraid,H,L,ID, cciss,N, auto, test <=======';

/** `Fri Nov 20 16:11:15 2026 UTC`. */
function asctime(ms: number): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(ms)
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${day} ${month} ${date.replace(/^0/, ' ')} ${time} ${year} UTC`;
}
