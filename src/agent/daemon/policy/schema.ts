import * as z from 'zod';
import { publicKeyText } from '../protocol/public-key.js';
import { nameList, numberRanges } from './ranges.js';

/** How much harm an action can do, from reading to what cannot be taken back. */
export const risks = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type Risk = (typeof risks)[number];

/** What becomes of a command: it runs, it waits for an approval, or it is refused. */
export const verdicts = ['AUTO', 'REQUIRE', 'DENY'] as const;
export type Verdict = (typeof verdicts)[number];

const risk = z.enum(risks);
const verdict = z.enum(verdicts);
const approved = z.enum(['REQUIRE', 'DENY']);
const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'lower-case letters, digits and dashes are expected');
const minutes = z
  .int()
  .min(1)
  .max(7 * 24 * 60);
const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'HH:MM is expected');
const zone = z.string().refine(isZone, 'a time zone such as Europe/Budapest is expected');

/** What commands may touch. What is left out is nothing: an empty policy allows nothing. */
const bounds = z.strictObject({
  vmids: numberRanges.optional(),
  storages: nameList.optional(),
  units: nameList.optional(),
  /** UUIDs of file systems. */
  disks: nameList.optional(),
  /** Names of templates. */
  templates: nameList.optional(),
});
export type Bounds = z.infer<typeof bounds>;

/** One action that is allowed, and what is special about it here. */
const rule = z.strictObject({
  /** In place of the action's own. */
  risk: risk.optional(),
  /** The least strict that becomes of it, whatever its risk: `REQUIRE` or `DENY`. */
  verdict: verdict.optional(),
  /** Narrower than the bounds of all actions. */
  bounds: bounds.optional(),
});

/** The local policy: what this host lets a hub do. */
export const policy = z.strictObject({
  version: z.literal(1),
  /** Actions that are allowed, by name. All others are refused. */
  actions: z.record(z.string(), rule),
  bounds: bounds.default({}),
  /** Who may approve, by a name for the audit: Ed25519 public keys (DER, SubjectPublicKeyInfo) in base64. The hub holds none of the private ones. */
  approvers: z.record(name, publicKeyText).default({}),
  /** What becomes of each level of risk. The hub's key alone is never enough for what is HIGH or CRITICAL. */
  levels: z
    .strictObject({ LOW: verdict, MEDIUM: verdict, HIGH: approved, CRITICAL: approved })
    .default({ LOW: 'AUTO', MEDIUM: 'AUTO', HIGH: 'REQUIRE', CRITICAL: 'DENY' }),
  /** How much risk may run without an approval within a time. */
  session: z
    .strictObject({
      minutes,
      points: z.int().min(0),
      /** Points of each level. */
      weights: z
        .strictObject({
          LOW: z.int().min(0),
          MEDIUM: z.int().min(0),
          HIGH: z.int().min(0),
          CRITICAL: z.int().min(0),
        })
        .default({ LOW: 0, MEDIUM: 1, HIGH: 5, CRITICAL: 20 }),
      beyond: z.enum(['REQUIRE', 'DENY']).default('REQUIRE'),
    })
    .optional(),
  /** Times of day in which less is allowed. `from` after `to` goes over midnight; equal is all day. */
  quietHours: z
    .array(
      z.strictObject({
        from: clockTime,
        to: clockTime,
        zone,
        /** Actions below this level are not concerned. */
        atLeast: risk.default('MEDIUM'),
        verdict: z.enum(['REQUIRE', 'DENY']).default('DENY'),
      }),
    )
    .default([]),
  /** What must not happen twice within a time, to all of a group together. */
  spacing: z
    .array(
      z.strictObject({
        name,
        minutes,
        /** Actions that count; all where it is left out. */
        actions: z.array(z.string()).optional(),
        vmids: numberRanges.optional(),
        units: nameList.optional(),
      }),
    )
    .default([])
    .refine(
      (groups) => new Set(groups.map(({ name }) => name)).size === groups.length,
      'two groups have one name',
    ),
});
export type Policy = z.infer<typeof policy>;

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
