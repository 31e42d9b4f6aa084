import { HelperError } from '../../privileged/errors.js';
import { HelperRunner } from '../../privileged/helper/helper-runner.js';
import type { Finding } from '../finding.js';
import { count } from '../units.js';
import type { SetupFacts } from './setup.js';

/** The root helper answers. An agent without one does all that needs no root. */
export async function helperCheck({ socket }: SetupFacts): Promise<Finding> {
  const runner = new HelperRunner(socket === undefined ? {} : { socket });
  try {
    const { version, commands } = await runner.ping();
    return { status: 'ok', summary: `release ${version}, ${count(commands.length, 'command')} allowed` };
  } catch (error) {
    if (!(error instanceof HelperError)) throw error;
    const { reason, message, hint } = error;
    // It works for the user of the agent, and for nobody else.
    if (reason === 'not-allowed') return { status: 'skip', summary: `it is there: ${message}` };
    const absent = reason === 'no-socket' || reason === 'not-running';
    return {
      status: absent ? 'warn' : 'fail',
      summary: absent ? `${message}: what needs root is not done` : message,
      ...(hint === undefined ? {} : { advice: [hint] }),
    };
  } finally {
    runner.close();
  }
}
