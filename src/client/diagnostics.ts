import { channel } from 'node:diagnostics_channel';
import type { ReconcileEvent } from './reconcile/options.js';

/**
 * What the client tells on `node:diagnostics_channel`, by the name of the channel without its prefix. Plain data, and no
 * secrets: of parameters none but those in the path.
 */
export interface ClientEvents {
  /** What came of a call whose answer was lost. */
  reconcile: ReconcileEvent;
}

/** What the name of each channel begins with. */
export const channelPrefix = 'felhom-proxmox:';

const channels = new Map<string, ReturnType<typeof channel>>();

/** Tells an event to who listens; `event` is only asked for where somebody does. */
export function publish<K extends keyof ClientEvents & string>(name: K, event: () => ClientEvents[K]): void {
  let found = channels.get(name);
  if (found === undefined) {
    found = channel(`${channelPrefix}${name}`);
    channels.set(name, found);
  }
  if (found.hasSubscribers) found.publish(event());
}
