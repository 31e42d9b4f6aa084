import { OutcomeUnknownError, ParamsError, readIntent } from '@felhom/proxmox';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { canMark, hasMarker, withMarker, withoutMarker } from '~/core/marker.js';
import { failure } from '../../support/client.js';
import { LossyHost, lost } from '../../support/reconcile.js';

const ostemplate = 'local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz';
let lossy: LossyHost;
beforeEach(() => {
  lossy = new LossyHost();
});

describe('an intent', () => {
  it('is plain JSON that says what was sent, by whom and when, without secrets', async () => {
    await lossy.client.version();
    const create = () =>
      lossy.client.lxc.create(
        {
          node: lossy.node,
          vmid: 300,
          ostemplate,
          rootfs: 'local:1',
          password: 'correct horse',
          tags: ['a', 'b'],
        },
        { marker: 'job-300' },
      );
    const { intent } = await lossy.lose(lost.did_not, create);
    expect(intent).toEqual({
      route: 'POST /nodes/{node}/lxc',
      path: `/nodes/${lossy.node}/lxc`,
      params: {
        node: lossy.node,
        vmid: '300',
        ostemplate,
        rootfs: 'local:1',
        tags: 'a,b',
        description: '[intent job-300]',
      },
      secret: ['password'],
      identity: lossy.client.identity,
      since: lossy.clock.now(),
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      id: expect.any(String),
      marker: 'job-300',
      clock: { low: expect.any(Number), high: expect.any(Number), at: lossy.clock.now(), of: '' },
    });
    expect(JSON.parse(JSON.stringify(intent))).toEqual(intent);
    expect(readIntent(JSON.parse(JSON.stringify(intent)))).toEqual(intent);
  });

  it('has the digest of its parameters, and another id each time', async () => {
    const start = () => lossy.client.lxc.start({ node: lossy.node, vmid: 101 });
    const [one, two] = [await lossy.lose(lost.did_not, start), await lossy.lose(lost.did_not, start)];
    expect(one.intent.digest).toBe(two.intent.digest);
    expect(one.intent.id).not.toBe(two.intent.id);
  });

  it('has the clock of the node itself, where a task of its has told it', async () => {
    await lossy.client.lxc.start({ node: lossy.node, vmid: 101 });
    const stop = () => lossy.client.lxc.stop({ node: lossy.node, vmid: 100 });
    expect((await lossy.lose(lost.did_not, stop)).intent.clock).toMatchObject({ of: lossy.node });
    lossy.host.advance('5m');
    await lossy.client.version();
    const later = await lossy.lose(lost.did_not, stop);
    expect(later.intent.clock).toMatchObject({ of: '', at: lossy.clock.now() });
  });

  it.each(['https://user:s3cret@host.test/a.iso', 'https://host.test/a.iso?signature=s3cret'])(
    'does not hold a URL with a secret in it (%s)',
    async (url) => {
      const params = { node: lossy.node, storage: 'local', content: 'iso', filename: 'a.iso', url } as const;
      const error = await lossy.lose(lost.did_not, () => lossy.client.storage.downloadUrl(params));
      expect(JSON.stringify(error)).not.toContain('s3cret');
      expect(error.intent.secret).toEqual(['url']);
    },
  );

  it('is demanded: anything else is a ParamsError, and nothing is sent', async () => {
    for (const what of [undefined, null, {}, 'x', 5, new Error('x'), { intent: { route: 'GET /version' } }])
      await failure(lossy.client.reconcile(what), ParamsError);
    fc.assert(
      fc.property(fc.anything(), (what) => {
        expect(() => readIntent(what)).toThrow(ParamsError);
      }),
    );
    expect(lossy.host.requests).toEqual([]);
  });

  it('is reconciled with options that make sense', async () => {
    const error = await lossy.lose(lost.happened, () =>
      lossy.client.lxc.start({ node: lossy.node, vmid: 101 }),
    );
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    for (const options of [{ timeout: -1 }, { settle: Number.NaN }, { signal: {} as AbortSignal }])
      await failure(lossy.client.reconcile(error, options), ParamsError);
  });
});

describe('a marker', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{5,63}$/);
  const create = 'POST /nodes/{node}/lxc';

  it('is found in whatever it was written to, and only it', () => {
    fc.assert(
      fc.property(fc.string(), id, id, (description, mine, other) => {
        const text = withMarker(create, { description }, mine)['description'];
        expect(hasMarker(text, mine)).toBe(true);
        expect(hasMarker(text, other)).toBe(mine === other || description.includes(`[intent ${other}]`));
      }),
    );
  });

  it('can be taken out again, and leaves what the caller wrote', () => {
    fc.assert(
      fc.property(fc.string(), id, (description, mine) => {
        fc.pre(!description.includes('[intent'));
        const text = String(withMarker(create, { description }, mine)['description']);
        expect(withoutMarker(text)).toBe(description.trimEnd());
        expect(withoutMarker(`${text}\n`)).toBe(description.trimEnd());
      }),
    );
    expect(withoutMarker(undefined)).toBe('');
  });

  it('replaces no description that the call would bring along by itself, unless it is asked for', () => {
    const clone = 'POST /nodes/{node}/lxc/{vmid}/clone';
    expect(canMark(clone, {}, false)).toBe(false);
    expect(canMark(clone, { description: 'x' }, false)).toBe(true);
    expect(canMark(clone, {}, true)).toBe(true);
    expect(canMark(create, { restore: true }, false)).toBe(false);
    expect(canMark('POST /nodes/{node}/vzdump', {}, false)).toBe(false);
    expect(canMark('GET /version', {}, true)).toBe(false);
  });
});
