import { cleanup } from './cleanup.js';
import { createGolden, restoreGolden } from './create.js';
import { look } from './look.js';
import { configure, setFeatures } from './settings.js';
import { unlock } from './unlock.js';

/** Containers, as far as the API keeps them for root@pam. */
export const lxc = { createGolden, restoreGolden, setFeatures, configure, unlock, cleanup, look };
