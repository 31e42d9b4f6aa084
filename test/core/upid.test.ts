import { formatUpid, isUpid, ParamsError, parseUpid } from '@felhom/proxmox';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const word = (characters: string, size: { minLength: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom(...characters), ...size });
const letters = 'abcXYZ019';

const node = fc
  .tuple(word(letters, { minLength: 1, maxLength: 8 }), word(`${letters}-`, { minLength: 0, maxLength: 8 }))
  .map(([start, rest]) => `${start}${rest}z`);
const user = fc
  .tuple(word(`${letters}@!.+`, { minLength: 1, maxLength: 8 }), fc.constantFrom('pam', 'pve', 'corp.lan'))
  .map(([name, realm]) => `${name}@${realm}`);
const caller = fc
  .tuple(user, fc.option(word(`${letters}.-`, { minLength: 2, maxLength: 6 }), { nil: undefined }))
  .map(([name, token]) => (token === undefined ? { name, token } : { name: `${name}!${token}`, token }));
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });

const parts = fc.record({
  node,
  pid: uint32,
  // Nine digits once a host was up for some 497 days.
  pstart: fc.integer({ min: 0, max: 0xf_ffff_ffff }),
  starttime: uint32,
  type: fc.constantFrom('vzstart', 'vzdump', 'imgcopy', 'bulk-start', 'move_volume'),
  id: fc.string({ unit: 'binary' }).filter((id) => id.isWellFormed()),
  caller,
});

describe('a UPID', () => {
  it('comes back whole, whatever its id holds', () => {
    fc.assert(
      fc.property(parts, ({ caller: { name, token }, ...rest }) => {
        const text = formatUpid({ ...rest, user: name });
        expect(isUpid(text)).toBe(true);
        expect(parseUpid(text)).toEqual({ ...rest, user: name, tokenid: token });
        expect(formatUpid(parseUpid(text))).toBe(text);
      }),
    );
  });

  it.each([
    { upid: 'UPID:pve1:00000178:00024505:6B006314:vzcreate:100:root@pam!root:', id: '100', tokenid: 'root' },
    { upid: 'UPID:pve1:000004D1:00034096:6B006598:imgdel:100@local:root@pam:', id: '100@local' },
    { upid: 'UPID:pve1:00000A2A:0003962F:6B006673:vzdump::agent@pve!selftest:', id: '', tokenid: 'selftest' },
    {
      upid: 'UPID:pve1:00000A2A:0003962F:6B006673:move_volume:100-mp0>101-mp1:a@pam:',
      id: '100-mp0>101-mp1',
    },
    { upid: 'UPID:pve1:000006A2:00036403:6B0065F3:download:d%C3%A9j%25%3A.iso:a@pam:', id: 'déj%:.iso' },
    { upid: 'UPID:pve1:000006A2:100364030:6B0065F3:vzstart:100:a@pam:', id: '100' },
    { upid: 'UPID:pve1:000006A2:00036403:6B0065F3:vzstart:100:a@b!c@corp.lan!t1:', id: '100', tokenid: 't1' },
  ])('reads $upid as PVE writes it', ({ upid, id, tokenid }) => {
    expect(parseUpid(upid)).toMatchObject({ node: 'pve1', id, tokenid });
    expect(formatUpid(parseUpid(upid))).toBe(upid);
  });

  it('has its numbers in hexadecimal', () => {
    expect(parseUpid('UPID:n:000001E5:1234567AB:6B00632D:vzstart:100:a@pam:')).toMatchObject({
      pid: 485,
      pstart: 0x1234567ab,
      starttime: 0x6b00632d,
    });
  });

  it('keeps an id whose escapes are no text', () => {
    expect(parseUpid('UPID:n:000001E5:00024E96:6B00632D:download:%FF%:a@pam:').id).toBe('%FF%');
  });

  it.each([
    '',
    'UPID:',
    'UPID:pve1:000001E5:00024E96:6B00632D:vzstart:100:root@pam!root',
    'UPID:pve1:000001E5:00024E96:6B00632D:vzstart:100:root@pam:\n',
    ' UPID:pve1:000001E5:00024E96:6B00632D:vzstart:100:root@pam:',
    'UPID:-pve:000001E5:00024E96:6B00632D:vzstart:100:root@pam:',
    'UPID:pve1:1E5:00024E96:6B00632D:vzstart:100:root@pam:',
    'UPID:pve1:000001E5:0024E96:6B00632D:vzstart:100:root@pam:',
    'UPID:pve1:000001E5:0000024E96:6B00632D:vzstart:100:root@pam:',
    'UPID:pve1:000001E5:00024E96:6B00632D::100:root@pam:',
    'UPID:pve1:000001E5:00024E96:6B00632D:vzstart:100::',
    'UPID:pve1:000001E5:00024E96:6B00632D:vzstart:1 0:root@pam:',
  ])('is not %j', (text) => {
    expect(isUpid(text)).toBe(false);
    expect(() => parseUpid(text)).toThrow(ParamsError);
  });

  it('is a text', () => {
    expect([undefined, null, 5, {}, ['UPID:']].some(isUpid)).toBe(false);
  });
});
