import * as z from 'zod';
import { shortened } from '../capture.js';
import { templateRun } from '../commands/template.js';
import { operation } from '../operation.js';
import { type SlotValues, slotValues, templateName } from './template.js';

/** Which template, and what is to stand in its slots. */
export interface TemplateParams {
  name: string;
  slots: SlotValues;
  /** SHA-256 of the template's file: another one is refused. */
  digest?: string | undefined;
}

/** What a template's program said. */
export interface TemplateOutput {
  readonly exitCode: number | undefined;
  /** At most 10 KiB each: the start and the end. */
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

const kept = 10 * 1024;

/**
 * Runs a command that root has written down on this host, with these values in its slots. See docs/privileged.md.
 *
 * @throws RefusedError (`no-such-template`, `template-changed`), ParamsError for values that do not fit, FenceError for a template that is not
 *   root's alone or lets a slot decide what is run, CommandError where its program fails
 */
export const template = operation<TemplateParams, TemplateOutput>({
  name: 'host.template',
  params: z.strictObject({
    name: templateName,
    slots: slotValues,
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
  async prepare(given, hands) {
    const command = templateRun(given, hands.site);
    return {
      commands: command.changes ? [command] : [],
      async perform(doing) {
        const { exitCode, stdout, stderr, durationMs } = await doing.run(templateRun, given);
        return { exitCode, stdout: shortened(stdout, kept), stderr: shortened(stderr, kept), durationMs };
      },
    };
  },
});
