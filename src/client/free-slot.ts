import { ParamsError } from '../core/errors.js';
import { slots } from '../generated/wire-data.js';

/** The name of a numbered key of a guest's configuration: `net`, `mp`, `scsi`, … */
export type SlotName = keyof typeof slots;

/**
 * The first numbered key of its kind that is free: `nextFreeSlot(config, 'mp')` is `mp0` where nothing is mounted.
 *
 * Give it a configuration (`lxc.config`), or better the rows of `lxc.pending`. A configuration has pending changes merged
 * in, so a key whose deletion waits for the next start is missing there, though the running guest still uses it; the rows
 * have it, and it counts as taken, as does a key that will come. A volume in `unused0` takes no `mp`; it has its slot
 * among `unused`. Between this and the update another caller may take the same slot: send the configuration's `digest` along.
 *
 * @throws ParamsError if all are taken: a guest has 32 `net`, 256 `mp`, 31 `scsi`, …
 */
export function nextFreeSlot<N extends SlotName>(
  config: Readonly<Record<string, unknown>> | readonly { readonly key: string }[],
  name: N,
): `${N}${number}` {
  const count = Object.hasOwn(slots, name) ? slots[name] : undefined;
  if (count === undefined) throw new ParamsError([{ path: 'name', message: 'no such numbered key' }]);
  const taken = new Set(
    Array.isArray(config)
      ? config.map(({ key }) => key)
      : Object.entries(config).flatMap(([key, value]) =>
          value === undefined || value === null ? [] : [key],
        ),
  );
  for (let index = 0; index < count; index += 1) {
    if (!taken.has(`${name}${index}`)) return `${name}${index}`;
  }
  throw new ParamsError([{ path: name, message: `all ${count} are taken` }]);
}
