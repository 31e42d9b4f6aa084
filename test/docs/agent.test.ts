import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actions } from '~/agent/daemon/actions/registry.js';
import { policy } from '~/agent/daemon/policy/schema.js';
import { agentUnit } from '~/agent/install/agent-unit.js';
import { installPlan } from '~/agent/install/plan.js';
import { parseCommand } from '~/cli/args.js';

const page = readFileSync(new URL('../../docs/agent.md', import.meta.url), 'utf8');
const scripts = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).scripts;

describe('docs/agent.md', () => {
  it('has a policy that the agent takes, of actions that it has', () => {
    const [, text = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const read = policy.parse(JSON.parse(text));
    expect(Object.keys(read.actions).filter((name) => !actions.has(name))).toEqual([]);
    expect(Object.keys(read.actions).length).toBeGreaterThan(4);
  });

  it('names commands that there are, with their options', () => {
    const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text).join('');
    const lines = [...blocks.matchAll(/^(?:.*(?:-- |&& ))?felhom-agent ((?!role)[^#;|\n]*)/gm)];
    expect(lines.length).toBeGreaterThan(7);
    for (const [, words = ''] of lines) {
      const args = words.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
      expect(() => parseCommand(args), words).not.toThrow();
    }
    for (const [, name = ''] of page.matchAll(/`npm run (\w+)/g)) expect(scripts, name).toHaveProperty(name);
  });

  it('names the files and units that are installed', () => {
    const { steps } = installPlan({ root: '/nonexistent' });
    const paths = steps.flatMap((step) => (step.do === 'file' && step.keep ? [step.path] : []));
    for (const path of [...paths, '/var/lib/felhom-agent', '/etc/felhom-agent/token', 'felhom-priv.socket'])
      expect(page).toContain(path);
    expect(agentUnit()).toContain('LoadCredential=token:/etc/felhom-agent/token');
  });
});
