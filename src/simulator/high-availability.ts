import { fail } from './errors.js';
import { startWork, stopWork } from './guest-work.js';
import { bringMachineUp, takeMachineDown } from './machine-work.js';
import type { Section, Sections } from './sections.js';
import type { Work } from './tasks.js';
import { type Guest, homeOf, type World } from './world.js';

/** What the cluster's resource manager knows beside its configuration. */
export interface HighAvailability {
  /** What it made of a resource the last time it looked. */
  readonly states: Map<string, 'started' | 'stopped'>;
  /** What becomes of resources while it is told to keep its hands off. */
  disarmed: 'freeze' | 'ignore' | undefined;
}

/** How long the manager takes to see that something has changed. */
const round = 10_000;

export function resourcesOf(world: World): Sections {
  return world.datacenter.sections.of('ha/resources');
}

/** A resource as it is named in a path: `ct:100`, `vm:100`, or the number alone. */
export function parseSid(world: World, text: string): { sid: string; type: string; vmid: number } {
  if (/^\d+$/.test(text)) {
    const guest = guestAnywhere(world, Number(text));
    if (guest === undefined) throw fail(`unable to detect SID from VMID - VM/CT ${text} does not exist`);
    const type = typeOf(guest);
    return { sid: `${type}:${text}`, type, vmid: guest.vmid };
  }
  const [, type, name] = /^([^\s:]+):(\S+)$/.exec(text) ?? [];
  if (type === undefined || name === undefined) throw fail(`unable to parse service id '${text}'`);
  return { sid: text, type, vmid: Number(name) };
}

/** A guest, on whichever node it is. */
export function guestAnywhere(world: World, vmid: number): Guest | undefined {
  return homeOf(world, vmid)?.guests.get(vmid);
}

export function typeOf(guest: Guest): 'ct' | 'vm' {
  return guest.kind === 'lxc' ? 'ct' : 'vm';
}

/** The entry of a guest that the manager looks after. */
export function managed(world: World, guest: Guest): { sid: string; section: Section } | undefined {
  const sid = `${typeOf(guest)}:${guest.vmid}`;
  const section = resourcesOf(world).get(sid);
  return section === undefined || section.get('state') === 'ignored' ? undefined : { sid, section };
}

/** What a guest's status says about it. */
export function haStatus(world: World, guest: Guest): { managed: 0 | 1; state?: string } {
  const found = managed(world, guest);
  if (found === undefined) return { managed: 0 };
  const state = world.datacenter.ha.states.get(found.sid);
  return state === undefined ? { managed: 1 } : { managed: 1, state };
}

/** A guest that the manager looks after is only removed with everything that speaks of it. */
export function checkManaged(world: World, guest: Guest, purge: boolean): void {
  if (purge || !resourcesOf(world).has(`${typeOf(guest)}:${guest.vmid}`)) return;
  const kind = guest.kind === 'lxc' ? 'CT' : 'VM';
  throw fail(`unable to remove ${kind} ${guest.vmid} - used in HA resources and purge parameter not set.`);
}

/** Takes a resource out of the rules that name it; one that names nothing any more goes. */
export function forgetInRules(world: World, sid: string): void {
  const rules = world.datacenter.sections.of('ha/rules');
  for (const [name, section] of rules) {
    const left = String(section.get('resources'))
      .split(',')
      .filter((item) => item !== sid);
    if (left.length === 0) rules.delete(name);
    else section.set('resources', left.join(','));
  }
}

/** A guest that is removed takes its entry with it. */
export function forgetResource(world: World, guest: Guest): void {
  const sid = `${typeOf(guest)}:${guest.vmid}`;
  resourcesOf(world).delete(sid);
  forgetInRules(world, sid);
  world.datacenter.ha.states.delete(sid);
}

/** How the manager describes where a resource is on its way. */
export function serviceState(world: World, sid: string, section: Section): string {
  const wanted = String(section.get('state'));
  const state = world.datacenter.ha.states.get(sid);
  if (wanted === 'ignored') return 'ignored';
  if (state === undefined) return 'queued';
  if (state === 'stopped')
    return wanted === 'started' ? 'starting' : wanted === 'disabled' ? 'disabled' : 'stopped';
  return wanted === 'stopped' || wanted === 'disabled' ? 'stopping' : 'started';
}

/**
 * Hands a wish to the manager, in a task of its own that ends as soon as it is handed over: whether the guest starts
 * or stops shows later.
 */
export function request(
  world: World,
  guest: Guest,
  owner: string,
  wanted: 'started' | 'stopped',
): string | undefined {
  const found = managed(world, guest);
  if (found === undefined) return undefined;
  const word = wanted === 'started' ? 'start' : 'stop';
  const kind = guest.kind === 'lxc' ? 'CT' : 'VM';
  return world.tasks.start(owner, `ha${word}`, guest.vmid, function* (output) {
    output.line(`Requesting HA ${word} for ${kind} ${guest.vmid}`);
    yield 200;
    found.section.set('state', wanted);
    wake(world);
  }).upid;
}

/** Has the manager look at its resources in its next round. */
export function wake(world: World): void {
  world.clock.after(round, () => look(world));
}

function look(world: World): void {
  const { ha } = world.datacenter;
  for (const sid of ha.states.keys()) if (!resourcesOf(world).has(sid)) ha.states.delete(sid);
  if (ha.disarmed !== undefined) return;
  for (const [sid, section] of resourcesOf(world)) {
    const { vmid } = parseSid(world, sid);
    const home = homeOf(world, vmid);
    const guest = home?.guests.get(vmid);
    const wanted = section.get('state');
    if (home === undefined || home.down !== undefined || guest === undefined || wanted === 'ignored')
      continue;
    const shouldRun = wanted === 'started' || wanted === 'enabled';
    const runs = guest.running !== undefined;
    ha.states.set(sid, runs ? 'started' : 'stopped');
    if (runs === shouldRun) continue;
    // It looks again once the guest has had its time.
    act(home, guest, shouldRun);
    wake(world);
  }
}

function act(world: World, guest: Guest, up: boolean): void {
  const { vmid, kind } = guest;
  const [type, work]: [string, () => Work] =
    kind === 'lxc'
      ? up
        ? ['vzstart', () => startWork(world, vmid, { skiplock: false })]
        : ['vzstop', () => stopWork(world, vmid)]
      : up
        ? ['qmstart', () => bringMachineUp(world, vmid)]
        : ['qmstop', () => takeMachineDown(world, vmid)];
  world.tasks.start('root@pam', type, vmid, work);
}
