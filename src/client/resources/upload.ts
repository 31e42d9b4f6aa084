import * as z from 'zod';
import * as ids from '../../core/ids.js';
import { op } from '../../core/op.js';
import { onNode, startsTask } from './params.js';

/** What a file that is brought to a storage may be. Backups cannot be uploaded. */
const content = z.enum(['iso', 'vztmpl', 'import']);

/** Hex digits of each checksum that PVE can calculate. */
const digits = { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 } as const;

const algorithm = z.enum(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']);

/** How a file's name must end, by what it is (pve-storage src/PVE/Storage.pm). */
const endings = {
  iso: { pattern: /.\.(?:iso|img)$/i, words: '.iso or .img' },
  vztmpl: {
    pattern: /.\.tar(?:\.(?:gz|xz|zst|bz2))?$/i,
    words: '.tar.gz, .tar.xz, .tar.zst, .tar.bz2 or .tar',
  },
  import: { pattern: /.\.(?:ova|qcow2|raw|vmdk)$/, words: '.ova, .qcow2, .raw or .vmdk' },
} as const;

const filename = z
  .string()
  .max(255, 'at most 255 characters')
  // PVE puts `_` for any other character and drops what looks like a folder, without a word: the caller would look for
  // the volume under a name that it does not have.
  .regex(/^[A-Za-z0-9_.-]+$/, 'PVE keeps only letters, digits, `_`, `.` and `-` in the name of a file');

/** What `upload` and `downloadUrl` have in common. */
const file = {
  ...onNode,
  storage: ids.storage,
  /** `iso`, `vztmpl` (container templates) or `import` (images of disks and machines). */
  content,
  /** The name in the storage, which makes the volume `STORAGE:CONTENT/NAME`. Its ending must fit the content. */
  filename,
  /** The checksum that the file must have, in hex: PVE compares it in the task. */
  checksum: z.string().optional(),
  'checksum-algorithm': algorithm.optional(),
};

interface Named {
  content: z.infer<typeof content>;
  filename: string;
  checksum?: string | undefined;
  'checksum-algorithm'?: z.infer<typeof algorithm> | undefined;
}

function check(context: z.core.ParsePayload<Named>, needsBoth: boolean): void {
  const { content, filename, checksum, 'checksum-algorithm': algorithm } = context.value;
  const issue = (path: string, message: string) =>
    context.issues.push({ code: 'custom', path: [path], message, input: context.value });
  const { pattern, words } = endings[content];
  if (!pattern.test(filename))
    issue('filename', `for \`${content}\` a name is expected that ends in ${words}`);
  if (checksum !== undefined && algorithm === undefined)
    issue('checksum-algorithm', 'missing: a checksum needs its algorithm');
  if (needsBoth && checksum === undefined && algorithm !== undefined)
    issue('checksum', 'missing: the algorithm needs a checksum');
  if (checksum === undefined || algorithm === undefined) return;
  const wanted = digits[algorithm];
  if (checksum.length !== wanted || !/^[0-9a-f]+$/i.test(checksum))
    issue('checksum', `not a checksum of ${algorithm}: ${wanted} hex digits are expected`);
}

const allocate = { path: '/storage/{storage}', all: ['Datastore.AllocateTemplate'] } as const;

/** The request of `storage.upload`, whose parameters go into a multipart body in front of the file. */
export const upload = op(
  'POST /nodes/{node}/storage/{storage}/upload',
  z.strictObject(file).check((context) => check(context, false)),
  startsTask,
  { needs: [allocate] },
);

/** The request of `storage.downloadUrl`. */
export const downloadUrl = op(
  'POST /nodes/{node}/storage/{storage}/download-url',
  z
    .strictObject({
      ...file,
      /** `http://` or `https://`. It is in the task's log: no place for a password. */
      url: z.string().regex(/^https?:\/\/\S+$/, 'an http:// or https:// URL is expected'),
      /** Of an `iso` that is compressed at the URL: PVE unpacks it. */
      compression: z.enum(['gz', 'lzo', 'zst', 'bz2']).optional(),
      /** False makes the node take any certificate. PVE's default is true. */
      'verify-certificates': z.boolean().optional(),
    })
    .check((context) => check(context, true)),
  startsTask,
  {
    needs: [
      allocate,
      { path: '/nodes/{node}', all: ['Sys.AccessNetwork'], when: 'unless Sys.Audit and Sys.Modify on /' },
    ],
  },
);
