import { nextFreeSlot, ParamsError, type SlotName } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';
import { slots } from '~/generated/wire-data.js';

describe('the next free slot', () => {
  it.each<[Record<string, unknown>, SlotName, string]>([
    [{}, 'mp', 'mp0'],
    [{ mp0: 'a', mp2: 'b' }, 'mp', 'mp1'],
    [{ mp0: 'a', mp1: undefined }, 'mp', 'mp1'],
    [{ mp00: 'a', mpx: 'b', mp: 'c', unused0: 'local:101/vm-101-disk-1.raw' }, 'mp', 'mp0'],
    [{ unused0: 'a' }, 'unused', 'unused1'],
    [{ net0: 'a', net1: 'b' }, 'net', 'net2'],
    [{ scsihw: 'x', scsi0: 'a' }, 'scsi', 'scsi1'],
    [{ virtiofs0: 'x' }, 'virtio', 'virtio0'],
  ])('in %j of %s is %s', (config, name, expected) => {
    expect(nextFreeSlot(config, name)).toBe(expected);
  });

  it('counts what a running guest still uses, and what will come, from the rows of `pending`', () => {
    const rows = [
      { key: 'mp0', value: 'local:101/a.raw,mp=/a', delete: 1 },
      { key: 'mp1', pending: 'local:101/b.raw,mp=/b' },
      { key: 'hostname', value: 'web' },
    ];
    expect(nextFreeSlot(rows, 'mp')).toBe('mp2');
  });

  it.each(Object.entries(slots) as [SlotName, number][])('of %s is one of %i, or an error', (name, count) => {
    const config: Record<string, string> = {};
    for (let index = 0; index < count; index += 1) {
      const slot = nextFreeSlot(config, name);
      expect(slot).toBe(`${name}${index}`);
      config[slot] = 'x';
    }
    expect(() => nextFreeSlot(config, name)).toThrow(ParamsError);
    expect(() => nextFreeSlot(config, name)).toThrow(`${name}: all ${count} are taken`);
  });

  it.each(['memory', 'toString', ''])('of %j does not exist', (name) => {
    expect(() => nextFreeSlot({}, name as SlotName)).toThrow('no such numbered key');
  });
});
