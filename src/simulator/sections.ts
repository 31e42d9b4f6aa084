import { createHash } from 'node:crypto';
import { fail } from './errors.js';
import { type Fields, fieldOf, type Params } from './schema.js';

/** Entries of a configuration file of sections: properties with their text, lists as arrays. */
export type Section = Map<string, string | readonly string[]>;

/** A whole file, by the name of its entries. */
export type Sections = Map<string, Section>;

/** Files by name, each made when it is first looked at. */
export class SectionFiles extends Map<string, Sections> {
  of(name: string): Sections {
    const known = this.get(name) ?? new Map();
    this.set(name, known);
    return known;
  }
}

/** SHA-1 of a whole file: any change of any entry makes another one. */
export function sectionsDigest(sections: Sections): string {
  const rows = [...sections].map(([id, section]) => [id, ...section]);
  return createHash('sha1')
    .update(rows.length === 0 ? '' : JSON.stringify(rows))
    .digest('hex');
}

/** Refuses a change that was made for another state of the file. */
export function assertDigest(digest: string, expected: string | undefined): void {
  if (expected !== undefined && expected !== digest)
    throw fail('detected modified configuration - file changed by other user? Try again.');
}

/** An entry as the API shows it: what the schema has as a number or a flag is one. */
export function sectionRow(fields: Fields, section: Section): Record<string, unknown> {
  return Object.fromEntries(
    [...section].map(([key, value]) => [key, typeof value === 'string' ? shown(fields, key, value) : value]),
  );
}

function shown(fields: Fields, key: string, value: string): string | number {
  const type = fieldOf(fields, key)?.type;
  return type === 'integer' || type === 'number' || type === 'boolean' ? Number(value) : value;
}

/** Writes what a request says into an entry. */
export function assign(section: Section, fields: Fields, params: Params): void {
  for (const key of params.keys()) {
    const field = fieldOf(fields, key);
    if (field !== undefined) section.set(key, field.type === 'array' ? params.items(key) : params.text(key));
  }
}

/** Takes out what `delete` names (pve-common src/PVE/SectionConfig.pm). `fixed` are what an entry is made with. */
export function removeKeys(
  section: Section,
  {
    fields,
    keys,
    params,
    fixed = [],
  }: {
    fields: Fields;
    keys: readonly string[];
    params: Params;
    fixed?: readonly string[];
  },
): void {
  for (const key of keys) {
    const field = fieldOf(fields, key);
    if (field === undefined && !fixed.includes(key)) throw fail(`no such option '${key}'`);
    if (fixed.includes(key)) throw fail(`unable to delete fixed option '${key}'`);
    if (field?.required === true) throw fail(`unable to delete required option '${key}'`);
    if (params.has(key)) throw fail(`cannot set and delete property '${key}' at the same time!`);
  }
  for (const key of keys) section.delete(key);
}

/** The same fields as a change has them: none is required but those of `always`. */
export function optional(fields: Fields, always: readonly string[] = []): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [
      key,
      { ...field, required: field.required === true && always.includes(key) },
    ]),
  );
}
