import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Issue, ParamsError } from '../../core/errors.js';
import { issuesOf } from '../../core/validate.js';
import { FenceError, RefusedError } from '../errors.js';
import { readGuardedFile, UnguardedError } from '../guarded-file.js';
import { path as plainPath } from '../lxc/params.js';
import type { Site } from '../site.js';
import { slotThatRuns } from './interpreters.js';
import { type SlotType, schemaOf, slotName, slotType, slotValue } from './slots.js';

/** The name of a template, which is that of its file. */
export const templateName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'the name of a template: lower-case letters, digits and dashes');

const word = z
  .string()
  .max(4096)
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, 'no control characters');

const element = z.union([
  word,
  z.strictObject({
    slot: slotName,
    /** Stands before the value, in the same argument: `--vmid=`. */
    prefix: word.max(128).optional(),
  }),
]);

const shape = z.strictObject({
  argv: z.tuple([plainPath], element).refine((words) => words.length <= 64, 'at most 64 arguments'),
  slots: z.record(slotName, slotType).default({}),
  risk: z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
  /** Seconds. */
  timeout: z.int().min(1).max(86_400),
  /** It changes something. */
  changes: z.boolean(),
  /** A template that only looks, with some of the same slots: it ends with 0 where this one was done. For runs that were interrupted. */
  probe: templateName.optional(),
});

/** Values by the names of their slots. */
export const slotValues = z.record(slotName, slotValue);
export type SlotValues = z.infer<typeof slotValues>;

/** A command that root has allowed beyond those of this package: fixed words, with slots of which each is one argument. */
export interface Template extends z.infer<typeof shape> {
  readonly name: string;
  /** SHA-256 of its file. */
  readonly digest: string;
}

/**
 * Reads a template. Only what belongs to root, in a folder that only root may write, is one.
 *
 * @throws RefusedError (`no-such-template`); UnguardedError; FenceError for a file that is no template, or lets a slot decide what is run
 */
export function loadTemplate(
  name: string,
  { templates, templateOwners }: Pick<Site, 'templates' | 'templateOwners'>,
): Template {
  const file = join(templates, `${templateName.parse(name)}.json`);
  let text: string;
  try {
    text = readGuardedFile(file, templateOwners);
  } catch (error) {
    if (!(error instanceof UnguardedError) || error.errno !== 'ENOENT') throw error;
    throw new RefusedError('host.template', 'no-such-template', `there is no template ${name}`, {
      hint: `Root makes it: ${file}`,
    });
  }
  const given = readShape(file, text);
  const problem = problemIn(given);
  if (problem !== undefined) throw new FenceError(`${file}: ${problem}`);
  return { ...given, name, digest: createHash('sha256').update(text).digest('hex') };
}

function readShape(file: string, text: string): z.infer<typeof shape> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new FenceError(`${file}: it is no JSON: ${(cause as Error).message}`, { cause });
  }
  const checked = shape.safeParse(json);
  if (checked.success) return checked.data;
  const [issue] = issuesOf(checked.error);
  throw new FenceError(`${file}: ${issue?.path ?? ''}: ${issue?.message ?? 'it is no template'}`);
}

function problemIn({ argv, slots }: z.infer<typeof shape>): string | undefined {
  const used = new Set(argv.flatMap((part) => (typeof part === 'string' ? [] : [part.slot])));
  const unknown = [...used].find((name) => !Object.hasOwn(slots, name));
  if (unknown !== undefined) return `argv has a slot ${unknown} that slots does not describe`;
  const idle = Object.keys(slots).find((name) => !used.has(name));
  if (idle !== undefined) return `argv has no place for the slot ${idle}`;
  return slotThatRuns(argv, realNameOf(argv[0]));
}

/** `/bin/x` may be a link to a shell. */
function realNameOf(binary: string): string[] {
  try {
    return [realpathSync(binary)];
  } catch {
    return [];
  }
}

/** The arguments with the values in their places, each one whole argument. @throws ParamsError that names every wrong slot */
export function fillTemplate(template: Template, values: SlotValues): string[] {
  const checked = new Map(
    Object.entries(template.slots).map(([name, slot]) => [name, valueFor(slot, values, name)]),
  );
  const issues: Issue[] = [...checked].flatMap(([name, { issue }]) =>
    issue === undefined ? [] : [{ path: `slots.${name}`, message: issue }],
  );
  for (const name of Object.keys(values))
    if (!checked.has(name))
      issues.push({ path: `slots.${name}`, message: `${template.name} has no such slot` });
  if (issues.length > 0) throw new ParamsError(issues, { route: 'host.template' });
  return template.argv
    .slice(1)
    .map((part) =>
      typeof part === 'string' ? part : `${part.prefix ?? ''}${checked.get(part.slot)?.value ?? ''}`,
    );
}

function valueFor(slot: SlotType, values: SlotValues, name: string): { value?: string; issue?: string } {
  if (!Object.hasOwn(values, name)) return { issue: 'a value is expected' };
  const checked = schemaOf(slot).safeParse(values[name]);
  if (checked.success) return { value: String(checked.data) };
  return { issue: checked.error.issues[0]?.message ?? 'it does not fit' };
}
