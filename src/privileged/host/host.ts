/** The host itself. */
export const host = {};
