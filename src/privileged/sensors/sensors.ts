/** Temperatures, fans and voltages. */
export const sensors = {};
