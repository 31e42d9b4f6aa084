import { describe, expect, it } from 'vitest';
import { Harness, N } from './harness.js';

const ask = async (h: Harness, format: string, path: string) =>
  await h.raw({ authorization: `PVEAPIToken=${h.tokens.full}` }, 'GET', `/api2/${format}${path}`);

describe('the format of the web interface', () => {
  it('is a success with the data in it', async () => {
    const answer = await ask(new Harness(), 'extjs', '/version');
    expect(answer).toMatchObject({ status: 200, reason: 'OK' });
    expect(JSON.parse(answer.body ?? '')).toEqual({
      success: 1,
      data: { version: '9.2.11', release: '9.2', repoid: '14a22df35955d97d' },
    });
  });

  it.each([
    [
      `${N}/lxc/999/config`,
      { status: 500, message: "Configuration file 'nodes/demo-felhom/lxc/999.conf' does not exist\n" },
    ],
    ['/nosuch', { status: 501, message: "Method 'GET /nosuch' not implemented" }],
    ['/cluster/nextid', { success: 1 }],
  ])('answers 200 for %s, whatever came of it', async (path, body) => {
    const answer = await ask(new Harness(), 'extjs', path);
    expect(answer.status).toBe(200);
    expect(answer.headers).toContainEqual(['Connection', 'Keep-Alive']);
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ success: 0, ...body });
  });

  it('has the errors of parameters, and the total of a list', async () => {
    const h = new Harness();
    const wrong = await ask(h, 'extjs', '/cluster/resources/');
    expect(JSON.parse(wrong.body ?? '').success).toBe(1);
    const headers = { authorization: `PVEAPIToken=${h.tokens.full}` };
    const bad = await h.raw(headers, 'GET', '/api2/extjs/version', '', 'bogus=1');
    expect(JSON.parse(bad.body ?? '')).toMatchObject({
      success: 0,
      status: 400,
      errors: { bogus: expect.stringContaining('not defined in schema') },
    });
    const list = await ask(h, 'extjs', `${N}/tasks`);
    expect(JSON.parse(list.body ?? '').total).toBeGreaterThan(0);
  });

  it('lets nobody in without a login', async () => {
    expect(await new Harness().raw({}, 'GET', '/api2/extjs/version')).toMatchObject({
      status: 401,
      reason: 'No ticket',
      body: undefined,
    });
  });
});

describe('pages', () => {
  it('show the same, with the status of it', async () => {
    const h = new Harness();
    const page = await ask(h, 'html', '/version');
    expect(page.headers).toContainEqual(['Content-Type', 'text/html;charset=UTF-8']);
    expect(page.body).toContain('&#34;version&#34;: &#34;9.2.11&#34;');
    const missing = await ask(h, 'html', `${N}/lxc/999/config`);
    expect(missing.status).toBe(500);
    expect(missing.body).toContain('Error 500: Configuration file');
    const headers = { authorization: `PVEAPIToken=${h.tokens.full}` };
    const wrapped = await h.engine.handle({ method: 'GET', path: '/api2/htmljs/version', headers });
    expect(wrapped.body).toMatch(/^\{&#34;success&#34;:1/);
  });
});

it.each(['yaml', 'text'])('there is no %s', async (format) => {
  expect(await ask(new Harness(), format, '/version')).toMatchObject({
    status: 501,
    body: `no formatter for uri /version, ${format}`,
  });
});
