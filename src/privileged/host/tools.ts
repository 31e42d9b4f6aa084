import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { type Program, programs } from '../programs.js';
import type { Site } from '../site.js';

/** A program that this package runs, and whether this host has it. */
export interface Tool {
  readonly program: Program;
  readonly binary: string;
  /** The Debian package that brings it. */
  readonly package: string;
  readonly present: boolean;
}

/** Looks for every program. Needs no root: they are where everybody can see them. */
export function findTools(site: Site): Promise<Tool[]> {
  return Promise.all(
    Object.entries(programs).map(async ([name, facts]) => {
      const program = name as Program;
      const binary = site.programs[program];
      const present = await access(binary, constants.X_OK).then(
        () => true,
        () => false,
      );
      return { program, binary, package: facts.package, present };
    }),
  );
}
