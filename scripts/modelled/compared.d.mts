/** The routes that the recordings in a folder are of; `find` gives the route of a request. */
export function comparedRoutes(
  folder: string,
  find: (method: string, path: string) => string | undefined,
): Set<string>;
