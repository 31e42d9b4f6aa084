import { ParamsError } from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillRoute, parseRoute, type Route } from '~/core/route.js';

/** Texts that try to be more than one segment, or another one, or none. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '.',
      '/',
      '\\',
      '?',
      '#',
      '%',
      '2',
      'e',
      'f',
      ':',
      '@',
      ' ',
      '\0',
      '\n',
      '\u0085',
      '\ud800',
      'a',
    ),
  }),
  fc.constantFrom(
    '.',
    '..',
    '',
    '/',
    '%2e%2e',
    '%2F',
    '..%2f',
    '\\..\\',
    '//host',
    'a?b',
    'a#b',
    '\t',
    '\ud800',
    'é/…',
    ';',
    '*',
  ),
);

/** The path as a client's URL has it, without the base. */
function segmentsInUrl(path: string): string[] {
  const { pathname, search, hash, host } = new URL(`https://h/api2/json${path}`);
  expect({ search, hash, host }).toEqual({ search: '', hash: '', host: 'h' });
  return pathname.split('/').slice(3);
}

function filled(route: Route, params: Record<string, string | number>): string | undefined {
  try {
    return fillRoute(route, params).path;
  } catch (error) {
    expect(error).toBeInstanceOf(ParamsError);
    return undefined;
  }
}

describe('the path of a route', () => {
  it('has as many segments as the route, and they decode to the ids, or is refused', () => {
    fc.assert(
      fc.property(hostile, hostile, (node, storage) => {
        const path = filled('GET /nodes/{node}/storage/{storage}/status', { node, storage });
        if (path === undefined) return;
        const segments = segmentsInUrl(path);
        expect(segments.map(decodeURIComponent)).toEqual(['nodes', node, 'storage', storage, 'status']);
        // PVE decodes before it splits, so that an escaped `/` would still be one.
        expect(decodeURIComponent(path).split('/')).toHaveLength(6);
      }),
      { numRuns: 2_000 },
    );
  });

  it('may hold `/` in a volume, which swallows the rest of the path, and dots nowhere', () => {
    fc.assert(
      fc.property(hostile, (volume) => {
        const path = filled('GET /nodes/{node}/storage/{storage}/content/{volume}', {
          node: 'n',
          storage: 's',
          volume,
        });
        if (path === undefined) return;
        const segments = segmentsInUrl(path);
        expect(segments).toHaveLength(6);
        expect(decodeURIComponent(segments[5] ?? '')).toBe(volume);
        expect(volume.split('/').some((piece) => ['', '.', '..'].includes(piece))).toBe(false);
        expect(volume).not.toMatch(/:\.\.?(?:\/|$)/);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['.', '..', '', 'a/b', '/', 'a\0', 'a\nb', 'a\u0085', '\ud800', '\udc00x'])(
    'refuses %j',
    (node) => {
      const error = catchParams(() => fillRoute('GET /nodes/{node}/lxc', { node }));
      expect(error).toMatchObject({ route: 'GET /nodes/{node}/lxc', issues: [{ path: 'node' }] });
    },
  );

  it.each([
    'local:iso/../../x',
    'local:iso//x',
    '/etc/passwd',
    'local:iso/',
    './x',
    '..',
    'local:..',
    'local:../x',
    'local:./x',
  ])('refuses the volume %j', (volume) => {
    expect(filled('GET /nodes/n/storage/local/content/{volume}', { volume })).toBeUndefined();
  });

  it.each([
    ['local:iso/debian 13.iso', 'local%3Aiso%2Fdebian%2013.iso'],
    ['pbs:backup/ct/100/2026-01-02T03:04:05Z', 'pbs%3Abackup%2Fct%2F100%2F2026-01-02T03%3A04%3A05Z'],
    ['local:iso/100%.iso', 'local%3Aiso%2F100%25.iso'],
  ])('encodes the volume %j once', (volume, encoded) => {
    expect(filled('GET /nodes/n/storage/s/content/{volume}', { volume })).toBe(
      `/nodes/n/storage/s/content/${encoded}`,
    );
  });

  it('encodes a UPID once more, its own escapes included', () => {
    const upid = 'UPID:n:000001E5:00024E96:6B00632D:download:a%3Ab:a@pam!t:';
    const path = filled('GET /nodes/{node}/tasks/{upid}/log', { node: 'n', upid });
    expect(path).toContain('download%3Aa%253Ab%3A');
    expect(segmentsInUrl(path ?? '').map(decodeURIComponent)).toEqual(['nodes', 'n', 'tasks', upid, 'log']);
  });

  it('takes its parameters out, and leaves the others', () => {
    expect(
      fillRoute('PUT /nodes/{node}/lxc/{vmid}/config', { node: 'n', vmid: 100, memory: 512, tags: ['a'] }),
    ).toEqual({
      method: 'PUT',
      path: '/nodes/n/lxc/100/config',
      rest: { memory: 512, tags: ['a'] },
    });
  });

  it('names every segment that is missing or no text', () => {
    const error = catchParams(() => fillRoute('GET /nodes/{node}/lxc/{vmid}', { vmid: ['100'] }));
    expect(error.issues.map(({ path }) => path)).toEqual(['node', 'vmid']);
  });

  it('does not take a parameter from the prototype of the parameters', () => {
    const error = catchParams(() => fillRoute('GET /nodes/{constructor}', {}));
    expect(error.issues).toEqual([{ path: 'constructor', message: expect.stringContaining('missing') }]);
  });
});

describe('a route', () => {
  it('is a method and a template', () => {
    expect(parseRoute('DELETE /nodes/{node}/lxc/{vmid}')).toEqual({
      method: 'DELETE',
      segments: ['nodes', '{node}', 'lxc', '{vmid}'],
    });
    expect(parseRoute('GET /').segments).toEqual([]);
  });

  it.each([
    '',
    'GET',
    '/version',
    'PATCH /version',
    'get /version',
    'GET version',
    'GET  /version',
    'GET /version\n',
    'GET /nodes/../x',
    'GET /nodes/./x',
    'GET /nodes/%2e%2e/x',
    'GET /nodes/a b',
    'GET /nodes?x=1',
    'GET /nodes#x',
    'GET /nodes/{node',
    'GET /nodes/{}',
    'GET /nodes/a\\b',
  ])('is not %j', (route) => {
    expect(catchParams(() => parseRoute(route)).issues).toEqual([
      { path: 'route', message: expect.stringContaining('route') },
    ]);
  });
});

function catchParams(run: () => unknown): ParamsError {
  try {
    run();
  } catch (error) {
    if (error instanceof ParamsError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
