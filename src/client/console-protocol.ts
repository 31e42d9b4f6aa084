// What a client says to PVE's termproxy (pve-xtermjs termproxy/src/main.rs): messages behind one another, each with its
// kind in front. termproxy itself sends bare bytes.

/**
 * How much input goes into one message. pveproxy takes 128 KiB at most. Not much less either: termproxy reads 4 KiB at
 * a time and loses a message whose head falls on the border, so the fewer heads the better.
 */
export const longestInput = 64 * 1024;

/** Sent now and then, so that nothing in between takes the connection for idle. */
export const keepAliveMessage: Uint8Array = Buffer.from('2');

/** The first message of all: who this is. The ticket is good for one time. */
export function greeting(user: string, ticket: string): Uint8Array {
  return Buffer.from(`${user}:${ticket}\n`);
}

/** How big the terminal is, in characters. */
export function resizeMessage(cols: number, rows: number): Uint8Array {
  return Buffer.from(`1:${cols}:${rows}:`);
}

/** Typed bytes as messages. A character of several bytes may be cut: the terminal puts it together again. */
export function* inputMessages(bytes: Uint8Array): Generator<Uint8Array, undefined> {
  for (let start = 0; start < bytes.length; start += longestInput) {
    const part = bytes.subarray(start, start + longestInput);
    yield Buffer.concat([Buffer.from(`0:${part.length}:`), part]);
  }
}
