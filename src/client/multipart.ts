import { randomUUID } from 'node:crypto';

/** What goes around a file in a multipart body. */
export interface Envelope {
  contentType: string;
  head: Uint8Array;
  tail: Uint8Array;
}

/**
 * The body of an upload as pveproxy reads it (pve-http-server src/PVE/APIServer/AnyEvent.pm): the fields in this order
 * and before the file, `Content-Disposition` as the first header of each part, a file part with the name `filename`,
 * a boundary without quotes. All that is in front of the file must reach pveproxy in one piece: it looks for the end of
 * the file part's headers only once, and takes what comes later for a part of the file. So `head` is to be written at
 * once; with the head of the request it is far smaller than the 16 KiB of one TLS record.
 *
 * Values are written as they are: whoever calls has checked that they hold no line breaks and no quotes.
 */
export function multipart(
  fields: Readonly<Record<string, string>>,
  filename: string,
  boundary = `felhom-${randomUUID()}`,
): Envelope {
  const text = fieldOrder
    .filter((name) => fields[name] !== undefined)
    .map((name) => part(boundary, `name="${name}"`, `\r\n${fields[name]}\r\n`))
    .join('');
  const file = part(
    boundary,
    `name="filename"; filename="${filename}"`,
    'Content-Type: application/octet-stream\r\n\r\n',
  );
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: Buffer.from(text + file),
    tail: Buffer.from(`\r\n--${boundary}--\r\n`),
  };
}

const fieldOrder = ['content', 'checksum-algorithm', 'checksum'];

function part(boundary: string, disposition: string, rest: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${rest}`;
}
