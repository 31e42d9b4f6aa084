import { createHash } from 'node:crypto';
import { AbortedError } from '../../core/connection-errors.js';
import { NotFoundError } from '../../core/http-errors.js';
import type { Before, Intent } from '../../core/intent.js';
import { hasMarker } from '../../core/marker.js';
import type { CallOptions } from '../../core/op.js';
import type { Reconciled } from '../../core/outcome-errors.js';
import { expectedTask } from '../../core/worker-types.js';
import { neverSent } from '../lost-answer.js';
import type { Sender } from '../send.js';
import { type Thing, thingOf } from './things.js';
import { isAsWanted } from './wanted.js';

/** A thing as it is at this moment. */
interface Now extends Before {
  data: unknown;
}

async function thing(intent: Pick<Intent, 'route' | 'params'>): Promise<Thing | undefined> {
  // The table of routes is loaded when it is first asked for.
  const { routeInfo } = await import('../../generated/routes.js');
  return thingOf(intent, (route) => routeInfo(route) !== undefined);
}

async function read(target: Thing, sender: Sender, options: CallOptions): Promise<Now> {
  let data: unknown;
  try {
    data = target.pick((await sender.request(target.route, target.params, options)).data);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
  const rows = Array.isArray(data) ? data.filter((row) => isAsWanted(row, target.wanted)).length : 0;
  return {
    data,
    exists: data !== undefined,
    asWanted: data !== undefined && isAsWanted(data, target.wanted),
    print: createHash('sha256')
      .update(JSON.stringify(sorted(data)) ?? '')
      .digest('hex'),
    rows: target.kind === 'remove-row' && Array.isArray(data) ? data.length : rows,
  };
}

/** The order of keys, and of rows, is Perl's: another one each time. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}

/**
 * Reads what a call is about to change, so that it can be told later whether it did. Undefined for a call that starts a task, which
 * tells by itself, and where nothing can be read.
 */
export async function readBefore(
  intent: Pick<Intent, 'route' | 'params'>,
  sender: Sender,
  options: CallOptions,
): Promise<Before | undefined> {
  if (expectedTask(intent.route, intent.params) !== undefined) return undefined;
  const target = await thing(intent);
  if (target === undefined) return undefined;
  try {
    const { exists, asWanted, print, rows } = await read(target, sender, options);
    return { exists, asWanted, print, rows };
  } catch (error) {
    // The call itself tells what is wrong with the host, or with the caller.
    if (error instanceof AbortedError) throw neverSent(error, 'aborted');
    return undefined;
  }
}

/** Judges by what the call should have changed. */
export async function judgeState(intent: Intent, sender: Sender, options: CallOptions): Promise<Reconciled> {
  const target = await thing(intent);
  if (target === undefined) return cannot('nothing that can be read shows whether it happened');
  const now = await read(target, sender, options);
  const { marker } = intent;
  if (marker !== undefined && hasMarker(JSON.stringify(now.data ?? null), marker))
    return yes(`${target.what} is there, with the marker ${marker}`);
  return judges[target.kind](target.what, intent, now);
}

type Judge = (what: string, intent: Intent, now: Now) => Reconciled;

const yes = (evidence: string): Reconciled => ({ outcome: 'happened', evidence });
const no = (evidence: string): Reconciled => ({ outcome: 'did-not-happen', evidence });
const cannot = (why: string, state?: 'as-wanted' | 'other'): Reconciled => ({
  outcome: 'cannot-tell',
  why,
  ...(state === undefined ? {} : { state }),
});
const stateOf = ({ asWanted }: Before): 'as-wanted' | 'other' => (asWanted ? 'as-wanted' : 'other');
const unread = 'what was there before the call is not known';

const judges: Readonly<Record<Thing['kind'], Judge>> = {
  create: (what, { before }, now) => {
    if (!now.exists) return no(`there is no ${what}`);
    if (before?.exists === true) return no(`${what} was there before the call, which is refused then`);
    if (before === undefined)
      return cannot(`there is a ${what}, and nothing shows that this call made it: ${unread}`, stateOf(now));
    if (now.asWanted)
      return yes(`there was no ${what} before the call, and now there is, as the call makes it`);
    return cannot(`there is a ${what} now, but not as the call makes it`, 'other');
  },
  delete: (what, { before }, now) => {
    if (now.exists) return no(`${what} is still there`);
    if (before?.exists === true) return yes(`${what} was there before the call, and now it is not`);
    const why = before === undefined ? unread : 'it was not there before the call';
    return cannot(`${what} is not there: ${why}`, 'as-wanted');
  },
  update: (what, intent, now) => {
    const { before, params, secret } = intent;
    if (!now.exists && before?.exists === false)
      return no(`${what} was not there before the call, which is refused then`);
    if (!now.exists) return cannot(`${what} is not there`);
    const digest = params['digest'];
    const read = (Object(now.data) as { digest?: unknown }).digest;
    const unchanged =
      before?.print === now.print || (digest !== undefined && typeof read === 'string' && read === digest);
    // Of a secret nothing can be read: neither that it is as wanted, nor that it is not.
    const hidden = secret.length > 0;
    if (unchanged && now.asWanted)
      return cannot(
        `${what} has not changed since before the call, and was as the call wants it`,
        hidden ? undefined : 'as-wanted',
      );
    if (unchanged) return no(`${what} has not changed since before the call`);
    if (before === undefined && (digest === undefined || typeof read !== 'string'))
      return cannot(`${what} is ${now.asWanted ? '' : 'not '}as the call wants it: ${unread}`, stateOf(now));
    if (!now.asWanted) return cannot(`${what} has changed since, and is not as the call wants it`, 'other');
    if (before === undefined ? hidden : before.asWanted)
      return cannot(
        `${what} has changed since, but what the call wants of it does not show that`,
        hidden ? undefined : 'as-wanted',
      );
    return yes(`${what} has changed since before the call, and is as the call wants it`);
  },
  'add-row': (what, { before }, now) => {
    if (before === undefined) return cannot(`${unread}, and rows of ${what} have no names`, undefined);
    if (before.print === now.print) return no(`${what} has not changed since before the call`);
    if (now.rows === before.rows + 1) return yes(`${what} has one more row as the call makes it`);
    return cannot(`${what} has changed since, but not as by this call alone`);
  },
  'remove-row': (what, { before }, now) => {
    if (before === undefined) return cannot(`${unread}, and rows of ${what} have no names`, undefined);
    if (before.print === now.print) return no(`${what} has not changed since before the call`);
    if (now.rows === before.rows - 1) return yes(`${what} has one row less`);
    return cannot(`${what} has changed since, but not as by this call alone`);
  },
};
