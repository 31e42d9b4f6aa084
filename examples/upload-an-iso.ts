// Uploads a file to a storage in constant memory, with progress and a checksum, and waits until it is in its place.
import { basename } from 'node:path';
import { Client, SourceError } from '@felhom/proxmox';

const { PVE_URL: url = '', PVE_TOKEN: token = '', PVE_FINGERPRINT: fingerprint = '' } = process.env;
const { NODE: node = 'pve1', FILE: source = 'debian-13.iso' } = process.env;
const client = new Client({ url, token, fingerprint });
const place = { node, storage: 'local', content: 'iso' } as const;
const filename = basename(source);

try {
  // `checksum-algorithm` alone: the file is read once more, before, for its checksum. PVE compares it in the task.
  const upid = await client.storage.upload(
    { ...place, filename, source, 'checksum-algorithm': 'sha256' },
    { onProgress: ({ sent, total }) => console.log(`${Math.floor((100 * sent) / total)} %`) },
  );
  const { outcome } = await client.tasks.wait(upid);
  const volumes = await client.storage.content(place);
  const volume = volumes.find(({ volid }) => volid === `local:iso/${filename}`);
  console.log(`uploaded: ${outcome}, ${volume?.volid} has ${volume?.size} bytes`);
} catch (error) {
  if (!(error instanceof SourceError)) throw error;
  console.log(`the file is not what it was (${error.why}): nothing was uploaded`);
}
await client.close();
