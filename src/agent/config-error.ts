import { type Issue, PveError } from '../core/errors.js';

/** The configuration cannot be used. `issues` names each place: a file and key, or a variable. Never a value. */
export class ConfigError extends PveError {
  readonly code = 'PVE_CONFIG';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], options: { hint?: string } = {}) {
    super(
      issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'),
      options,
    );
    this.issues = issues;
  }
}
