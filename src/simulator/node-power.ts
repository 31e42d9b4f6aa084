import { startAll } from './routes/node-bulk.js';
import type { World } from './world.js';

/** Ends a node as a cut of its power does: what ran on it is gone, and nothing was cleaned up. */
export function powerOff(world: World): void {
  world.down = { since: world.clock.now() };
  for (const task of [...world.tasks.running]) world.tasks.kill(task);
  world.consoles.sweep();
}

/** Brings a node up: its uptime starts again, and its guests with `onboot` are started by a task. */
export function boot(world: World): void {
  const now = world.clock.now();
  world.down = undefined;
  world.node.boot = now;
  world.tasks.boot = now;
  for (const guest of world.guests.values()) guest.running = undefined;
  const chosen = [...world.guests.values()].filter(
    ({ kind, config }) => kind === 'lxc' && config.get('onboot') === '1' && config.get('template') !== '1',
  );
  world.tasks.start('root@pam', 'startall', '', (output) => startAll(world, chosen, output));
}
