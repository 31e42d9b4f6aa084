import * as z from 'zod';
import { op } from '../../core/op.js';
import { flag, record, text, word } from '../../core/wire.js';
import { onNode, startsTask } from './params.js';

// Names with capitals are PVE's own: they come from apt.
const named = {
  Package: text,
  Version: text,
  OldVersion: text.optional(),
  Title: text.optional(),
  Description: text.optional(),
  Origin: text.optional(),
  Section: text.optional(),
  Priority: text.optional(),
  Arch: text.optional(),
};

const repository = record({
  Types: z.array(text),
  URIs: z.array(text),
  Suites: z.array(text),
  Components: z.array(text).optional(),
  Enabled: flag,
  FileType: text.optional(),
  Comment: text.optional(),
});

const audit = { needs: [{ path: '/nodes/{node}', all: ['Sys.Audit'] }] };
const modify = { needs: [{ path: '/nodes/{node}', all: ['Sys.Modify'] }] };

/** Packages of a node. There is no call that installs updates: that is `apt dist-upgrade` on the host. */
export const apt = {
  /** Packages that could be updated, as of the last `refresh`. Reading them needs Sys.Modify on the node. */
  updates: op(
    'GET /nodes/{node}/apt/update',
    z.strictObject(onNode),
    z.array(record({ ...named, NotifyStatus: text.optional() })),
    modify,
  ),
  /** Asks the repositories for updates, as `apt update` does. Task `aptupdate`. `notify` mails root about new ones. */
  refresh: op(
    'POST /nodes/{node}/apt/update',
    z.strictObject({ ...onNode, notify: z.boolean().optional(), quiet: z.boolean().optional() }),
    startsTask,
    modify,
  ),
  /** The versions of PVE's own packages. */
  versions: op(
    'GET /nodes/{node}/apt/versions',
    z.strictObject(onNode),
    z.array(
      record({
        ...named,
        CurrentState: word<'Installed' | 'NotInstalled' | 'ConfigFiles'>().optional(),
        RunningKernel: text.optional(),
        ManagerVersion: text.optional(),
      }),
    ),
    audit,
  ),
  /** The configured package repositories, and what is wrong with them. */
  repositories: op(
    'GET /nodes/{node}/apt/repositories',
    z.strictObject(onNode),
    record({
      digest: text,
      files: z.array(record({ path: text, 'file-type': text.optional(), repositories: z.array(repository) })),
      errors: z.array(record({ path: text, error: text })),
      infos: z.array(
        record({ path: text, index: text, kind: text, message: text, property: text.optional() }),
      ),
      'standard-repos': z.array(record({ handle: text, name: text, status: flag.optional() })),
    }),
    audit,
  ),
};
