import * as z from 'zod';
import { ParamsError } from '../../core/errors.js';
import { pctPending, pctSet } from '../commands/pct.js';
import { pveshConfig } from '../commands/pve.js';
import { RefusedError } from '../errors.js';
import { type Hands, operation } from '../operation.js';
import { readFeatures } from './arguments.js';
import { ContainerFaultError } from './errors.js';
import { node } from './host-state.js';
import { type LxcConfig, type PendingChange, parseConfigJson, parsePending } from './output.js';
import * as p from './params.js';
import { features, type LxcFeatures, type SetSpec, setSpec } from './spec.js';

/** A container after its configuration was changed. */
export interface ChangedContainer {
  vmid: number;
  /** As it is or will be: PVE shows what is pending in place of what is. */
  config: LxcConfig;
  /** What waits for the next start, as the container is running. */
  pending: PendingChange[];
}

/** The features of a container after a change. */
export interface ChangedFeatures extends ChangedContainer {
  features: LxcFeatures;
  /** False where they were as asked already: nothing was run. */
  changed: boolean;
}

export interface SetFeaturesParams {
  vmid: number;
  /** Those that are named are set; `false` and an empty `mount` take one away. */
  features: LxcFeatures;
  /** Takes away those that are not named. */
  replace?: boolean | undefined;
}

const params: z.ZodType<SetFeaturesParams> = z.strictObject({
  vmid: p.vmid,
  features: features.extend({ mount: z.array(p.word).max(16).optional() }),
  replace: z.boolean().optional(),
});

/**
 * Sets features of a container. The API lets nobody but root@pam change any but `nesting`, and none at all of a privileged container
 * (pve-container src/PVE/LXC.pm check_ct_modify_config_perm).
 *
 * `pct set --features` replaces all of them, so what is there is read first and kept, and the change is refused by PVE where
 * somebody changed the configuration meanwhile. On a running container it is `pending` until the next start.
 *
 * @throws CommandError: `problem` is `locked`, `lock-timeout`, `digest` or `missing`
 * @throws RefusedError (`unknown-feature`) where the container has one that this package cannot write; `replace` drops it
 */
export const setFeatures = operation<SetFeaturesParams, ChangedFeatures>({
  name: 'lxc.setFeatures',
  params,
  async prepare({ vmid, features: given, replace = false }, hands) {
    const { config, digest } = await read(hands, vmid);
    const now = readFeatures(config['features']);
    const next = merged(replace ? {} : now, given);
    const known = features.safeParse(next);
    if (!known.success)
      throw new RefusedError(
        'lxc.setFeatures',
        'unknown-feature',
        `container ${vmid} has features that cannot be written again: ${config['features']}`,
        { hint: 'Give all features that it is to have, with `replace: true`.' },
      );
    const spec: SetSpec = {
      vmid,
      ...(Object.keys(next).length === 0 ? { delete: ['features'] } : { features: known.data }),
      ...(digest === undefined ? {} : { digest }),
    };
    const changed = spelt(next) !== spelt(merged({}, now));
    return {
      commands: changed ? [pctSet(spec, hands.site)] : [],
      async perform(doing) {
        if (changed) await doing.run(pctSet, spec);
        const after = await settled(doing, vmid);
        const found = merged({}, readFeatures(after.config['features']));
        if (spelt(found) !== spelt(next))
          throw new ContainerFaultError(
            vmid,
            'not-as-asked',
            `container ${vmid} has other features than asked for: ${after.config['features'] ?? 'none'}`,
            { config: after.config, hint: 'Somebody else may have changed them.' },
          );
        return { ...after, features: known.data, changed };
      },
    };
  },
});

function merged(now: LxcFeatures, given: LxcFeatures): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...now, ...given }).filter(
      ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

function spelt(of: Record<string, unknown>): string {
  const sorted = Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([key, value]) => `${key}=${[value].flat().join(';')}`).join(',');
}

/**
 * Sets or takes away what the API keeps for root@pam: bind mounts and devices of the host (`mp[n]`, `dev[n]`), `hookscript`, `features` as a
 * whole (pve-container src/PVE/LXC.pm). Volumes of a storage are for the API.
 *
 * PVE takes a source that is not there and a relative mount point, and the start fails later: the second is refused here, the first is not
 * noticed. What a running container cannot take at once is `pending`, or refused by `pct`.
 *
 * @throws CommandError with `issues` by parameter
 */
export const configure = operation<SetSpec, ChangedContainer>({
  name: 'lxc.configure',
  params: setSpec,
  async prepare(spec, hands) {
    const issues = Object.entries(spec).flatMap(([key, value]) =>
      /^mp\d+$/.test(key) && !String(value.volume).startsWith('/')
        ? [
            {
              path: `${key}.volume`,
              message: 'a path of the host is expected; volumes of a storage are for the API',
            },
          ]
        : [],
    );
    if (issues.length > 0) throw new ParamsError(issues, { route: 'lxc.configure' });
    return {
      commands: [pctSet(spec, hands.site)],
      async perform(doing) {
        await doing.run(pctSet, spec);
        return settled(doing, spec.vmid);
      },
    };
  },
});

async function settled(hands: Hands, vmid: number): Promise<ChangedContainer> {
  const { config } = await read(hands, vmid);
  return { vmid, config, pending: parsePending((await hands.run(pctPending, { vmid })).stdout) };
}

async function read(hands: Hands, vmid: number) {
  return parseConfigJson((await hands.run(pveshConfig, { node, vmid })).stdout);
}
