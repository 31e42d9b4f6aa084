// Patterns of the API are Perl's; what JavaScript cannot read of them is written in its way here.

/** `{ pattern }`, and `ignoreCase` where a part of it does. @throws Error for one that JavaScript cannot read. */
export function javaScriptPattern(pattern) {
  // Perl prints a compiled pattern with its flags: `(?^i:…)`. What stands beside such a part has no letters of its own.
  const ignoreCase = /\(\?\^\w*i\w*:/.test(pattern);
  const source = pattern.replaceAll(/\(\?\^\w*:/g, '(?:');
  try {
    new RegExp(source);
  } catch (error) {
    throw new Error(`the pattern ${pattern} has no JavaScript form: ${error.message}`);
  }
  return { pattern: source, ...(ignoreCase ? { ignoreCase: true } : {}) };
}
