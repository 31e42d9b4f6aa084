import type { Heartbeat, HeartbeatAnswer, HubStatement } from './protocol/heartbeat.js';

/** An answer of the hub of which everything that must be signed is signed, and for this heartbeat. */
export interface HubAnswer {
  readonly answer: HeartbeatAnswer;
  readonly statement: HubStatement;
}

/** The way to the hub. */
export interface HubLink {
  /**
   * Sends a heartbeat. An answer that is not signed by the hub, or is for another heartbeat, is none.
   *
   * @throws HubError where there is no answer, or none that counts; ConnectionError where the hub cannot be reached
   */
  beat(heartbeat: Heartbeat, signal: AbortSignal): Promise<HubAnswer>;
  close(): Promise<void>;
}
