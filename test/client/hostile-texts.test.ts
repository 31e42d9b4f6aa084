import { type Client, HttpError, TaskError } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { presentable } from '~/client/server-text.js';
import { parsePermission } from '~/core/permission.js';
import { maskTokens } from '~/core/redact.js';
import { canary, clientOf, failure } from '../support/client.js';
import { raw, ScriptedServer } from '../support/server.js';
import { TaskHost, upid } from '../support/task-host.js';

const most = 8 * 1024 + ' [cut]'.length;
/** Enough for a quadratic pattern to run into the test's time limit, and little enough for it to come to an end. */
const many = 60_000;
const failed = 'Permission check failed (';

/** Texts that a pattern with two ways to match takes quadratic time for. */
const slow: readonly [string, string][] = [
  ['a-', 'a-'.repeat(many)],
  ['a@a!', 'a@a!'.repeat(many)],
  ['a@pve!a.', 'a@pve!a.'.repeat(many)],
  ['a@pve!a=', 'a@pve!a='.repeat(many)],
  ['parentheses', `${failed}${'a)'.repeat(many)}\nx`],
  ['refusals', `- ${failed}`.repeat(many / 10)],
  ['blanks', `${failed}${' '.repeat(many)}x`],
];

async function answered(answer: Buffer): Promise<Client> {
  return clientOf(await ScriptedServer.start(() => answer), { retries: 0 });
}

describe('a long text of the server', () => {
  it.each(slow)('takes no long time, and is short in the error: %s', async (_what, text) => {
    const errors = { vmid: text, [text]: 'x' };
    const client = await answered(raw('500 no', {}, JSON.stringify({ message: text, errors })));
    const error = await failure(client.version(), HttpError);
    expect(error.text.length).toBeLessThanOrEqual(most);
    expect(error.text).toMatch(/ \[cut\]$/);
    for (const part of Object.entries(error.errors ?? {}).flat())
      expect(part.length).toBeLessThanOrEqual(most);
    expect(error.message.length).toBeLessThanOrEqual(4 * most);
  });

  it.each(slow)('as an exit status and in the log is the same: %s', async (_what, text) => {
    const host = new TaskHost({ exitstatus: text });
    host.log.push(text);
    const error = await failure(host.client().tasks.wait(upid), TaskError);
    expect(error.exitstatus.length).toBeLessThanOrEqual(most);
    expect(error.log.map((line) => line.length <= most)).toEqual([true]);
  });

  it.each(slow)('is no trouble for the patterns alone: %s', (_what, text) => {
    expect(maskTokens(text).length).toBeLessThanOrEqual(text.length * 2);
    const refused = parsePermission(text);
    expect(refused === undefined || refused.path === undefined).toBe(true);
  });

  it('that complains about everything shows 64 complaints', async () => {
    const errors = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`p${index}`, 'no']));
    const client = await answered(raw('400 no', {}, JSON.stringify({ message: 'no', errors })));
    const error = await failure(client.version(), HttpError);
    expect(Object.keys(error.errors ?? {})).toHaveLength(65);
    expect(error.errors).toMatchObject({ p63: 'no', '[cut]': '936 more' });
  });

  it('may nest its complaints as deep as it likes', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const client = await answered(raw('400 no', {}, `{"message":"no","errors":{"a":${deep}}}`));
    expect(await failure(client.version(), HttpError)).toMatchObject({ errors: { a: 'no text' } });
  });

  it('shows no part of a secret, wherever it is cut', async () => {
    for (const length of [8 * 1024, 64 * 1024]) {
      for (const shift of [-40, -20, -5, 0, 5]) {
        const text = `${'x'.repeat(length - 20 + shift)}${canary}${'y'.repeat(many)}`;
        const client = await answered(raw('500 no', {}, JSON.stringify({ message: text })));
        expect((await failure(client.version(), HttpError)).text).not.toContain(canary.slice(0, 4));
      }
    }
    // Masked, these are short: the begin of the next one, where the text is cut, would be seen.
    const password = Array.from({ length: 50 }, (_, index) => `p4ssw0rd-of-many-words-${index}`).join('');
    const client = await answered(raw('500 no', {}, JSON.stringify({ message: password.repeat(100) })));
    const { text } = await failure(client.request('POST /access/users', { password }), HttpError);
    expect(text.replaceAll('*', '')).toBe(' [cut]');
  });

  it('is masked on 64 KiB at most, and told that it was cut', () => {
    const seen: [number, boolean | undefined][] = [];
    const mask = (text: string, cut?: boolean) => {
      seen.push([text.length, cut]);
      return text;
    };
    presentable('x'.repeat(2 * many), mask);
    presentable('x'.repeat(100), mask);
    expect(seen).toEqual([
      [64 * 1024, true],
      [100, false],
    ]);
    expect(presentable('a short one', mask)).toBe('a short one');
    expect(presentable('word '.repeat(2_000), mask)).toMatch(/ word \[cut\]$/);
  });
});
