import type { Guest } from '../world.js';

/** Where the output of a terminal goes. */
export interface Screen {
  write(bytes: Uint8Array): void;
  /** The terminal is gone, or this screen was detached from it. */
  end(): void;
}

const enter = '\r\n';

/**
 * The terminal of one container, with a very small shell. Like dtach, which PVE puts around it, it is shared: all who
 * attach see the same, and who leaves finds it later as it was. Its container has the root account without a
 * password; `cmode: shell` comes without a login, and ends when the shell is left.
 */
export class Pty {
  readonly #guest: Guest;
  readonly #screens = new Set<Screen>();
  #line: number[] = [];
  /** What is still to be shown. */
  #output: Uint8Array[] = [];
  #user: string | undefined;
  /** Who wants to log in, while the password is asked for. */
  #candidate: string | undefined;
  #size = { cols: 80, rows: 20 };
  #fresh = true;
  #isOver = false;

  constructor(guest: Guest) {
    this.#guest = guest;
    if (this.#isShell) this.#user = 'root';
  }

  /** Nobody can attach any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  attach(screen: Screen): void {
    this.#screens.add(screen);
    if (this.#guest.running === undefined) {
      this.end();
      return;
    }
    // A new screen makes the terminal draw itself anew: of this one that is the prompt.
    if (this.#fresh && !this.#isShell) this.#banner();
    else this.#prompt();
    this.#fresh = false;
    this.#flush();
  }

  detach(screen: Screen): void {
    this.#flush();
    if (this.#screens.delete(screen)) screen.end();
  }

  resize(cols: number, rows: number): void {
    this.#size = { cols, rows };
  }

  /** The container stopped, or its shell was left. */
  end(): void {
    this.#isOver = true;
    this.#write('\r\n[EOF - dtach terminating]\r\n');
    for (const screen of [...this.#screens]) this.detach(screen);
  }

  /** Takes what somebody typed. */
  type(screen: Screen, bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (!this.#screens.has(screen)) return;
      this.#key(screen, byte);
    }
    this.#flush();
  }

  get #isShell(): boolean {
    return this.#guest.config.get('cmode') === 'shell';
  }

  #key(screen: Screen, byte: number): void {
    if (byte === 0x1c) {
      // Ctrl-\: dtach's own key.
      this.#flush();
      screen.write(Buffer.from('\r\n[detached]\r\n'));
      this.detach(screen);
    } else if (byte === 0x03) {
      this.#line = [];
      this.#candidate = undefined;
      this.#write('^C\r\n');
      this.#prompt();
    } else if (byte === 0x04) {
      if (this.#line.length === 0) this.#leave();
    } else if (byte === 0x0d || byte === 0x0a) {
      const text = Buffer.from(this.#line).toString('utf8');
      this.#line = [];
      this.#write(enter);
      this.#entered(text);
    } else if (byte === 0x7f || byte === 0x08) {
      this.#erase();
    } else if (byte >= 0x20) {
      this.#line.push(byte);
      if (this.#candidate === undefined) this.#write(Buffer.of(byte));
    }
  }

  #erase(): void {
    const [...characters] = Buffer.from(this.#line).toString('utf8');
    if (characters.length === 0) return;
    this.#line = [...Buffer.from(characters.slice(0, -1).join(''))];
    if (this.#candidate === undefined) this.#write('\b \b');
  }

  #entered(text: string): void {
    if (this.#user !== undefined) {
      this.#command(text.trim());
    } else if (this.#candidate !== undefined) {
      this.#candidate = undefined;
      this.#write(`\r\nLogin incorrect\r\n`);
      this.#prompt();
    } else if (text.trim() === 'root') {
      this.#user = 'root';
      this.#prompt();
    } else {
      if (text.trim() !== '') this.#candidate = text.trim();
      this.#prompt();
    }
  }

  #command(line: string): void {
    const [word = '', ...args] = line.split(/\s+/);
    const output = this.#outputOf(word, args);
    if (word === 'exit') {
      this.#leave();
      return;
    }
    if (output !== undefined) this.#write(`${output}${enter}`);
    this.#prompt();
  }

  #outputOf(word: string, args: string[]): string | undefined {
    switch (word) {
      case '':
      case 'exit':
        return undefined;
      case 'hostname':
        return this.#hostname;
      case 'whoami':
        return 'root';
      case 'echo':
        return args.join(' ');
      case 'stty':
        if (args.join(' ') === 'size') return `${this.#size.rows} ${this.#size.cols}`;
        return 'stty: only `stty size` is modelled by the simulator';
      case 'seq':
        return Array.from({ length: Math.min(Number(args[0]) || 0, 100_000) }, (_, n) => n + 1).join(enter);
      default:
        return `-bash: ${word}: command not found`;
    }
  }

  #leave(): void {
    if (this.#user === undefined) return;
    this.#user = this.#isShell ? 'root' : undefined;
    this.#write(this.#isShell ? 'exit\r\n' : 'logout\r\n');
    if (this.#isShell) this.end();
    else this.#banner();
  }

  get #hostname(): string {
    return this.#guest.config.get('hostname') ?? `CT${this.#guest.vmid}`;
  }

  #banner(): void {
    this.#write(`\r\nDebian GNU/Linux 13 ${this.#hostname} tty1\r\n\r\n`);
    this.#prompt();
  }

  #prompt(): void {
    if (this.#user !== undefined) this.#write(`${this.#user}@${this.#hostname}:~# `);
    else if (this.#candidate !== undefined) this.#write('Password: ');
    else this.#write(`${this.#hostname} login: `);
    if (this.#candidate === undefined) this.#write(Buffer.from(this.#line));
  }

  #write(text: string | Uint8Array): void {
    this.#output.push(typeof text === 'string' ? Buffer.from(text) : text);
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#output);
    this.#output = [];
    if (bytes.length > 0) for (const screen of this.#screens) screen.write(bytes);
  }
}
