interface Words {
  readonly binary: string;
  readonly argv: readonly string[];
}

export function escapeOf(
  made: Words,
  good: Words,
  allowed: { texts?: readonly number[]; parts?: readonly string[]; roots: readonly string[] },
): string | undefined;
