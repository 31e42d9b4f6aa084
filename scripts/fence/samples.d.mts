/** What a program says: its standard output, or how it ends. */
export type Said = string | object;

export interface Sample {
  readonly params: Record<string, unknown>;
  readonly answers?: Readonly<Record<string, Said | ((command: unknown, ran: readonly unknown[]) => Said)>>;
}

export function samplesFor(mnt: string): {
  readonly commands: Readonly<Record<string, readonly Sample[]>>;
  readonly operations: Readonly<Record<string, readonly Sample[]>>;
};
