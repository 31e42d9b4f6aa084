import * as z from 'zod';
import { CommandError } from '../../../privileged/errors.js';
import { usualTemplates } from '../../../privileged/site.js';
import type { SlotType } from '../../../privileged/template/slots.js';
import {
  loadTemplate,
  type SlotValues,
  slotValues,
  type Template,
  templateName,
} from '../../../privileged/template/template.js';
import { ActionError, action, plain } from './action.js';
import { digestOf } from './digest.js';
import { orRefused } from './refusals.js';

const minute = 60_000;

interface TemplateParams {
  name: string;
  slots: SlotValues;
}

/** Which bound of a policy a slot's values are held against. */
const kinds: Partial<Record<SlotType['type'], 'vmids' | 'disks'>> = { vmid: 'vmids', disk: 'disks' };
const namedKinds: Partial<Record<string, 'storages' | 'units'>> = { storage: 'storages', unit: 'units' };
const lockWords = { vmids: 'guest', disks: 'disk', storages: undefined, units: 'unit' } as const;

/**
 * Runs a command that root has written down on this host: what a site needs beyond the other actions. Its risk and its time are the template's;
 * values of vmids, storages, units and disks are held against the policy's bounds.
 *
 * @param place Where templates are; the root helper has its own idea of that.
 */
export function templateRunWith(place: { templates: string; templateOwners: readonly number[] }) {
  const find = ({ name }: TemplateParams): Template | undefined => {
    try {
      return loadTemplate(name, place);
    } catch {
      // It is refused with its reason when it is to be run.
      return undefined;
    }
  };
  const touched = (params: TemplateParams) => {
    const values = {
      vmids: new Set<number>(),
      storages: new Set<string>(),
      units: new Set<string>(),
      disks: new Set<string>(),
    };
    for (const [slot, given] of Object.entries(find(params)?.slots ?? {})) {
      const kind = given.type === 'name' ? namedKinds[given.pattern] : kinds[given.type];
      const value = Object.hasOwn(params.slots, slot) ? params.slots[slot] : undefined;
      if (kind !== undefined && value !== undefined) (values[kind] as Set<unknown>).add(value);
    }
    return values;
  };
  return action<TemplateParams>({
    name: 'template.run',
    version: 1,
    params: z.strictObject({
      name: templateName,
      slots: slotValues.default({}),
    }) as z.ZodType<TemplateParams>,
    risk: (params) => find(params)?.risk ?? 'CRITICAL',
    executor: 'privileged',
    timeout: (params) => (find(params)?.timeout ?? 0) * 1000 + minute,
    locks: (params) => {
      const locks = Object.entries(touched(params)).flatMap(([kind, found]) => {
        const word = lockWords[kind as keyof typeof lockWords];
        return word === undefined ? [] : [...found].map((value) => `${word}:${value}`);
      });
      return [`template:${params.name}`, ...locks];
    },
    touches: (params) => {
      const found = Object.entries(touched(params)).filter(([, set]) => set.size > 0);
      return {
        templates: [params.name],
        ...Object.fromEntries(found.map(([kind, set]) => [kind, [...set]])),
      };
    },
    // An approval is for this text of the template.
    state: async (_context, { name }) => digestOf([(await loaded(name, place)).digest]),
    precheck: async ({ privileged, signal }, { name, slots }) => {
      await orRefused(privileged.plan.host.template({ name, slots }, { signal }));
    },
    resume: 'probe',
    run: async (context, { name, slots }) => {
      const { digest } = await loaded(name, place);
      await context.remember({ digest });
      const { privileged, signal } = context;
      return plain(await orRefused(privileged.host.template({ name, slots, digest }, { signal })));
    },
    probe: async ({ privileged, signal }, { name, slots }) => {
      const by = find({ name, slots })?.probe;
      const probe = by === undefined ? undefined : find({ name: by, slots });
      // Only a look: nothing is done twice to find out whether it was done.
      if (probe === undefined || probe.changes) return undefined;
      const own = Object.fromEntries(
        Object.entries(slots).filter(([slot]) => Object.hasOwn(probe.slots, slot)),
      );
      try {
        const said = await privileged.host.template(
          { name: probe.name, slots: own, digest: probe.digest },
          { signal },
        );
        return { outcome: 'done', value: plain({ probe: said }) };
      } catch (error) {
        if (error instanceof CommandError) return undefined;
        throw error;
      }
    },
  });
}

/** Runs a command that root has written down on this host. */
export const templateRun = templateRunWith({ templates: usualTemplates, templateOwners: [0] });

async function loaded(name: string, place: Parameters<typeof loadTemplate>[1]): Promise<Template> {
  try {
    return loadTemplate(name, place);
  } catch (error) {
    throw new ActionError(
      'template-unfit',
      `the template ${name} cannot be used: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}
