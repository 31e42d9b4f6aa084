/** Used as a secret in tests; it must not turn up in anything that is printed. */
export const canary = 'canary-5ecret-t0ken';
export const canaryToken = `agent@pve!selftest=${canary}`;
