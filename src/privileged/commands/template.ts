import * as z from 'zod';
import { derivedCommand } from '../command.js';
import { RefusedError } from '../errors.js';
import { fillTemplate, loadTemplate, slotValues, templateName } from '../template/template.js';

/**
 * A command of root's own. What is run is read from root's file by whoever makes the command: with the root helper, that is the helper, and a
 * client sends a name and values.
 */
export const templateRun = derivedCommand({
  name: 'template.run',
  params: z.strictObject({
    name: templateName,
    slots: slotValues,
    /** SHA-256 of the file that the caller has seen. */
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
  derive: (given, site) => {
    const template = loadTemplate(given.name, site);
    if (given.digest !== undefined && given.digest !== template.digest)
      throw new RefusedError(
        'host.template',
        'template-changed',
        `the template ${given.name} has changed since it was looked at`,
      );
    const words = fillTemplate(template, given.slots);
    return {
      name: 'template.run',
      program: 'template',
      binary: template.argv[0],
      params: z.never(),
      changes: template.changes,
      timeout: template.timeout * 1000,
      locale: 'guest',
      argv: () => words,
    };
  },
});
