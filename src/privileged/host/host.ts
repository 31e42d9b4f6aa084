import { hostname, release } from 'node:os';
import * as z from 'zod';
import { isPveError } from '../../core/errors.js';
import type { CommandMaker, ProcessCommand } from '../command.js';
import {
  pvePackages,
  pveRelease,
  sensorsVersion,
  smartctlVersion,
  systemdVersion,
  utilLinuxVersion,
} from '../commands/host.js';
import { type Hands, reading } from '../operation.js';
import type { Program } from '../programs.js';
import { findTools, type Tool } from './tools.js';

/** A program, with its version. */
export interface ToolInfo extends Tool {
  /** Undefined where it is missing, or did not say. */
  readonly version: string | undefined;
}

/** What a host is. */
export interface HostInfo {
  /** Its name, which is that of the node. */
  readonly node: string;
  /** The kernel that runs. */
  readonly kernel: string;
  /** Undefined on a host without Proxmox VE. */
  readonly proxmox: { readonly version: string; readonly commit: string } | undefined;
  readonly tools: readonly ToolInfo[];
  /** Why a version is not known, of programs that are there. */
  readonly problems: readonly string[];
}

/** The host itself. */
export const host = {
  /**
   * What this host is: its release of Proxmox VE, its kernel, which programs it has and in which version.
   *
   * Not the API: it knows the release (`GET /version`) and, of its own packages only, the versions (`nodes/{node}/apt/versions`); not
   * whether smartctl or sensors can be run here, and by whom.
   */
  info: reading('host.info', z.strictObject({}), async (_params, hands): Promise<HostInfo> => {
    const problems: string[] = [];
    const tools = await findTools(hands.site);
    const has = (program: Program) => tools.some((tool) => tool.program === program && tool.present);
    const ask = async (maker: CommandMaker<Record<string, never>, ProcessCommand>, program: Program) =>
      has(program) ? output(hands, maker, problems) : undefined;
    const manager = parseRelease((await ask(pveRelease, 'pveversion')) ?? '');
    const packages = parsePackages((await ask(pvePackages, 'pveversion')) ?? '');
    const versions: Partial<Record<Program, string | undefined>> = {
      pveversion: manager?.version,
      smartctl: versionIn(await ask(smartctlVersion, 'smartctl'), /^smartctl (\S+)/m),
      sensors: versionIn(await ask(sensorsVersion, 'sensors'), /^sensors version (\S+)/m),
      systemctl: versionIn(await ask(systemdVersion, 'systemctl'), /^systemd (\S+)/m),
    };
    const utilLinux = versionIn(await ask(utilLinuxVersion, 'lsblk'), /util-linux (\S+)/);
    return {
      node: hostname().split('.')[0] ?? '',
      kernel: release(),
      proxmox: manager,
      tools: tools.map((tool) => {
        const own = versions[tool.program];
        const shared = ['util-linux', 'mount'].includes(tool.package) ? utilLinux : undefined;
        const version = own ?? shared ?? packages.get(tool.package);
        return { ...tool, version: tool.present ? version : undefined };
      }),
      problems,
    };
  }),
};

async function output(
  hands: Hands,
  maker: CommandMaker<Record<string, never>, ProcessCommand>,
  problems: string[],
): Promise<string | undefined> {
  try {
    return (await hands.run(maker, {})).stdout;
  } catch (error) {
    if (hands.signal?.aborted === true || !isPveError(error)) throw error;
    problems.push(error.message);
    return undefined;
  }
}

function versionIn(text: string | undefined, pattern: RegExp): string | undefined {
  return pattern.exec(text ?? '')?.[1];
}

/** `pve-manager/9.2.11/14a22df35955d97d (running kernel: 6.18.44-1-pve)`. */
export function parseRelease(text: string): HostInfo['proxmox'] {
  const [, version, commit] = /^pve-manager\/([^/\s]+)\/(\S+)/m.exec(text) ?? [];
  return version === undefined || commit === undefined ? undefined : { version, commit };
}

/** Lines as `pve-container: 6.0.1`; of one that is not installed there are words behind the colon. */
export function parsePackages(text: string): Map<string, string> {
  const rows = [...text.matchAll(/^([a-z0-9][a-z0-9.+-]*): (\d\S*)/gm)];
  return new Map(rows.map(([, name = '', version = '']) => [name, version]));
}
