import * as z from 'zod';
import { isPveError, ParamsError, type PveError } from '../../core/errors.js';
import {
  CommandError,
  FenceError,
  HelperError,
  MissingProgramError,
  NotRootError,
  RefusedError,
  StartError,
} from '../errors.js';
import type { WireError } from './protocol.js';

const text = z.string().optional().catch(undefined);
const place = z.string().catch('');
const issueList = z.array(z.object({ path: z.string(), message: z.string() }));

/** How each class of errors is made again from its own fields. Fields that do not fit are left out: an error is never lost for them. */
const makers: Readonly<Record<string, (error: WireError, facts: Record<string, unknown>) => Error>> = {
  PVE_FENCE: ({ message, hint }, facts) =>
    new FenceError(message, { ...given('command', text.parse(facts['command'])), ...given('hint', hint) }),
  PVE_NOT_ROOT: ({ message, hint }) => new NotRootError(message, { hint }),
  PVE_PARAMS: ({ message, hint }, facts) => {
    const issues = issueList.catch([{ path: '', message }]).parse(facts['issues']);
    return new ParamsError(issues, { route: text.parse(facts['route']), ...given('hint', hint) });
  },
  PVE_START: ({ message, hint }, facts) =>
    new StartError(message, { command: place.parse(facts['command']), ...given('hint', hint) }),
  PVE_PROGRAM_MISSING: ({ message }, facts) => {
    const program = place.parse(facts['program']);
    // What is missing is told by the message alone, behind the words of the class.
    const before = `${program} is not on this host: `;
    return new MissingProgramError({
      program,
      binary: place.parse(facts['binary']),
      package: text.parse(facts['package']),
      ...given('missing', message.startsWith(before) ? message.slice(before.length) : undefined),
    });
  },
  PVE_REFUSED: ({ message, hint }, facts) =>
    new RefusedError(
      place.parse(facts['operation']),
      place.parse(facts['why']),
      message,
      given('hint', hint),
    ),
  PVE_COMMAND: ({ message, hint }, facts) =>
    new CommandError(message, {
      command: place.parse(facts['command']),
      binary: place.parse(facts['binary']),
      argv: z.array(z.string()).catch([]).parse(facts['argv']),
      exitCode: z.number().optional().catch(undefined).parse(facts['exitCode']),
      signal: text.parse(facts['signal']),
      ended: z.enum(['timeout', 'aborted']).optional().catch(undefined).parse(facts['ended']),
      stdout: place.parse(facts['stdout']),
      stderr: place.parse(facts['stderr']),
      left: z.array(z.number()).catch([]).parse(facts['left']),
      issues: issueList.catch([]).parse(facts['issues']),
      problem: text.parse(facts['problem']) as CommandError['problem'],
      hint,
    }),
  PVE_HELPER: ({ message, hint }, facts) =>
    new HelperError(z.enum(['not-allowed', 'busy']).catch('busy').parse(facts['reason']), message, {
      sent: 'no',
      command: text.parse(facts['command']),
      hint,
    }),
};

/** An error as plain data. Of errors that are not of this package only what is no secret by its nature: name, code, message, place. */
export function wireOf(error: unknown): WireError {
  if (isPveError(error)) {
    const { name: _name, message: _message, code, hint, cause: _cause, ...facts } = error.toJSON() as Json;
    return { name: error.name, message: error.message, code: String(code), ...given('hint', hint), facts };
  }
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  return {
    name: error.name,
    message: error.message,
    ...given('code', typeof code === 'string' ? code : undefined),
    facts: { ...given('syscall', syscall), ...given('path', path) },
  };
}

/** The same error, of the same class where it is one of this package. */
export function errorOf(error: WireError): Error {
  const { code, facts = {} } = error;
  const maker = code !== undefined && Object.hasOwn(makers, code) ? makers[code] : undefined;
  if (maker !== undefined) return maker(error, facts);
  const plain = new Error(error.message);
  plain.name = error.name;
  return Object.assign(plain, given('code', code), {
    ...given('syscall', text.parse(facts['syscall'])),
    ...given('path', text.parse(facts['path'])),
  });
}

type Json = ReturnType<PveError['toJSON']> & { hint?: string };

function given<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: V });
}
