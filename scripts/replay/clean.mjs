/** A copy without what is undefined. */
export function clean(value) {
  return JSON.parse(JSON.stringify(value));
}
