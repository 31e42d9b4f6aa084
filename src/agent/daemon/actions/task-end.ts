import type { Client } from '../../../client/client.js';
import { isPveError } from '../../../core/errors.js';
import type { Upid } from '../../../core/upid.js';
import type { Json } from './action.js';

/** How a task ended, as its host says. */
export type TaskEnd =
  | { readonly outcome: 'succeeded'; readonly value: Json }
  | { readonly outcome: 'failed'; readonly error: { readonly code: string; readonly message: string } };

/** Milliseconds in which a task that was told to end may do so. */
export const endOfTask = 4_000;

/** Tells a task to end. False where that could not be told. */
export async function endTask(client: Client, upid: Upid): Promise<boolean> {
  try {
    await client.tasks.stop(upid, { signal: AbortSignal.timeout(endOfTask / 2) });
    return true;
  } catch {
    return false;
  }
}

/** How a task ended; undefined where it has not ended within so many milliseconds, or cannot be asked. */
export async function endOf(
  client: Client,
  upid: Upid,
  timeout: number,
  signal?: AbortSignal,
): Promise<TaskEnd | undefined> {
  try {
    const wait = { timeout, initialInterval: Math.min(250, timeout) };
    const { outcome, warnings } = await client.tasks.wait(
      upid,
      signal === undefined ? wait : { ...wait, signal },
    );
    return { outcome: 'succeeded', value: { upid, outcome, warnings } };
  } catch (error) {
    if (!isPveError(error) || error.code !== 'PVE_TASK') return undefined;
    return { outcome: 'failed', error: { code: error.code, message: error.message } };
  }
}
