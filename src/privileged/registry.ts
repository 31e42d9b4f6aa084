import type { CommandMaker } from './command.js';
import * as block from './commands/block.js';
import * as fstab from './commands/fstab.js';
import * as host from './commands/host.js';
import * as mount from './commands/mount.js';
import * as pct from './commands/pct.js';
import * as pve from './commands/pve.js';
import * as sensors from './commands/sensors.js';
import * as service from './commands/service.js';
import * as smart from './commands/smart.js';
import * as template from './commands/template.js';

/** Every command there is, by name: what the root helper may be asked for, and what the fence is tested with. */
export const commands: ReadonlyMap<string, CommandMaker<never>> = new Map(
  [block, fstab, host, mount, pct, pve, sensors, service, smart, template]
    .flatMap((each) => Object.values(each) as CommandMaker<never>[])
    .map((maker) => [maker.commandName, maker]),
);
