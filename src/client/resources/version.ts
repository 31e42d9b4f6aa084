import { op } from '../../core/op.js';
import { record, text } from '../../core/wire.js';
import { none } from './params.js';

/** Any authenticated caller may ask. `version` is the package's (`9.2.11`), `release` the line's (`9.2`). */
export const version = op(
  'GET /version',
  none,
  record({ version: text, release: text, repoid: text, console: text.optional() }),
);
