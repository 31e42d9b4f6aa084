import { Client, type Transport, type TransportRequest } from '@felhom/proxmox';
import { expect } from 'vitest';
import { token } from './client.js';

/** A client whose requests go nowhere: each is kept, and answered with `null`. */
export function capture(): { client: Client; transport: Transport; taken: () => TransportRequest[] } {
  const requests: TransportRequest[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    return { status: 200, reason: 'OK', headers: {}, body: new TextEncoder().encode('{"data":null}') };
  };
  const client = new Client({ url: 'https://pve1:8006', token, transport, retries: 0 });
  return { client, transport, taken: () => requests.splice(0) };
}

/**
 * Checks the one request that a call made, from nothing but the route's text and the samples: the braces filled, the
 * rest in the query or the form, and not a thing more.
 */
export function expectSent(
  route: string,
  samples: Readonly<Record<string, { wire: readonly string[] }>>,
  requests: readonly TransportRequest[],
): void {
  expect(requests, route).toHaveLength(1);
  for (const { method, url, body, headers } of requests) {
    const [verb, template = ''] = route.split(' ');
    expect(method).toBe(verb);
    expect(url.origin).toBe('https://pve1:8006');

    const filled = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => samples[name]?.wire[0] ?? '');
    expect(decodeURIComponent(url.pathname)).toBe(`/api2/json${filled}`);
    // Nothing is left that PVE or anything before it could read as more than a name.
    expect(url.pathname).toMatch(/^(?:[\w\-.~!'()*/]|%[0-9A-F]{2})*$/);
    expect(url.hash + url.username + url.password).toBe('');

    const inQuery = verb === 'GET' || verb === 'DELETE';
    const sent = inQuery ? url.search.replace(/^\?/, '') : String(body);
    expect(inQuery ? body : url.search).toBe(inQuery ? undefined : '');
    expect(sent).toMatch(/^(?:[\w\-.*+&=]|%[0-9A-F]{2})*$/);
    const rest = Object.entries(samples).filter(([name]) => !template.includes(`{${name}}`));
    const form = new URLSearchParams(sent);
    const values = [...new Set(form.keys())].map((name) => [name, form.getAll(name)]);
    expect(Object.fromEntries(values)).toEqual(
      Object.fromEntries(rest.map(([name, { wire }]) => [name, wire])),
    );

    const type = inQuery ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const authorization = `PVEAPIToken=${token}`;
    expect(headers).toEqual({ accept: 'application/json', authorization, ...type });
  }
}
