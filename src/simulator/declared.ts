import { formatFacts } from '../generated/format-facts.js';
import * as data from '../generated/param-data.js';
import { slots } from '../generated/wire-data.js';
import type { HostVersion } from './host-version.js';
import { namedFormat } from './named-formats.js';
import { detailed, namedProperties, togetherCheck } from './property-details.js';
import { propertyFormat } from './property-string.js';
import type { Field, Fields, PropertySchema } from './schema.js';

/** What a release's own schema says of a route's parameters. */
export interface Declaration {
  readonly fields: Fields;
  /** Parameters that it does not name are let through. */
  readonly open: boolean;
}

/** A line of `schemas`: see scripts/generate-api/emit-params.mjs. */
interface Line
  extends Omit<Field, 'format' | 'pattern' | 'items' | 'list' | 'required' | 'kinds' | 'properties'> {
  readonly format?: string;
  readonly properties?: number;
  readonly pattern?: string;
  readonly ignoreCase?: boolean;
  readonly items?: Line;
  readonly 'instance-types'?: readonly string[];
  readonly 'type-property'?: string;
}

// The texts are taken apart when they are first asked for.
let texts: { schemas: readonly string[]; formats: readonly string[] } | undefined;

function linesOf(which: 'schemas' | 'formats'): readonly string[] {
  texts ??= { schemas: data.schemas.split('\n'), formats: data.formats.split('\n') };
  return texts[which];
}

const releases: readonly string[] = data.releases;

/** How many of a numbered key there are where the key is no guest's: links of corosync, domains of a node. */
const otherSlots: Readonly<Record<string, number>> = { acmedomain: 6, link: 8 };

/** The parameters of every route of one release, as its schema declares them. */
export class Declarations {
  readonly #version: HostVersion;
  readonly #rows: ReadonlyMap<string, string>;
  readonly #read = new Map<string, Declaration>();
  readonly #fields = new Map<number, Field>();
  readonly #formats = new Map<number, PropertySchema>();

  private constructor(version: HostVersion) {
    this.#version = version;
    const rows = data.rows.split('\n').map((row) => row.split('\t'));
    this.#rows = new Map(
      rows.flatMap(([route = '', span = '', cells = '']) =>
        this.#has(span) ? [[route, cells] as const] : [],
      ),
    );
  }

  static readonly #all = new Map<HostVersion, Declarations>();

  static of(version: HostVersion): Declarations {
    const known = Declarations.#all.get(version) ?? new Declarations(version);
    Declarations.#all.set(version, known);
    return known;
  }

  /** All routes that the release has: `GET /version`. */
  get routes(): readonly string[] {
    return [...this.#rows.keys()];
  }

  has(route: string): boolean {
    return this.#rows.has(route);
  }

  /** The parameters of a route; undefined if the release does not have it. */
  find(route: string): Declaration | undefined {
    const known = this.#read.get(route);
    const cells = this.#rows.get(route);
    if (known !== undefined || cells === undefined) return known;
    const { '*': rest, ...fields } = this.#cells(cells);
    // The old name of a drive: its format is that of the drives.
    const { cdrom, 'ide[n]': drive } = fields;
    if (cdrom !== undefined && drive?.format !== undefined)
      fields['cdrom'] = { ...cdrom, format: drive.format };
    const declaration = { fields, open: rest !== undefined };
    this.#read.set(route, declaration);
    return declaration;
  }

  #cells(text: string): Record<string, Field> {
    const fields: Record<string, Field> = {};
    for (const cell of text === '' ? [] : text.split(' ')) {
      const [, name = '', needed, number = '', span = ''] =
        /^([^!:]+)(!?)(?::(\d+))?(?::(.*))?$/.exec(cell) ?? [];
      if (!this.#has(span)) continue;
      const field = number === '' ? {} : this.#field(Number(number));
      const prefix = /^(.*)\[n\]$/.exec(name)?.[1];
      const count = prefix === undefined ? undefined : countOf(prefix);
      fields[name] = {
        ...field,
        ...(needed === '!' ? { required: true } : {}),
        ...(count === undefined ? {} : { count }),
      };
    }
    return fields;
  }

  #field(number: number): Field {
    const known = this.#fields.get(number);
    if (known !== undefined) return known;
    const field = this.#readField(JSON.parse(linesOf('schemas')[number] ?? '{}'));
    this.#fields.set(number, field);
    return field;
  }

  #readField(line: Line): Field {
    const { format, properties, pattern, ignoreCase, items, ...plain } = line;
    const { 'instance-types': kinds, 'type-property': property, ...rest } = plain;
    const keys = properties === undefined ? namedProperties[format ?? ''] : this.#format(properties);
    const check = format === undefined ? undefined : namedFormat(format, this.#version);
    return {
      ...rest,
      ...(check === undefined ? {} : { format: check }),
      ...(keys === undefined ? {} : { properties: keys, format: propertyFormat(keys) }),
      ...(/-a?list$/.test(format ?? '') ? { list: true } : {}),
      ...(pattern === undefined
        ? {}
        : { pattern: new RegExp(`^${pattern}$`, ignoreCase === true ? 'i' : '') }),
      ...(items === undefined ? {} : { items: this.#readField(items) }),
      ...(kinds === undefined || property === undefined ? {} : { kinds: { property, of: kinds } }),
    };
  }

  #format(number: number): PropertySchema {
    const known = this.#formats.get(number);
    if (known !== undefined) return known;
    const [name = '', cells = ''] = (linesOf('formats')[number] ?? '').split('\t');
    const facts = formatFacts(name);
    const together = togetherCheck(name, this.#version, cpuModels);
    const schema = {
      fields: Object.fromEntries(
        Object.entries(this.#cells(cells)).map(([key, field]) => [
          key,
          detailed(name, key, field, this.#version),
        ]),
      ),
      ...(together === undefined ? {} : { together }),
      ...(facts?.defaultKey === undefined ? {} : { defaultKey: facts.defaultKey }),
      ...(facts === undefined ? {} : { aliases: facts.aliases }),
    };
    this.#formats.set(number, schema);
    return schema;
  }

  /** Whether a span (`8.4-`, `-8.4`, empty for all) has the release. */
  #has(span: string): boolean {
    if (span === '') return true;
    const at = (release: string, otherwise: number): number =>
      release === '' ? otherwise : releases.indexOf(release);
    const [since = '', until = ''] = span.split('-');
    const own = at(this.#version, -1);
    return own >= at(since, 0) && own <= at(until, data.releases.length);
  }
}

function countOf(prefix: string): number | undefined {
  const counts: Readonly<Record<string, number>> = { ...slots, ...otherSlots };
  return Object.hasOwn(counts, prefix) ? counts[prefix] : undefined;
}

/** The models that QEMU has, as the newest release lists them; older ones have fewer. */
function cpuModels(): readonly string[] {
  return newestFields('POST /cluster/qemu/custom-cpu-models')['reported-model']?.enum ?? [];
}

/** The parameters of a route in the newest release, which has all keys that the older ones have. */
export function newestFields(route: string): Fields {
  const declaration = Declarations.of('9.2').find(route);
  if (declaration === undefined) throw new TypeError(`the newest release has no ${route}`);
  return declaration.fields;
}

/** The keys of a parameter that is a property string, in the newest release. */
export function newestProperties(route: string, name: string): PropertySchema {
  const schema = newestFields(route)[name]?.properties;
  if (schema === undefined) throw new TypeError(`${name} of ${route} is no property string`);
  return schema;
}
