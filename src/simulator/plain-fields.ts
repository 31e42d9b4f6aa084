import type { Field, Fields } from './schema.js';

const types: Readonly<Record<string, Field>> = {
  s: { type: 'string' },
  i: { type: 'integer' },
  n: { type: 'number' },
  b: { type: 'boolean' },
  a: { type: 'array' },
  l: { type: 'string', list: true },
};

/**
 * Fields that need no more than a type, from their names: `name` is a text, and behind a colon come `i` for a whole
 * number, `n` for a number, `b` for a flag, `a` for an array and `l` for a list in one string. `name=one|other` is a
 * choice. `!` ends a required one.
 */
export function plainFields(names: string): Fields {
  return Object.fromEntries(
    names.split(' ').map((item): [string, Field] => {
      const [, name = '', type = 's', choice, required] =
        /^([^:=!]+)(?::(\w)|=([^!]+))?(!)?$/.exec(item) ?? [];
      const field = types[type];
      if (field === undefined || name === '') throw new TypeError(`'${item}' names no field`);
      return [
        name,
        {
          ...field,
          ...(choice === undefined ? {} : { enum: choice.split('|') }),
          ...(required === undefined ? {} : { required: true }),
        },
      ];
    }),
  );
}
