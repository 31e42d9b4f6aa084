import { readFileSync } from 'node:fs';
import { Simulator } from '@felhom/proxmox/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../support/bin.js';

const page = readFileSync(new URL('../../docs/getting-started.md', import.meta.url), 'utf8');
const transcripts = [...page.matchAll(/```text\n\$ felhom-agent (.*)\n([\s\S]*?)```/g)].map(
  ([, words = '', output = '']) => ({ words, output }),
);

/** What differs from run to run: times, the port, the certificate and the name of the snapshot. */
function steady(text: string): string {
  return text
    .replace(/ *\b\d+(?:\.\d+)? m?s(?= |\)|$)/gm, ' TIME')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/g, 'FINGERPRINT')
    .replace(/felhom-selftest-[\w-]+/g, 'SNAPSHOT')
    .replace(/valid {8}.*/g, 'valid DATES')
    .replace(/up \d.*?, 4 CPUs/g, 'up, 4 CPUs')
    .trim();
}

let sim: Simulator;
beforeAll(async () => {
  sim = await Simulator.start({ authDelay: 0, speed: 20 });
});
afterAll(() => sim.close());

async function felhomAgent(args: string[]): Promise<string> {
  const { all } = await run(args, {
    FELHOM_AGENT_URL: sim.url,
    FELHOM_AGENT_FINGERPRINT: sim.fingerprint,
    FELHOM_AGENT_TOKEN: sim.tokens.agent,
  });
  return all;
}

describe('the transcripts of docs/getting-started.md', () => {
  it('are there', () =>
    expect(transcripts.map(({ words }) => words.split(' ')[0])).toEqual([
      'trust',
      '--selftest',
      '--selftest=task',
    ]));

  it.each(transcripts)('$words prints what the page shows', async ({ words, output }) => {
    const args = words.replace(/127\.0\.0\.1:\d+/, new URL(sim.url).host).split(' ');
    const shown = steady(output).split('\n');
    const printed = steady(await felhomAgent(args)).split('\n');
    // The page leaves out the middle of a long list, with an ellipsis.
    const gap = shown.findIndex((line) => line.trim() === '…');
    const [head, tail] = gap === -1 ? [shown, []] : [shown.slice(0, gap), shown.slice(gap + 1)];
    expect(printed.slice(0, head.length)).toEqual(head);
    if (gap === -1) expect(printed).toHaveLength(shown.length);
    else expect(printed.slice(-tail.length)).toEqual(tail);
  });
});
