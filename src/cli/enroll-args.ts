import { parseOptions, text } from './option-checks.js';
import { UsageError } from './usage-error.js';

/** What `enroll` was asked for. */
export type EnrollCommand = { kind: 'help' } | { kind: 'enroll'; wish: EnrollWish; json: boolean };

export interface EnrollWish {
  hub: string;
  tokenFile: string;
  fingerprints: string[];
  caFile: string | undefined;
  node: string | undefined;
  state: string | undefined;
  again: boolean;
}

const options = {
  hub: { type: 'string' },
  'token-file': { type: 'string' },
  fingerprint: { type: 'string', multiple: true },
  ca: { type: 'string' },
  node: { type: 'string' },
  state: { type: 'string' },
  again: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads what stands behind `enroll`. @throws UsageError */
export function parseEnroll(args: readonly string[]): EnrollCommand {
  const { values, words } = parseOptions(args, options);
  if (values.help === true) return { kind: 'help' };
  // A word is not repeated in the message: it may be the token.
  if (words.length > 0)
    throw new UsageError(
      '`enroll` takes options only: --hub, --token-file, --fingerprint or --ca, --node, --state',
    );
  const [hub, tokenFile] = [text(values.hub), text(values['token-file'])];
  if (hub === undefined || tokenFile === undefined)
    throw new UsageError(
      '`enroll` needs a hub and its token: felhom-agent enroll --hub URL --token-file FILE',
    );
  const fingerprints = [...(values.fingerprint ?? [])];
  const caFile = text(values.ca);
  if (fingerprints.length > 0 && caFile !== undefined)
    throw new UsageError(
      '--fingerprint and --ca: give one of the two; a fingerprint replaces the chain check',
    );
  const wish = {
    hub,
    tokenFile,
    fingerprints,
    caFile,
    node: text(values.node),
    state: text(values.state),
    again: values.again === true,
  };
  return { kind: 'enroll', wish, json: values.json === true };
}
