// How many of a numbered key (`net0`, `net1`, …) a guest can have. The API's description says `net[n]` and leaves the
// number to the sources; where its words have a row (`mp0` to `mp255` can be resized), that must agree.
import { numberedRows } from './words.mjs';

const counts = {
  // pve-container src/PVE/LXC/Config.pm
  dev: 256,
  mp: 256,
  net: 32,
  unused: 256,
  // qemu-server src/PVE/QemuServer.pm (net is 32 there too), QemuServer/Drive.pm, PCI.pm, USB.pm, Memory.pm, Virtiofs.pm
  hostpci: 16,
  ide: 4,
  ipconfig: 32,
  numa: 8,
  parallel: 3,
  sata: 6,
  scsi: 31,
  serial: 4,
  usb: 14,
  virtio: 16,
  virtiofs: 10,
};

const guest = /^\/nodes\/\{node\}\/(?:lxc|qemu)(?:\/|$)/;

/** `{ slots, warnings }` for the numbered keys that the guests of these routes have. */
export function slotsOf(routes) {
  const fields = routes.filter(({ path }) => guest.test(path)).flatMap((route) => route.params.fields);
  const numbered = new Set(fields.flatMap(({ name }) => /^(.*)\[n\]$/.exec(name)?.[1] ?? []));
  const rows = fields.flatMap(({ value }) => [...numberedRows(value.words.keys())]);
  const slots = Object.entries(counts).filter(([name]) => numbered.has(name));
  return {
    slots: Object.fromEntries(slots.sort()),
    warnings: [
      ...[...numbered].filter((name) => !(name in counts)).map((name) => `slots.mjs: how many ${name}[n]?`),
      ...rows
        .filter(([name, last]) => name in counts && counts[name] !== last + 1)
        .map(([name, last]) => `slots.mjs: ${name}${last} is the last one in the API's words`),
    ],
  };
}
