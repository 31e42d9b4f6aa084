import { at, countOf, flagOf, listOf, numberOf, textOf } from './values.js';

/** One row of an ATA disk's table. */
export interface AtaAttribute {
  readonly id: number;
  /** By smartctl's database of drives; the same id can mean different things. */
  readonly name: string;
  /** Normalised: falls from 100, 200 or 253 towards the threshold. */
  readonly value: number | undefined;
  readonly worst: number | undefined;
  readonly threshold: number | undefined;
  /** At or below its threshold. Undefined where smartctl does not know. */
  readonly below: 'now' | 'past' | undefined;
  /** True where it foretells a failure; false where it only tells of age and use. */
  readonly prefailure: boolean;
  /** As smartctl prints it: `32 (Min/Max 24/38)`. The number beside it has other values packed in. */
  readonly raw: string | undefined;
}

export function attributesOf(json: unknown): AtaAttribute[] {
  return listOf(at(json, 'ata_smart_attributes', 'table')).flatMap((row): AtaAttribute[] => {
    const id = numberOf(at(row, 'id'));
    if (id === undefined) return [];
    const value = numberOf(at(row, 'value'));
    const threshold = numberOf(at(row, 'thresh'));
    const raw = at(row, 'raw', 'string') ?? at(row, 'raw', 'value');
    return [
      {
        id,
        name: textOf(at(row, 'name')) ?? `Attribute_${id}`,
        value,
        worst: numberOf(at(row, 'worst')),
        threshold,
        below: belowOf(textOf(at(row, 'when_failed')), at(row, 'when_failed'), value, threshold),
        prefailure: isPrefailure(at(row, 'flags')),
        raw: typeof raw === 'number' ? String(raw) : textOf(raw),
      },
    ];
  });
}

function isPrefailure(flags: unknown): boolean {
  const said = flagOf(at(flags, 'prefailure'));
  return (
    said ??
    (textOf(at(flags, 'string'))?.startsWith('P') === true || ((numberOf(at(flags, 'value')) ?? 0) & 1) === 1)
  );
}

// An empty text is smartctl's own "never"; without one, what it would have looked at decides.
function belowOf(
  said: string | undefined,
  key: unknown,
  value: number | undefined,
  threshold: number | undefined,
): AtaAttribute['below'] {
  if (said !== undefined) return /now/i.test(said) ? 'now' : /past/i.test(said) ? 'past' : undefined;
  if (key !== undefined || value === undefined || threshold === undefined) return undefined;
  return threshold > 0 && value <= threshold ? 'now' : undefined;
}

/** The number that a raw value begins with: `12 (3 0)` is 12 and two others. Not of `0x…`, `1/2`, or several in a row. */
export function leadingCount(attribute: AtaAttribute | undefined): number | undefined {
  const found = /^(\d+)(?= ?\(|$)/.exec(attribute?.raw ?? '')?.[1];
  const count = found === undefined ? undefined : countOf(Number(found));
  // Beyond this, other values are packed in.
  return count !== undefined && count < 2 ** 32 ? count : undefined;
}

/** Whole hours, of any of the forms that `Power_On_…` has: `2725 (151 234 0)`, `31h+12m+30.120s`, minutes, half minutes, seconds. */
export function powerOnHours(attributes: readonly AtaAttribute[]): number | undefined {
  const attribute = attributes.find(({ id, name }) => id === 9 && /power_?on/i.test(name));
  if (attribute === undefined) return undefined;
  const withUnit = /^(\d+)h\+/.exec(attribute.raw ?? '')?.[1];
  const count = withUnit === undefined ? leadingCount(attribute) : Number(withUnit);
  if (count === undefined) return undefined;
  const perHour = withUnit === undefined ? unitsPerHour(attribute.name) : 1;
  return plausibleHours(Math.floor(count / perHour));
}

function unitsPerHour(name: string): number {
  if (/half.?min/i.test(name)) return 120;
  if (/minutes/i.test(name) && !/hours/i.test(name)) return 60;
  return /seconds/i.test(name) && !/hours/i.test(name) ? 3600 : 1;
}

/** More than 100 years is a counter that was read wrongly. */
export function plausibleHours(hours: number | undefined): number | undefined {
  return hours !== undefined && hours >= 0 && hours < 876_600 ? Math.floor(hours) : undefined;
}

const remaining =
  /^(?:SSD_)?(?:Life_?Left|Lifetime_Left|Life_Left_Perc|Remaining_Life(?:_Perc)?|Remaining_Lifetime(?:_Perc)?|Media_Wearout_Indicator|Wear_Leveling_Count|(?:Sys_)?(?:Percent|Perc|PCT)_(?:Rated_)?Life(?:time)?_Remain(?:ing)?|Life(?:time)?_Remaining(?:%|_Percent)|Drive_?Life_Remaining%)$/i;
const used = /^(?:Percent_Life(?:time)?_Used|Perc_Rated_Life_Used|Drive_?Life_Used%)$/i;

/** The share of a solid-state disk's life that is used, by the attribute that its maker has for it. All of them fall from 100. */
export function wearOf(attributes: readonly AtaAttribute[]): number | undefined {
  const fitting = (pattern: RegExp) =>
    attributes.filter(({ name, value = -1 }) => pattern.test(name) && value >= 0 && value <= 100);
  // Explicit percentages before counts of erased blocks, which some makers normalise otherwise.
  const rows = [...fitting(used), ...fitting(remaining)].sort(
    (a, b) => Number(/Leveling/i.test(a.name)) - Number(/Leveling/i.test(b.name)),
  );
  const [row] = rows;
  return row?.value === undefined ? undefined : (100 - row.value) / 100;
}
