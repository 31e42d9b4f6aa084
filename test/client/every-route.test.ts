import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { routeNames } from '~/generated/routes.js';
import { declaredRoutes } from '../../scripts/declared-routes.mjs';
import { load } from '../../scripts/generate-api/index.mjs';
import { capture, expectSent } from '../support/capture.js';
import { givenOf, type ParamSamples, records, samplesOfTypes } from '../support/samples.js';
import { type Schema, samplesOfParams } from '../support/schema-samples.js';

const { routes, interfaces } = declaredRoutes();
const { client, taken } = capture();
afterAll(() => client.close());

/** Calls a route with all of its parameters, then with some of them. */
async function callEach(route: string, params: readonly ParamSamples[]): Promise<void> {
  for (const [which, numRuns] of [
    ['all', 3],
    ['some', 2],
  ] as const) {
    const property = fc.asyncProperty(records(params, which), async (samples) => {
      taken();
      await expect(client.call(route as never, givenOf(samples) as never)).resolves.toBeNull();
      expectSent(route, samples, taken());
    });
    await fc.assert(property, { seed: 672, numRuns });
  }
}

describe('every route', () => {
  it('is typed, and in the table', () => {
    expect(routeNames()).toEqual([...routes.keys()]);
    expect(routes.size).toBe(672);
  });

  it.each([...routes])('%s is called as its types say', async (route, { params }) => {
    await callEach(route, samplesOfTypes(route, params, interfaces));
  });
});

// Where the descriptions of the releases are at hand, the newest one of each route says what it takes.
const folder = process.env['FELHOM_PVE_SCHEMA'];
if (folder !== undefined) {
  const described = new Map<string, { parameters?: Schema }>();
  for (const { methods } of await load(folder)) {
    for (const [route, facts] of methods) described.set(route, facts as { parameters?: Schema });
  }

  describe('every route that the API describes', () => {
    it('is one that can be called', () => {
      expect([...described.keys()].sort()).toEqual([...routes.keys()].sort());
    });

    it.each([...described])('%s is called as it is described', async (route, { parameters = {} }) => {
      await callEach(route, samplesOfParams(route, parameters));
    });
  });
}
