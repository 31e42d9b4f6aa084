import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, isAsWanted, wantedOf } from '~/client/reconcile/wanted.js';

describe('a value that was read', () => {
  it.each([
    [512, '512'],
    ['512', '512'],
    [1, '1'],
    [true, '1'],
    [undefined, ''],
    [undefined, '0'],
    ['text\n', 'text'],
    ['a;b', 'b,a'],
    ['a;b', 'B,A'],
    [['a', 'b'], 'a,b'],
    ['name=eth0,bridge=vmbr0,hwaddr=AA:BB,type=veth', 'bridge=vmbr0,name=eth0'],
    ['local:101/vm-101-disk-1.raw,mp=/x,size=8G', 'local:8,mp=/x'],
    ['local:101/vm-101-disk-1.raw,mp=/x,size=8G', 'volume=local:8,mp=/x'],
    ['name=eth0,bridge=vmbr0', 'name=eth0,bridge=vmbr0,firewall=0'],
    [{ 'keep-last': '3' }, 'keep-last=3'],
  ])('%o is %o', (read, sent) => {
    expect(fits(read, sent)).toBe(true);
  });

  it.each([
    [512, '1024'],
    [undefined, '1'],
    [undefined, 'x'],
    ['a;b', 'a'],
    ['a', 'a,b'],
    ['name=eth0,bridge=vmbr0', 'name=eth0,bridge=vmbr1'],
    ['name=eth0,bridge=vmbr0', 'name=eth0,bridge=vmbr0,firewall=1'],
    ['nas:101/vm-101-disk-1.raw,mp=/x', 'local:8,mp=/x'],
    ['one\ntwo', 'two\none'],
    [{ 'keep-last': '3' }, 'keep-last=4'],
  ])('%o is not %o', (read, sent) => {
    expect(fits(read, sent)).toBe(false);
  });

  it('is itself, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(fits(text, text)).toBe(true);
      }),
    );
  });
});

it('what says only which thing, or how, is not wanted of it', () => {
  const params = { node: 'n', vmid: '1', digest: 'd', memory: '5', delete: 'net0,tags' };
  const wanted = wantedOf(params, new Set(['node', 'vmid']));
  expect(wanted).toEqual({ set: [['memory', '5']], gone: ['net0', 'tags'] });
  expect(isAsWanted({ memory: 5 }, wanted)).toBe(true);
  expect(isAsWanted({ memory: 5, net0: 'x' }, wanted)).toBe(false);
  expect(isAsWanted(undefined, wanted)).toBe(false);
});
