import { matches } from './format-makers.js';
import type { Format } from './schema.js';

/** A block with a label, or several of them; what is before the first block of any label is left out. */
export function pem(label: string, several = false): Format {
  const body = '(?:[0-9A-Za-z+/]+\\s*\\n)*[0-9A-Za-z+/]*(?:=\\s*\\n=|={0,2})\\s*\\n';
  const block = `-----BEGIN ${label}-----\\s*${body}-----END ${label}-----\\s*`;
  const check = matches(
    new RegExp(several ? `^(?:${block})+$` : `^${block}$`),
    'not a valid PEM-formatted string.',
  );
  return (value, key) => {
    const start = value.search(/-----BEGIN .*?-----/);
    return check(start === -1 ? value : value.slice(start), key);
  };
}
