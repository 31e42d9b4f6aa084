import { createHash } from 'node:crypto';
import { seconds } from '../clock.js';
import { fail, invalid } from '../errors.js';
import { authorityOf, connectionProblem, remoteFile } from '../outside.js';
import type { Context, Route } from '../route.js';
import { all, both, either } from '../rule.js';
import type { TaskOutput, Work } from '../tasks.js';
import { addVolume, MiB, pathOf } from '../volumes.js';
import { activeStorage, enabledStorage, type Storage, type World } from '../world.js';
import { formatOf, normalize } from './upload.js';

const mayFetch = either(all('/', 'Sys.Audit', 'Sys.Modify'), all('/nodes/{node}', 'Sys.AccessNetwork'));

export const downloadRoutes: readonly Route[] = [
  {
    route: 'POST /nodes/{node}/storage/{storage}/download-url',
    permission: both(all('/storage/{storage}', 'Datastore.AllocateTemplate'), mayFetch),
    protected: true,
    handler: downloadUrl,
  },
  {
    route: 'GET /nodes/{node}/query-url-metadata',
    permission: mayFetch,
    handler: ({ params }) => {
      const target = parsed(params.text('url'));
      const problem = connectionProblem(target.hostname);
      if (problem !== undefined)
        throw fail(`invalid server response: '500 Can't connect to ${authorityOf(target)} (${problem})'`);
      const file = remoteFile(target);
      if (file === undefined) throw fail("invalid server response: '404 Not Found'");
      return { filename: file.name, size: file.size, mimetype: file.mimetype };
    },
  },
  {
    route: 'GET /nodes/{node}/aplinfo',
    permission: 'everyone',
    handler: ({ world }) => [...world.system.appliances.values()],
  },
  {
    route: 'POST /nodes/{node}/aplinfo',
    permission: all('/storage/{storage}', 'Datastore.AllocateTemplate'),
    protected: true,
    handler: ({ world, caller, params }) => {
      const template = params.text('template');
      const appliance = world.system.appliances.get(template);
      if (appliance === undefined) throw invalid({ template: 'no such template' });
      const storage = enabledStorage(world, params.text('storage'));
      if (!storage.content.includes('vztmpl'))
        throw fail(`storage '${storage.id}' does not support templates`);
      return world.tasks.start(caller.authId, 'download', template, (output) =>
        fetchFile(world, storage, output, {
          url: appliance.location,
          content: 'vztmpl',
          filename: template,
          checksum: undefined,
        }),
      ).upid;
    },
  },
  {
    route: 'POST /nodes/{node}/storage/{storage}/oci-registry-pull',
    permission: both(
      all('/storage/{storage}', 'Datastore.AllocateTemplate'),
      all('/nodes/{node}', 'Sys.AccessNetwork'),
    ),
    protected: true,
    handler: pull,
  },
  {
    route: 'GET /nodes/{node}/query-oci-repo-tags',
    permission: all('/nodes/{node}', 'Sys.AccessNetwork'),
    handler: ({ params }) => {
      const name = params.text('reference');
      if (connectionProblem(registryOf(name)) !== undefined)
        throw fail(`command 'skopeo list-tags docker://${name}' failed: exit code 1`);
      return ['1.0', '1.1', 'latest'];
    },
  },
];

function parsed(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw fail(`invalid server response: '400 URL must be absolute'`);
  }
}

interface Wanted {
  readonly url: string;
  readonly content: 'iso' | 'vztmpl';
  readonly filename: string;
  readonly checksum: { readonly algorithm: string; readonly value: string } | undefined;
}

function downloadUrl({ world, caller, params }: Context): string {
  const storage = enabledStorage(world, params.text('storage'));
  const content = params.text('content');
  if (storage.options['path'] === undefined)
    throw fail(`can't upload to storage type '${storage.type}', not a file based storage!`);
  // No storage of the simulator holds images for an import.
  if (!storage.content.includes(content) || (content !== 'iso' && content !== 'vztmpl'))
    throw fail(`storage '${storage.id}' is not configured for content-type '${content}'`);
  const filename = normalize(params.text('filename'));
  formatOf(content, filename);
  activeStorage(world, storage.id);
  const value = params.maybe('checksum');
  const checksum = value === undefined ? undefined : { algorithm: params.text('checksum-algorithm'), value };
  const compression = params.maybe('compression');
  const wanted = { url: params.text('url'), content, filename, checksum } as const;
  return world.tasks.start(caller.authId, 'download', filename, function* (output) {
    if (compression !== undefined) {
      if (content !== 'iso') throw fail(`decompression not supported for ${content}`);
      if (!/^(?:gz|lzo|zst|bz2)$/.test(compression)) throw fail('no decompression method found');
    }
    yield* fetchFile(world, storage, output, wanted);
  }).upid;
}

/** What wget makes of a URL, and what becomes of the file. */
function* fetchFile(world: World, storage: Storage, output: TaskOutput, wanted: Wanted): Work {
  const { content, filename, checksum } = wanted;
  const volname = `${content}/${filename}`;
  const path = pathOf(storage, volname);
  output.line(`downloading ${wanted.url} to ${path}`);
  // One of the same name is only right if a checksum says so.
  if (storage.volumes.has(volname)) {
    if (checksum === undefined) throw fail(`refusing to override existing file '${path}'`);
    output.line('calculating checksum of existing file...');
  }
  const target = parsed(wanted.url);
  output.line(`--${stamp(world)}--  ${wanted.url}`);
  const problem = connectionProblem(target.hostname);
  yield 200;
  if (problem === 'Connection refused')
    throw fail(`download failed: Connecting to ${authorityOf(target)}... failed: Connection refused.`);
  if (problem !== undefined)
    throw fail(`download failed: wget: unable to resolve host address ‘${target.hostname}’`);
  const file = remoteFile(target);
  if (file === undefined) {
    output.line('HTTP request sent, awaiting response... 404 Not Found');
    throw fail(`download failed: ${stamp(world)} ERROR 404: Not Found.`);
  }
  output.line('HTTP request sent, awaiting response... 200 OK');
  output.line(`Length: ${file.size} [${file.mimetype}]`);
  yield Math.ceil(file.size / ((100 * MiB) / 1000));
  if (checksum !== undefined) {
    const got = createHash(checksum.algorithm).update(file.bytes).digest('hex');
    if (got !== checksum.value.toLowerCase()) {
      output.line('calculating checksum...');
      throw fail(`checksum mismatch: got '${got}' != expect '${checksum.value}'`);
    }
    output.line('calculating checksum...OK, checksum verified');
  }
  addVolume(storage, {
    volname,
    content,
    format: formatOf(content, filename),
    size: file.size,
    ctime: seconds(world.clock),
    vmid: undefined,
  });
  output.line(`download of '${wanted.url}' to '${path}' finished`);
}

function stamp(world: World): string {
  return new Date(world.clock.now()).toISOString().slice(0, 19).replace('T', ' ');
}

/** The host in front of a reference; without one it is the best known registry's. */
function registryOf(name: string): string {
  const [first = ''] = name.split('/');
  return /[.:]/.test(first) && name.includes('/') ? (first.split(':')[0] ?? '') : 'registry-1.docker.io';
}

function pull({ world, caller, params }: Context): string {
  const storage = enabledStorage(world, params.text('storage'));
  if (storage.options['path'] === undefined)
    throw fail(`can't upload to storage type '${storage.type}', not a file based storage!`);
  if (!storage.content.includes('vztmpl'))
    throw fail(`storage '${storage.id}' is not configured for content-type 'vztmpl'`);
  const name = params.text('reference');
  const filename = `${normalize(params.maybe('filename') ?? name)}.tar`;
  activeStorage(world, storage.id);
  const volname = `vztmpl/${filename}`;
  if (storage.volumes.has(volname)) throw fail(`refusing to override existing file '${filename}'`);
  return world.tasks.start(caller.authId, 'ociregistrypull', filename, function* (output) {
    yield 500;
    const registry = registryOf(name);
    const problem = connectionProblem(registry);
    if (problem !== undefined) {
      const why = problem === 'Connection refused' ? 'connect: connection refused' : 'no such host';
      output.line(
        `level=fatal msg="initializing source docker://${name}: pinging container registry ${registry}: ${why}"`,
      );
      throw fail(
        `command 'skopeo copy docker://${name} oci-archive:${pathOf(storage, volname)}.tmp' failed: exit code 1`,
      );
    }
    output.line('Getting image source signatures');
    yield 2000;
    output.line('Writing manifest to image destination');
    addVolume(storage, {
      volname,
      content: 'vztmpl',
      format: 'tar',
      size: 4 * MiB,
      ctime: seconds(world.clock),
      vmid: undefined,
    });
  }).upid;
}
