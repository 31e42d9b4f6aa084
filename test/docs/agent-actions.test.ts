import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actions, bindAction } from '~/agent/daemon/actions/registry.js';
import type { Risk } from '~/agent/daemon/policy/schema.js';
import { fillTemplate, loadTemplate } from '~/privileged/template/template.js';
import { actionSamples } from '../agent/daemon/support/action-samples.js';
import { TemplateFolder } from '../privileged/support/templates.js';

const page = readFileSync(new URL('../../docs/agent-actions.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => /^\| `[a-z]/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, name = '', version = '', params = '', risk = '', by = '', alone = '', resume = '']) => ({
    name: name.replaceAll('`', ''),
    version: Number(version),
    params,
    risk,
    by,
    alone,
    resume: resume.replaceAll('`', ''),
  }));
const samples = actionSamples(101, 102);

describe('docs/agent-actions.md', () => {
  it('has every action, once', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual([...actions.keys()].sort());
  });

  it.each(rows)(
    'says of $name what the registry has',
    ({ name, version, params, risk, by, alone, resume }) => {
      const action = actions.get(name);
      expect(action).toMatchObject({ version, executor: by, resume });
      const bound = bindAction(name, version, samples[name]);
      if ('reason' in bound || action === undefined) throw new Error(`the sample of ${name} is not right`);
      const own: Risk = typeof action.risk === 'function' ? action.risk(bound.params) : action.risk;
      if (typeof action.risk === 'string') expect(risk).toBe(own);
      // What differs is in words; what holds for a good set is among them.
      else if (name !== 'plan.run' && name !== 'template.run') expect(risk).toMatch(/^[A-Z]+; .+: [A-Z]+$/);
      if (/^[A-Z]+; /.test(risk)) expect(risk).toContain(own);
      expect([name, alone === '']).toEqual([name, action.locks(bound.params).length === 0]);
      const { shape } = action.params as unknown as {
        shape: Record<string, { safeParse(value: unknown): { success: boolean } }>;
      };
      const named = [...params.matchAll(/`([a-zA-Z]+)(\?)?`/g)].map(([, key, mark]) => `${key}${mark ?? ''}`);
      const real = Object.entries(shape).map(
        ([key, each]) => `${key}${each.safeParse(undefined).success ? '?' : ''}`,
      );
      if (name !== 'lxc.create_golden') expect(named).toEqual(real);
    },
  );

  it('shows plans and templates that are right', () => {
    const [plan, template] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => text);
    expect(bindAction('plan.run', 1, JSON.parse(plan ?? ''))).toMatchObject({ action: { name: 'plan.run' } });
    using folder = new TemplateFolder();
    folder.write('stack', template ?? '');
    const [, command = ''] = /^`(\{ "action": "template\.run".*\})` runs/m.exec(page) ?? [];
    const { params } = JSON.parse(command);
    const [, words = ''] = /^`\{.*\}` runs `(.*)`\.$/m.exec(page) ?? [];
    const loaded = loadTemplate(params.name, folder.place);
    expect([loaded.argv[0], ...fillTemplate(loaded, params.slots)].join(' ')).toBe(words);
    // The one with a shell is refused, the other is not.
    const shells = [...page.matchAll(/`(\["\/bin\/sh".*?\])`/g)].map(([, argv = '']) => JSON.parse(argv));
    const refused = shells.map((argv, index) => {
      folder.write(`t${index}`, { argv, slots: { x: { type: 'vmid' } } });
      try {
        loadTemplate(`t${index}`, folder.place);
        return false;
      } catch {
        return true;
      }
    });
    expect(refused).toEqual([true, false]);
  });
});
