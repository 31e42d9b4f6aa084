import { type CertificateOptions, createCertificate } from './certificate.js';
import { createEngine, type HostOptions, type Made } from './create-engine.js';
import type { Engine } from './engine.js';
import { type Door, openDoor } from './https-door.js';
import { SimulatedHost } from './simulated-host.js';

/** How a simulator is to be. */
export interface SimulatorOptions extends HostOptions {
  /** Address to listen on. `127.0.0.1` by default. */
  host?: string;
  /** Port to listen on; 0, the default, takes a free one. */
  port?: number;
  /** What the server's certificate says. */
  certificate?: CertificateOptions;
}

/**
 * A Proxmox VE host for tests and demonstrations: HTTPS, tokens and permissions, containers, storages and tasks, all
 * in memory. It refuses what PVE refuses, in PVE's words, and answers 501 to what it does not model.
 *
 * ```ts
 * await using sim = await Simulator.start({ clock: 'manual' });
 * // … requests to sim.url with sim.tokens.agent, trusting sim.ca …
 * sim.advance(5000);
 * ```
 *
 * `url` is where it listens: `https://127.0.0.1:PORT`.
 */
export class Simulator extends SimulatedHost implements AsyncDisposable {
  readonly #door: Door;
  readonly #engine: Engine;
  readonly #certificate: CertificateOptions | undefined;
  #ca: string;

  private constructor(options: SimulatorOptions, made: Made, door: Door, ca: string) {
    const host = options.host ?? localhost;
    super(options, made, `https://${host.includes(':') ? `[${host}]` : host}:${door.port}`);
    this.#engine = made.engine;
    this.#certificate = options.certificate;
    this.#ca = ca;
    this.#door = door;
  }

  /** SHA-256 of its certificate, `AA:BB:…`, for pinning. */
  get fingerprint(): string {
    return this.#engine.world.node.fingerprint;
  }

  /** Its certificate, PEM; self-signed, so it is its own CA. */
  get ca(): string {
    return this.#ca;
  }

  /**
   * Gives the host another certificate, as a renewal does: `fingerprint` and `ca` are new. Connections that are there go on with
   * the old one until they end.
   */
  renewCertificate(options: CertificateOptions = {}): void {
    const certificate = createCertificate({ ...usual, ...this.#certificate, ...options });
    this.#door.renew(certificate);
    this.#engine.world.node.fingerprint = certificate.fingerprint;
    this.#engine.world.node.certificate = certificate.cert;
    this.#ca = certificate.cert;
  }

  /** Starts a host with a few containers, storages and users. Each start has its own secrets. */
  static async start(options: SimulatorOptions = {}): Promise<Simulator> {
    const certificate = createCertificate({ ...usual, ...options.certificate });
    const made = createEngine(options, certificate);
    const { host = localhost, port = 0 } = options;
    const door = await openDoor(made.engine, { host, port, certificate });
    return new Simulator(options, made, door, certificate.cert);
  }

  /** Ends all connections at once and leaves nothing behind. */
  override async close(): Promise<void> {
    await super.close();
    await this.#door.close();
  }
}

const localhost = '127.0.0.1';
const usual = { commonName: 'demo-felhom.example.test' } as const satisfies CertificateOptions;
