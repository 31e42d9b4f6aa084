import { describe, expect, it } from 'vitest';
import { certCheckWith } from '~/agent/daemon/actions/certificates.js';
import { openRig } from '../support/context.js';

const day = 86_400_000;

describe('cert.check', () => {
  const shown = (validTo: Date, fingerprint = 'AA:BB') => ({
    fingerprint,
    subject: 'CN=pve1',
    issuer: 'CN=pve1',
    altNames: [],
    validFrom: new Date(0),
    validTo,
  });

  it('counts the days of the files and of what the API shows, and asks nobody else', async () => {
    const rig = openRig();
    const { node, client } = rig.context;
    const [file] = await client.nodes.certificates({ node });
    const end = (file?.notafter ?? 0) * 1000;
    const asked: string[] = [];
    const check = (now: number, fingerprint = file?.fingerprint ?? '') =>
      certCheckWith(
        async (url) => {
          asked.push(url);
          return shown(new Date(end), fingerprint);
        },
        () => now,
      ).run(rig.context, { days: 30 });
    expect(await check(end - 30 * day)).toMatchObject({
      files: [{ file: file?.filename, fingerprint: file?.fingerprint, daysLeft: 30 }],
      shown: { fingerprint: file?.fingerprint, daysLeft: 30, file: file?.filename },
      soon: [],
    });
    expect(await check(end - 30 * day + 1)).toMatchObject({
      files: [{ daysLeft: 29 }],
      soon: [file?.filename],
    });
    // One that no file has: of a proxy in front of it, say.
    expect(await check(end + 1, 'CC:DD')).toMatchObject({
      shown: { daysLeft: -1 },
      soon: [file?.filename, 'shown'],
    });
    expect(new Set(asked)).toEqual(new Set([client.url]));
    await rig.close();
  });

  it('tells of the files also where nothing is shown', async () => {
    const rig = openRig();
    const check = certCheckWith(() => Promise.reject(new Error('nobody answers')), Date.now);
    expect(await check.run(rig.context, { days: 30 })).toMatchObject({
      files: [{ daysLeft: expect.any(Number) }],
      shown: { error: 'nobody answers' },
    });
    await rig.close();
  });
});
