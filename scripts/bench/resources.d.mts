export function compareResources(
  dist: string,
  options: { guests: number; rounds: number },
): Promise<{ token: string; ratio: number; ms: number }[]>;
