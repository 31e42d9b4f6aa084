/** Who owns a file: by name, as the host's own account files have it. */
export type Owner = 'root' | 'felhom-agent';

/** One thing that is made sure of, in the order of a list. */
export type Step =
  | { readonly do: 'folder'; readonly path: string; readonly mode: number; readonly owner: Owner }
  | {
      readonly do: 'file';
      readonly path: string;
      readonly mode: number;
      readonly owner: Owner;
      readonly text: string;
      /** The host's own once it is there: made, and never changed. */
      readonly keep: boolean;
    }
  | { readonly do: 'remove'; readonly path: string }
  | {
      readonly do: 'run';
      readonly argv: readonly [string, ...string[]];
      /** A failure of it changes nothing for the rest. */
      readonly optional?: boolean;
    };

/** What a step would do, or did. */
export interface Outcome {
  readonly step: Step;
  /** `kept` is a file of the host's own that differs from ours. `run` is a command that is run, or was. */
  readonly what: 'create' | 'change' | 'same' | 'kept' | 'remove' | 'absent' | 'run';
  /** What differs, one line each. */
  readonly details: readonly string[];
}

/** The mode as `chmod` takes it. */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
