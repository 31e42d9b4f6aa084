const escapeKey = 0x1d;
const leaveKey = 0x71;

/**
 * Watches what is typed for the way out: Ctrl-] and then `q`. Ctrl-] twice sends one; with any other key behind it, it
 * is sent as it is.
 */
export class EscapeKey {
  #pending = false;

  /** What of the typed bytes goes on to the host, and whether the user wants to leave. */
  feed(bytes: Uint8Array): { send: Uint8Array; leave: boolean } {
    const send: number[] = [];
    for (const byte of bytes) {
      if (!this.#pending) {
        if (byte === escapeKey) this.#pending = true;
        else send.push(byte);
        continue;
      }
      this.#pending = false;
      if (byte === leaveKey) return { send: Uint8Array.from(send), leave: true };
      send.push(escapeKey);
      if (byte !== escapeKey) send.push(byte);
    }
    return { send: Uint8Array.from(send), leave: false };
  }
}
