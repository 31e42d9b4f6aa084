/** A span of time: milliseconds, or text such as `500ms`, `30s`, `10m`, `2h`, `1d`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * The milliseconds of a duration, whole ones.
 * @throws TypeError for text that is none, RangeError for a number that is negative or none.
 */
export function milliseconds(duration: Duration): number {
  if (typeof duration === 'number') {
    if (!Number.isFinite(duration) || duration < 0)
      throw new RangeError(`${duration} is no span of time: milliseconds from 0 up are expected`);
    return duration;
  }
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration)) ?? [];
  const ms = Math.round(Number(number) * (units[unit] ?? Number.NaN));
  if (!Number.isSafeInteger(ms))
    throw new TypeError(`'${duration}' is no span of time: 500ms, 30s, 10m, 2h or 1d is expected`);
  return ms;
}
