import { EventEmitter } from 'node:events';
import type { SiteOptions } from '@felhom/proxmox/privileged';
import type { Surroundings } from '~/cli/run.js';

/** Surroundings of a run in this process: what it wrote, and signals to send it. */
export class Terminal implements Surroundings {
  out = '';
  err = '';
  exits: number[] = [];
  readonly env: Record<string, string>;
  readonly folder = '/nonexistent';
  readonly signals = new EventEmitter();
  readonly site: SiteOptions | undefined;
  readonly stdout;
  readonly stderr;

  constructor(
    options: { isTTY?: boolean; env?: Record<string, string>; onWrite?: () => void; site?: SiteOptions } = {},
  ) {
    const { isTTY = false, env = {}, onWrite, site } = options;
    this.site = site;
    this.env = { HOME: '/nonexistent', ...env };
    this.stdout = {
      isTTY,
      columns: 100,
      write: (text: string) => {
        this.out += text;
        onWrite?.();
      },
    };
    this.stderr = {
      write: (text: string) => {
        this.err += text;
        onWrite?.();
      },
    };
  }

  exit = (code: number): void => {
    this.exits.push(code);
  };
}
