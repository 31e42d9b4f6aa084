/** The health of disks, as they report it themselves. */
export const smart = {};
