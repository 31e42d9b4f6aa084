import type { Facts } from './facts.js';
import type { Finding } from './finding.js';

/** One look at a host. It only reads. An error that it throws is a failed check, or a warning for a refused look. */
export interface Check {
  name: string;
  /** Checks that must not have failed for this one to make sense. */
  after?: readonly string[];
  run(facts: Facts): Promise<Finding>;
}
