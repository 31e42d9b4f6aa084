import { parseOptions, text } from './option-checks.js';
import { UsageError } from './usage-error.js';

/** What was asked of the agent that runs here. */
export type OperateCommand = { kind: 'help' } | ({ kind: 'operate' } & OperateWish);

export interface OperateWish {
  task: 'status' | 'halt' | 'resume';
  /** The state folder; the usual one if left out. */
  state: string | undefined;
  /** Of a halt. */
  reason: string | undefined;
  json: boolean;
}

const common = {
  state: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads what stands behind `status` or `resume`. @throws UsageError */
export function parseOperate(task: 'status' | 'resume'): (args: readonly string[]) => OperateCommand {
  return (args) => {
    const { values, words } = parseOptions(args, common);
    if (values.help === true) return { kind: 'help' };
    if (words.length > 0) throw new UsageError(`\`${task}\` takes options only: --state, --json`);
    return {
      kind: 'operate',
      task,
      state: text(values.state),
      reason: undefined,
      json: values.json === true,
    };
  };
}

/** Reads what stands behind `halt`. @throws UsageError */
export function parseHalt(args: readonly string[]): OperateCommand {
  const { values, words } = parseOptions(args, { ...common, reason: { type: 'string' } });
  if (values.help === true) return { kind: 'help' };
  if (words.length > 0) throw new UsageError('`halt` takes options only: --state, --reason, --json');
  const { state, reason, json } = values;
  return { kind: 'operate', task: 'halt', state: text(state), reason: text(reason), json: json === true };
}
