import type { Client, ClientOptions, fetchTransport, isPveError } from '@felhom/proxmox';

/** What the suite needs of the package. */
export interface Parts {
  Client: typeof Client;
  fetchTransport: typeof fetchTransport;
  isPveError: typeof isPveError;
  SimulatedHost: unknown;
  createEngine: unknown;
  ManualClock: unknown;
  Random: unknown;
  openDoor: unknown;
  createCertificate: unknown;
}

/** One host and one client, and what goes wrong there. */
export interface Story {
  number: number;
  turns: readonly object[];
}

export interface ChaosOptions {
  /** How many calls that change something. Default 1,000. */
  mutations?: number;
  /** Decides all that is left to chance. Default 1. */
  seed?: number;
  /** How many stories are played at once. Default 6. */
  parallel?: number;
  /** In place of those that the seed makes. */
  stories?: readonly Story[];
  /** The only way to the host: over TLS, or in process. Both by default. */
  line?: 'wire' | 'inProcess';
  /** The only way in which the client finds out. All by default. */
  mode?: 'inPlace' | 'afterwards' | 'elsewhere';
  /** The only story to play, by its number. */
  only?: number;
  /** Milliseconds that a client waits for the next bytes. Default 1,000. */
  patience?: number;
  /** Milliseconds after which a call hangs. Default 60,000. */
  hang?: number;
  makeClient?: (options: ClientOptions) => object;
  tell?: (result: Result) => void;
}

/** What became of one mutation. */
export interface Result {
  story: Story;
  index: number;
  name: string;
  fault: { kind: string } | undefined;
  ending: { kind: string };
  /** The host's own journal of it. */
  entries: readonly { status: number | undefined; task?: string }[];
}

export interface Problem extends Result {
  what: 'twice' | 'lost' | 'cannotTell' | 'hang' | 'wrong';
  why: string;
}

export interface Report {
  mutations: number;
  twice: number;
  lost: number;
  cannotTell: number;
  hangs: number;
  wrong: number;
  endings: Record<string, number>;
  kinds: Record<string, number>;
  cuts: { request: Set<number>; answer: Set<number> };
  problems: Problem[];
  readonly holds: boolean;
}

export function chaos(parts: Parts, options?: ChaosOptions): Promise<Report>;

/** The line that a run ends with. */
export function summary(report: Report): string;
