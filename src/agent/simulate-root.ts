import type { Command } from '../privileged/command.js';
import { MissingProgramError } from '../privileged/errors.js';
import { ExecRunner } from '../privileged/exec-runner.js';
import { Privileged } from '../privileged/privileged.js';
import { programs } from '../privileged/programs.js';
import type { Runner, RunOptions } from '../privileged/runner.js';
import type { RootHost } from '../simulator/root-host/root-host.js';
import { tools } from '../simulator/root-host/root-host.js';

/** The root command line of a simulated host. */
export function simulatedPrivileged(host: RootHost): Privileged {
  const known = tools.filter((tool) => tool in programs);
  const stands = Object.fromEntries(known.map((tool) => [tool, host.path(tool)]));
  const runner = new OnlySimulated(new Set(Object.values(stands)));
  return new Privileged({ programs: stands, runner, requester: 'felhom-agent' });
}

/** Runs what the simulated host has. Whatever else there is belongs to the machine that the simulator runs on, and stays untouched. */
class OnlySimulated implements Runner {
  readonly #programs: ReadonlySet<string>;
  readonly #runner = new ExecRunner({ mode: 'direct' });

  constructor(programs: ReadonlySet<string>) {
    this.#programs = programs;
  }

  async run(command: Command, options?: RunOptions) {
    if (command.kind === 'process' && this.#programs.has(command.binary))
      return this.#runner.run(command, options);
    throw new MissingProgramError({
      program: command.name,
      binary: command.name,
      package: undefined,
      missing: 'the simulator has no such program',
    });
  }
}
