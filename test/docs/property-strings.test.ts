import { readFileSync } from 'node:fs';
import { formatProperties, type PropertyFormat, parseProperties } from '@felhom/proxmox';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/property-strings.md');
const rows = [...page.matchAll(/^\| `(\w+)` +\| `(.*?)` +\| `(\{.*?\})` +\| `(.*?)` +\|$/gm)].map(
  ([, format = '', text = '', change = '', written = '']) => ({ format, text, change, written }),
);

describe('docs/property-strings.md', () => {
  it('shows an example that is run', () => {
    const code = /```ts\n([\s\S]*?)```/.exec(page)?.[1];
    expect(read('examples/change-a-container.ts').split('\n').slice(1).join('\n')).toBe(code);
  });

  it('has a table of changes', () => expect(rows).toHaveLength(8));

  it.each(rows)('$format: $text with $change is $written', ({ format, text, change, written }) => {
    const read = parseProperties(format as PropertyFormat, text);
    const patch = Object.entries(JSON.parse(change) as object).map(([key, value]) => [
      key,
      value ?? undefined,
    ]);
    expect(formatProperties(format as PropertyFormat, read as never)).toBe(text);
    expect(formatProperties(format as PropertyFormat, { ...read, ...Object.fromEntries(patch) })).toBe(
      written,
    );
  });
});
