import * as z from 'zod';
import { snapname, vmid } from '../../core/ids.js';
import { dnsName, storage, word } from '../lxc/params.js';
import { unitName } from '../service/params.js';
import { uuid as diskUuid } from '../usb/params.js';

/**
 * What may stand in a slot at all, before its type is known: text that no program takes for an option, a path or two words, and no shell for
 * anything but a word.
 */
export const slotValue = z.union(
  [
    z.int().min(0),
    z
      .string()
      .max(255)
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.:@+-]*$/),
  ],
  'a whole number, or up to 255 letters, digits and _ . : @ + - that begin with a letter or a digit, are expected',
);
export type SlotValue = z.infer<typeof slotValue>;

export const slotName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, 'the name of a slot: lower-case letters, digits and _');

/** What names may look like. A template names one of these: a pattern of its own could let through what it was not meant to. */
const patterns = { word, 'dns-name': dnsName, storage, snapshot: snapname, unit: unitName } as const;

const text = slotValue.options[1];

/** What a value has to be. */
export const slotType = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('vmid') }),
  z
    .strictObject({ type: z.literal('int'), min: z.int(), max: z.int() })
    // What begins with a dash is an option to a program.
    .refine(({ min, max }) => min >= 0 && min <= max, 'min is at least 0, and not above max'),
  z.strictObject({ type: z.literal('enum'), values: z.array(text).min(1).max(100) }),
  z.strictObject({
    type: z.literal('name'),
    pattern: z.enum(Object.keys(patterns) as [keyof typeof patterns, ...(keyof typeof patterns)[]]),
  }),
  z.strictObject({ type: z.literal('uuid') }),
  /** The UUID of a file system, which may be a short one. */
  z.strictObject({ type: z.literal('disk') }),
]);
export type SlotType = z.infer<typeof slotType>;

/** The schema of a slot's values. */
export function schemaOf(slot: SlotType): z.ZodType<SlotValue> {
  switch (slot.type) {
    case 'vmid':
      return vmid;
    case 'int':
      return z.int().min(slot.min).max(slot.max);
    case 'enum':
      return z.enum(slot.values);
    case 'name':
      return text.pipe(patterns[slot.pattern]);
    case 'uuid':
      return z.guid();
    case 'disk':
      return text.pipe(diskUuid);
  }
}
