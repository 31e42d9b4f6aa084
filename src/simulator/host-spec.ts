import type { AclEntry, TokenInfo, UserInfo } from './acl.js';
import { arrangeGuest, type GuestSpec } from './guest-spec.js';
import { arrangeStorage, type StorageSpec } from './storage-spec.js';
import { type PastTask, recordTask } from './task-spec.js';
import type { World } from './world.js';

/** A user of the host. What is left out stays as it is, or is PVE's default. */
export interface UserSpec {
  /** Whether it may log in; true by default. */
  readonly enable?: boolean;
  /** Seconds since the epoch; 0, the default, for never. */
  readonly expire?: number;
  readonly password?: string;
  readonly comment?: string;
  readonly email?: string;
  readonly firstname?: string;
  readonly lastname?: string;
  /** API tokens by their names; null takes one away. */
  readonly tokens?: Readonly<Record<string, TokenSpec | null>>;
}

export interface TokenSpec {
  /** The UUID that a client sends. */
  readonly secret: string;
  /** Privilege separation; on by default, as with PVE. */
  readonly privsep?: boolean;
  /** Seconds since the epoch; 0, the default, for never. */
  readonly expire?: number;
  readonly comment?: string;
}

export interface GroupSpec {
  readonly members?: readonly string[];
  readonly comment?: string;
}

export interface PoolSpec {
  readonly comment?: string;
  readonly vms?: readonly number[];
  readonly storages?: readonly string[];
}

/**
 * What a host has. Every part is optional; in the parts by name, null takes the thing away, and what is not named stays
 * as it is.
 */
export interface HostSpec {
  readonly storages?: Readonly<Record<string, StorageSpec | null>>;
  /** Containers and virtual machines by their numbers. Disks that their configuration names come with them. */
  readonly guests?: Readonly<Record<number, GuestSpec | null>>;
  /** Users by `user@realm`. */
  readonly users?: Readonly<Record<string, UserSpec | null>>;
  readonly groups?: Readonly<Record<string, GroupSpec | null>>;
  /** Roles by name, with their privileges. */
  readonly roles?: Readonly<Record<string, readonly string[] | null>>;
  readonly pools?: Readonly<Record<string, PoolSpec | null>>;
  /** The whole access control list. */
  readonly acl?: readonly AclEntry[];
  /** Tasks that ended before now. */
  readonly tasks?: readonly PastTask[];
}

/**
 * Changes what a host has, past its API: no task runs, and no permission is asked for.
 * @throws TypeError for what no Proxmox VE host could have.
 */
export function arrange(world: World, spec: HostSpec): void {
  const { accounts } = world;
  // Storages first: disks lie on them.
  each(spec.storages, (id, storage) => arrangeStorage(world, id, storage));
  each(spec.guests, (vmid, guest) => arrangeGuest(world, Number(vmid), guest));
  each(spec.users, (id, user) => put(accounts.users, id, user, (old) => userOf(id, user ?? {}, old)));
  each(spec.groups, (id, group) =>
    put(accounts.groups, id, group, () => ({
      members: new Set(group?.members),
      ...(group?.comment === undefined ? {} : { comment: group.comment }),
    })),
  );
  each(spec.roles, (id, privileges) => put(accounts.roles, id, privileges, () => privileges ?? []));
  each(spec.pools, (id, pool) =>
    put(accounts.pools, id, pool, () => ({
      comment: pool?.comment,
      vms: new Set(pool?.vms),
      storages: new Set(pool?.storages),
    })),
  );
  if (spec.acl !== undefined) accounts.acl.splice(0, accounts.acl.length, ...spec.acl);
  for (const task of spec.tasks ?? []) recordTask(world, task);
}

/** Takes guests and storages away. */
export function clearAway(world: World): void {
  for (const { guests, storages } of world.cluster.nodes) {
    guests.clear();
    storages.clear();
  }
}

function each<T>(
  part: Readonly<Record<string, T>> | undefined,
  action: (name: string, value: T) => void,
): void {
  for (const [name, value] of Object.entries(part ?? {})) action(name, value);
}

function put<T>(map: Map<string, T>, id: string, spec: unknown, make: (old: T | undefined) => T): void {
  if (spec === null) map.delete(id);
  else map.set(id, make(map.get(id)));
}

function userOf(id: string, spec: UserSpec, old: UserInfo | undefined): UserInfo {
  if (!/^[^\s:/]+@[A-Za-z][\w.-]+$/.test(id)) throw new TypeError(`users: '${id}' is not user@realm`);
  const { tokens, ...rest } = spec;
  const user: UserInfo = { enable: true, expire: 0, tokens: new Map(), ...old, ...rest };
  each(tokens, (name, token) => put(user.tokens, name, token, (before) => tokenOf(id, name, token, before)));
  return user;
}

function tokenOf(user: string, name: string, spec: TokenSpec | null, old: TokenInfo | undefined): TokenInfo {
  if (!/^[A-Za-z][\w.-]+$/.test(name)) throw new TypeError(`users: '${user}!${name}' is no token id`);
  return { secret: '', privsep: true, expire: 0, ...old, ...spec };
}
