import * as z from 'zod';

/** `all`, or numbers and ranges: `[100, "200-299"]`. */
export const numberRanges = z.union([
  z.literal('all'),
  z.array(
    z.union([
      z.int().min(0),
      z
        .string()
        .regex(/^\d{1,9}-\d{1,9}$/, 'a range is FIRST-LAST')
        .refine(
          (text) => ends(text)[0] <= ends(text)[1],
          'the first number of a range is not above the last',
        ),
    ]),
  ),
]);
export type NumberRanges = z.infer<typeof numberRanges>;

/** `all`, or names, each whole: there are no patterns, as `*` lets in what comes later. */
export const nameList = z.union([z.literal('all'), z.array(z.string().min(1).max(255))]);
export type NameList = z.infer<typeof nameList>;

export function hasNumber(ranges: NumberRanges, value: number): boolean {
  if (ranges === 'all') return true;
  return ranges.some((range) => {
    if (typeof range === 'number') return range === value;
    const [first, last] = ends(range);
    return first <= value && value <= last;
  });
}

export function hasName(names: NameList, value: string): boolean {
  return names === 'all' || names.includes(value);
}

function ends(range: string): [number, number] {
  const [first = '', last = ''] = range.split('-');
  return [Number(first), Number(last)];
}
