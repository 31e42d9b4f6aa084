import type { Readable } from 'node:stream';
import type * as z from 'zod';
import type { CallOptions } from '../core/op.js';
import type { Upid } from '../core/upid.js';
import { download } from './download.js';
import { onTime } from './late-call.js';
import type { Settings } from './options.js';
import type { InPlace } from './reconcile/in-place.js';
import { download as downloadOp } from './resources/file-restore.js';
import type { Sender } from './send.js';
import { type UploadOptions, type UploadParams, upload } from './upload.js';

/** What to get out of a backup. */
export type FileRestoreDownloadParams = z.infer<typeof downloadOp.params>;

/** Whole files, to a storage and from it. */
export interface StorageFiles {
  /**
   * Uploads an ISO image, a container template or a disk image, whatever its size, in constant memory. An existing file of
   * that name is overwritten.
   *
   * It resolves once the host has all of it, with the UPID of the task (`imgcopy`) that compares the checksum and
   * puts the file in its place: wait for that task. Give `checksum-algorithm` without `checksum`, and it is calculated
   * first, from anything but a stream.
   *
   * Talk to the node itself: any other takes the file into its own /var/tmp and copies it on by ssh, and until that has
   * begun it does not answer, which ends in a 596 after 30 s. A host that gets nothing for 5 s hangs up, so the source must
   * not pause for longer (pve-http-server src/PVE/APIServer/AnyEvent.pm).
   *
   * @throws ParamsError before anything is sent: a name that PVE would change or refuse, a file that is none, a stream
   *   without `size`. SourceError if the source is not as long as was said, changes meanwhile, or fails; AbortedError,
   *   TimeoutError (`send`: it stands still) and ConnectionError with `sent: 'partial'`: in all of these the host has
   *   thrown away what it had, and there is no task. OutcomeUnknownError if all was sent and the answer was lost.
   */
  upload(params: UploadParams, options?: UploadOptions): Promise<Upid>;
  readonly fileRestore: {
    /**
     * A file of a backup as it is, or a folder as an archive, as a stream of bytes: read it, or destroy it. Resolves when they
     * begin to come. `timeout` covers all of the download; there is none by default. It holds one of the client's
     * connections.
     *
     * PVE does not tell how many bytes there will be, and ends them by ending the connection: a download that broke off looks
     * like a whole one. Compare a file with the `size` that `list` gave; an archive has an end mark of its own.
     */
    download(params: FileRestoreDownloadParams, options?: CallOptions): Promise<Readable>;
  };
}

/** The calls that carry files. */
export function filesOf(sender: Sender, inPlace: InPlace, settings: Settings): StorageFiles {
  const forever = Number.POSITIVE_INFINITY;
  return {
    upload: (params, options) =>
      inPlace.run(
        () => onTime(options, settings, (given) => upload(sender, params, given), forever),
        (upid) => (upid === undefined ? undefined : { value: upid }),
        options,
      ),
    fileRestore: {
      download: (params, options) =>
        onTime(options, settings, (given) => download(sender, downloadOp, params, given), forever),
    },
  };
}
