// Makes a span of each request, as OpenTelemetry has them, out of what the client tells on its diagnostics channels.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Client, type ClientEvents } from '@felhom/proxmox';

// What is needed of a tracer. In your program: `trace.getTracer('proxmox')` of @opentelemetry/api, which fits.
interface Span {
  setAttribute(name: string, value: string | number): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  end(): void;
}
const tracer = {
  startSpan(name: string, { attributes }: { attributes: Record<string, string | number> }): Span {
    const setAttribute = (key: string, value: string | number) => Object.assign(attributes, { [key]: value });
    const setStatus = ({ message }: { message?: string }) => console.log('failed:', message);
    return { setAttribute, setStatus, end: () => console.log(name, attributes['http.response.status_code']) };
  },
};

const spans = new Map<number, Span>();
const finish = (id: number, change: (span: Span) => void) => {
  const span = spans.get(id);
  if (span === undefined || !spans.delete(id)) return;
  change(span);
  span.end();
};
const listeners: { [K in keyof ClientEvents]?: (event: ClientEvents[K]) => void } = {
  'request:start': ({ id, route, method, path, origin }) => {
    const attributes = { 'http.request.method': method, 'url.path': path, 'server.address': origin };
    spans.set(id, tracer.startSpan(route, { attributes }));
  },
  'request:end': ({ id, status }) => finish(id, (s) => s.setAttribute('http.response.status_code', status)),
  'request:error': ({ id, error }) => finish(id, (s) => s.setStatus({ code: 2, message: error.message })),
};
for (const [name, tell] of Object.entries(listeners)) subscribe(`felhom-proxmox:${name}`, tell as never);
const { PVE_URL = '', PVE_TOKEN = '', PVE_FINGERPRINT = '', NODE = 'pve1' } = process.env;
const client = new Client({ url: PVE_URL, token: PVE_TOKEN, fingerprint: PVE_FINGERPRINT });
await client.lxc.list({ node: NODE });
await client.close();
for (const [name, tell] of Object.entries(listeners)) unsubscribe(`felhom-proxmox:${name}`, tell as never);
