import { describe, expect, it } from 'vitest';
import { startDaemon } from './support/daemon.js';

describe('one state folder', () => {
  it('has one agent: another one ends at once, touches nothing, and the first goes on', async () => {
    const first = startDaemon();
    await first.hub.turn();
    const second = startDaemon({ folder: first.folder });
    await expect(second.over).rejects.toMatchObject({ code: 'PVE_STATE_LOCKED' });
    expect(second.hub.beats).toEqual([]);
    expect((await first.hub.turn()).health.state).toBe('ok');
    await first.end();
    const third = startDaemon({ folder: first.folder });
    expect((await third.hub.next()).sequence).toBe(0);
  });
});
