import { blkid } from '../commands/block.js';
import { daemonReload, fstabPut } from '../commands/fstab.js';
import { make, mount as mountCommand, mounts, remove, umount } from '../commands/mount.js';
import { RefusedError } from '../errors.js';
import type { Hands } from '../operation.js';
import { parseProbe } from './blkid.js';
import { drivers, shownWords } from './filesystems.js';
import type { FstabResult } from './fstab-edit.js';
import {
  entryOf,
  mountParamsOf,
  runsSystemd,
  type Target,
  type UsbMounted,
  wantsEntry,
} from './mount-check.js';
import { isCommandError, MountError, mountErrorOf } from './mount-error.js';
import { type Mount, parseMounts } from './mount-table.js';
import { undo } from './undo.js';

/** Makes the mount, and proves it; what was done is undone where it is not what was asked for. */
export async function carryOut(target: Target, hands: Hands): Promise<UsbMounted> {
  const { params: given, device, driver } = target;
  const facts = { device: device.device, driver, mountpoint: given.mountpoint };
  const { made } = target.missing
    ? ((await hands.change(make, { mountpoint: given.mountpoint })) as { made: string[] })
    : { made: [] };
  try {
    await hands.run(mountCommand, mountParamsOf(target));
  } catch (error) {
    // One that ended by itself has mounted nothing; one that was ended may have.
    const failed = isCommandError(error) && error.exitCode !== undefined && error.ended === undefined;
    const left = await takeBack(hands, target, made, !failed);
    throw isCommandError(error) ? mountErrorOf(error, { ...facts, left }) : error;
  }
  const { found, wrong } = await verify(hands.takingBack, target);
  if (found === undefined || wrong.length > 0) {
    const left = await takeBack(hands, target, made, true);
    throw new MountError(`mount said nothing, but ${wrong.join(', and ')}`, {
      ...facts,
      left,
      reason: 'not-as-asked',
    });
  }
  if (wantsEntry(given)) await persist(hands, target, made);
  return {
    uuid: given.uuid,
    device: device.device,
    mountpoint: given.mountpoint,
    fstype: found.fstype,
    options: found.options,
    readOnly: found.options.includes('ro'),
    persisted: wantsEntry(given),
  };
}

/** Looks at what is mounted now: only that counts. */
async function verify(
  hands: Hands,
  { params: given, device, driver, options }: Target,
): Promise<{ found: Mount | undefined; wrong: string[] }> {
  const table = parseMounts((await hands.run(mounts, {})).stdout);
  const of = table.filter(({ source }) => source === device.device);
  const found = table.findLast(({ target }) => target === given.mountpoint);
  if (found === undefined || found.source !== device.device) {
    const where = of.length === 0 ? 'nowhere' : of.map(({ target }) => target).join(', ');
    return {
      found: undefined,
      wrong: [`${device.device} is mounted ${where}, and not on ${given.mountpoint}`],
    };
  }
  const wrong: string[] = [];
  if (of.length > 1) wrong.push(`it is mounted ${of.length} times`);
  if (found.fstype !== drivers[driver].mounted)
    wrong.push(`its kind is ${found.fstype}, and not ${drivers[driver].mounted}`);
  const missing = shownWords(driver, options).filter((word) => !found.options.includes(word));
  if (missing.length > 0) wrong.push(`it was mounted without ${missing.join(',')}`);
  // The name of a device may have gone to another one between the look and the mount.
  const { uuid } = parseProbe(await hands.attempt(blkid, { device: device.device }));
  if (uuid !== given.uuid) wrong.push(`${device.device} has the UUID ${uuid ?? '(none)'} now`);
  return { found, wrong };
}

/**
 * Undoes what was mounted and made, whether the caller has aborted or not, and tells what it could not undo. On the folder that was
 * asked for, one mount is taken off: another one there is of another process, which was at it at the same time.
 */
async function takeBack(
  given: Hands,
  target: Target,
  made: readonly string[],
  isMounted: boolean,
): Promise<string[]> {
  const hands = given.takingBack;
  const { device, params } = target;
  let isOff = !isMounted;
  const ours = async () => {
    const table = parseMounts((await hands.run(mounts, {})).stdout);
    return table.filter(
      (each) => each.source === device.device && !(isOff && each.target === params.mountpoint),
    );
  };
  try {
    // Who swaps folders while this runs can be ahead of it a few times.
    for (let turn = 0; isMounted && turn < 10; turn += 1) {
      const [last] = (await ours()).reverse();
      if (last === undefined) break;
      const done = await takeOff(hands, last.target, params.mountpoint);
      if (last.target === params.mountpoint) isOff = done;
    }
    const rest = isMounted ? (await ours()).map(({ target: at }) => `a mount at ${at}`) : [];
    if (rest.length > 0 || made.length === 0) return rest;
    const { removed } = (await hands.change(remove, { folders: [...made] })) as { removed: string[] };
    return made.filter((path) => !removed.includes(path)).map((path) => `the folder ${path}`);
  } catch (error) {
    return [`what could not be looked at (${error instanceof Error ? error.message : String(error)})`];
  }
}

async function takeOff(hands: Hands, at: string, asked: string): Promise<boolean> {
  try {
    const { exitCode } =
      at === asked
        ? await hands.attempt(umount, { mountpoint: at })
        : await hands.attempt(undo, { target: at });
    return exitCode === 0;
  } catch {
    // Its folder is not where it was a moment ago, as a rule. What is mounted then is looked at anew, whatever it was.
    return false;
  }
}

async function persist(hands: Hands, target: Target, made: readonly string[]): Promise<void> {
  const facts = { device: target.device.device, mountpoint: target.params.mountpoint };
  const failed = async (text: string, cause?: unknown) => {
    const left = await takeBack(hands, target, made, true);
    return new MountError(text, { ...facts, left, reason: 'not-persisted', cause });
  };
  const { fstab } = hands.site;
  let result: FstabResult;
  try {
    result = (await hands.change(fstabPut, entryOf(target))) as FstabResult;
  } catch (error) {
    throw await failed(`it was mounted, but could not be entered into ${fstab}`, error);
  }
  if (result.refused !== undefined) {
    const error = await failed(result.text);
    throw error.left.length > 0 ? error : new RefusedError('usb.mount', result.refused, result.text);
  }
  // The entry is there and right, whatever becomes of this.
  if (result.changed && (await runsSystemd(hands.afterwards))) await hands.takingBack.run(daemonReload, {});
}
