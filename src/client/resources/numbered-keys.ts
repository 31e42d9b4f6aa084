import type * as z from 'zod';

/** Keys such as `net0` to `net31`: how many there are, and what each may be. */
export interface Numbered {
  count: number;
  value: z.ZodType;
}

/**
 * A call that takes numbered keys beside the known ones. Others are refused, with `refusal` or as unknown. The
 * numbered ones are checked by hand: a schema of hundreds of spelt-out keys would cost more than all the rest.
 */
export function withNumbered<S extends z.core.$ZodLooseShape>(
  known: z.ZodObject<S, z.core.$loose>,
  numbered: Readonly<Record<string, Numbered>>,
  refusal: (key: string) => string | undefined,
): z.ZodType {
  const issues = (key: string, given: unknown): { path?: PropertyKey[]; message: string }[] => {
    const [, name = '', index = ''] = /^(.*?\D)(0|[1-9]\d*)$/.exec(key) ?? [];
    const kind = Object.hasOwn(numbered, name) ? numbered[name] : undefined;
    if (kind === undefined) return [{ message: refusal(key) ?? 'unknown key' }];
    if (Number(index) >= kind.count) return [{ message: `${name}${kind.count - 1} is the last one` }];
    return kind.value.safeParse(given).error?.issues ?? [];
  };
  return known.superRefine((value, context) => {
    for (const [key, given] of Object.entries(value)) {
      if (key in known.shape || given === undefined) continue;
      for (const { path = [], message } of issues(key, given))
        context.addIssue({ code: 'custom', path: [key, ...path], message });
    }
  });
}
