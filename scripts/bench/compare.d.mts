export interface Compared {
  route: string;
  /** Requests a second of processor time, as a part of those of the bare server. */
  ratio: number;
  perCpu: number;
  perSecond: number;
  bare: number;
}

export function compareServers(
  dist: string,
  options: { rounds: number; requests: number; connections: number },
): Promise<Compared[]>;
