import * as z from 'zod';

/** The name of a service: no path, no pattern, nothing that begins with a dash, and no template without its instance. */
export const unitName = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9:_.-]*(?:@[A-Za-z0-9:_.-]+)?\.service$/,
    'the whole name of a service is expected, such as pvestatd.service',
  );

/** Units of this agent and of its root helper: an agent that stops itself cannot say what came of it. */
export function isOwnUnit(name: string): boolean {
  return /^felhom-(?:agent|priv)(?:[.@-]|$)/.test(name);
}

export const controlled = unitName.refine(
  (name) => !isOwnUnit(name),
  'the agent does not start, stop or restart itself and its root helper',
);
