import { readFile } from 'node:fs/promises';
import { serviceShow } from '../commands/service.js';
import { OutputError } from '../errors.js';
import type { Hands } from '../operation.js';

/** A service, as systemd has it now. */
export interface ServiceState {
  /** Its own name, whatever it was asked by. */
  readonly unit: string;
  /** All its names. */
  readonly names: readonly string[];
  /** `loaded`, `not-found`, `masked` ... */
  readonly load: string;
  /** `active`, `inactive`, `failed`, `activating`, `deactivating` ... */
  readonly active: string;
  /** `running`, `exited`, `dead` ... */
  readonly sub: string;
  /** How it ended last: `success`, `exit-code` ... */
  readonly result: string;
  /** `enabled`, `disabled`, `static` ... */
  readonly file: string;
  /** The files that make it what it is. */
  readonly paths: readonly string[];
  /** Another one each time that it is started; undefined for one that never was. */
  readonly invocation: string | undefined;
  /** When it became active, in microseconds since the host started. */
  readonly activeSince: number | undefined;
  readonly mainPid: number | undefined;
  /** Something is being done with it just now. */
  readonly busy: boolean;
  /** Of this start of the host. */
  readonly boot: string | undefined;
}

/** Asks systemd. */
export async function serviceState(unit: string, hands: Hands): Promise<ServiceState> {
  const { stdout } = await hands.run(serviceShow, { unit });
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined);
  return parseService(stdout, boot?.trim());
}

/** The output of `systemctl show`. */
export function parseService(output: string, boot: string | undefined): ServiceState {
  const found = new Map(
    output.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );
  const text = (key: string) => found.get(key) ?? '';
  const words = (key: string) => text(key).split(' ').filter(Boolean);
  const [unit, load] = [text('Id'), text('LoadState')];
  if (unit === '' || load === '') throw new OutputError('systemctl', 'no state of a unit', output);
  return {
    unit,
    names: words('Names'),
    load,
    active: text('ActiveState'),
    sub: text('SubState'),
    result: text('Result'),
    file: text('UnitFileState'),
    paths: [...words('FragmentPath'), ...words('DropInPaths')],
    invocation: /^[0-9a-f]{32}$/.exec(text('InvocationID'))?.[0],
    activeSince: positive(text('ActiveEnterTimestampMonotonic')),
    mainPid: positive(text('MainPID')),
    busy: positive(text('Job')) !== undefined,
    boot,
  };
}

function positive(text: string): number | undefined {
  return /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined;
}
