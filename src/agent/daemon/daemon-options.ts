import type { bindAction } from './actions/registry.js';
import type { BeatSchedule } from './beat-schedule.js';
import type { Place } from './dispatch/job.js';
import type { Clocks } from './hub-clock.js';
import type { HubLink } from './hub-link.js';
import type { OwnIdentity } from './identity.js';
import type { Log } from './log.js';
import type { Mask } from './masking.js';
import type { Policy } from './policy/schema.js';

/** What the daemon is made of. */
export interface DaemonOptions {
  /** The state folder. */
  readonly folder: string;
  readonly own: OwnIdentity;
  /** Of the host's start. */
  readonly bootId: string;
  /** What speaks for it that this is a copy of the machine that was enrolled. */
  readonly cloneSigns: readonly string[];
  readonly link: HubLink;
  readonly place: Place;
  /** Reads the local policy, as it is now. @throws where it cannot be read or trusted */
  readonly policy: () => Policy;
  readonly log: Log;
  /** Masks the secrets of the configuration. */
  readonly mask: Mask;
  /** Of the agent. */
  readonly version: string;
  readonly clocks?: Clocks;
  readonly schedule?: BeatSchedule;
  /** Where actions come from. Default: the registry. */
  readonly bind?: typeof bindAction;
  /** Milliseconds that running commands get when the agent is told to end; 20,000. */
  readonly grace?: number;
}
