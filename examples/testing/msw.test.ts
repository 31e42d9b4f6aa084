// With Mock Service Worker: code that calls fetch, whatever client it uses, meets a host that is not there.
import { SimulatedHost } from '@felhom/proxmox/simulator';
import { http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';

const host = new SimulatedHost({ clock: 'manual' });
const server = setupServer(http.all('https://pve1:8006/*', ({ request }) => host.fetch(request)));
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

test('fetch gets what the host says', async () => {
  const headers = { Authorization: `PVEAPIToken=${host.tokens.readonly}` };
  const answer = await fetch('https://pve1:8006/api2/json/access/permissions?path=/', { headers });
  expect(await answer.json()).toMatchObject({ data: { '/': { 'VM.Audit': 1 } } });
  const path = `nodes/${host.node}/lxc/101/status/start`;
  const refused = await fetch(`https://pve1:8006/api2/json/${path}`, { method: 'POST', headers });
  expect(refused.status).toBe(403);
});
