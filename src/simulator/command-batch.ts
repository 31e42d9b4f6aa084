import type { Format } from './schema.js';

/** Perl's names of what JSON's values become. */
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with one command, by its place in the list. */
function errorsOf(command: unknown, place: string): string[] {
  if (!isObject(command)) return [`${place}: type check ('object') failed`];
  const missing = (key: string): string[] =>
    command[key] === undefined ? [`${place}.${key}: property is missing and it is not optional`] : [];
  const { method, args } = command;
  return [
    ...missing('path'),
    ...missing('method'),
    ...(method === undefined || /^(?:GET|POST|PUT|DELETE)$/.test(String(method))
      ? []
      : [`${place}.method: value does not match the regex pattern`]),
    ...(args === undefined || isObject(args) ? [] : [`${place}.args: type check ('object') failed`]),
  ];
}

/**
 * Calls of a batch, as JSON (pve-manager PVE/API2/Nodes.pm). Of text that is no JSON, Perl's parser says where it gives up;
 * here that is always the beginning.
 */
export const commandBatch: Format = (value) => {
  let commands: unknown;
  try {
    commands = JSON.parse(value);
  } catch {
    const reason = 'malformed JSON string, neither tag, array, object, number, string or atom';
    return `commands param did not contain valid JSON: ${reason}, at character offset 0 (before "${value === '' ? '(end of string)' : value}") at /usr/share/perl5/PVE/API2/Nodes.pm line 99.`;
  }
  const errors = Array.isArray(commands)
    ? commands.flatMap((command, index) => errorsOf(command, `[${index}]`))
    : ["_root: type check ('array') failed"];
  return errors.length === 0
    ? undefined
    : ['commands is not a valid array of commands: 400 Parameter verification failed.', ...errors].join('\n');
};
