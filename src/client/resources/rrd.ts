import * as z from 'zod';
import { num, record } from '../../core/wire.js';
import { pressure } from './guest.js';

/** Which stretch of time, and how samples are brought together. */
export const timeframe = {
  timeframe: z.enum(['hour', 'day', 'week', 'month', 'year']),
  /** `AVERAGE` (default) or `MAX` of what a sample covers. */
  cf: z.enum(['AVERAGE', 'MAX']).optional(),
};

/** A guest at one time. What PVE did not measure then is missing; an empty sample has only its time. */
export const sample = record({
  /** Seconds since the epoch. */
  time: num,
  /** Share of `maxcpu` in use, 0..1. */
  cpu: num.optional(),
  maxcpu: num.optional(),
  /** Bytes. They are averages, so fractions. */
  mem: num.optional(),
  maxmem: num.optional(),
  /** Bytes of host memory. Since PVE 9. */
  memhost: num.optional(),
  disk: num.optional(),
  maxdisk: num.optional(),
  /** Bytes per second, unlike in a status, where they are totals. */
  netin: num.optional(),
  netout: num.optional(),
  diskread: num.optional(),
  diskwrite: num.optional(),
  ...pressure,
});
