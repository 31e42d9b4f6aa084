import { fileURLToPath } from 'node:url';

/** The built package under test: an installed one, or this checkout's (`npm test` builds it first). */
export const dist = process.env['FELHOM_TEST_DIST'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
