import { pino } from 'pino';
import { type Clock, systemClock } from '../../client/clock.js';
import type { Log, LogFields } from './log.js';
import { logFields, logText } from './log-fields.js';
import { LogLimit, type LogLimits } from './log-limit.js';
import { prettyLine } from './log-pretty.js';
import type { Mask } from './masking.js';

/** From everything to what needs somebody. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Where lines go and what may stand in them. */
export interface LogOptions {
  readonly stream: { write(text: string): unknown };
  /** Less than this is not written. Default `info`. */
  readonly level?: LogLevel;
  /** `json`, one object a line; `pretty`, for people; `colours`, for people at a terminal. Default `json`. */
  readonly form?: 'json' | 'pretty' | 'colours';
  /** Applied to every text and every name. */
  readonly mask: Mask;
  readonly clock?: Clock;
  /** Milliseconds of a clock that does not jump, which the limits go by. */
  readonly monotonic?: () => number;
  /** Default: 20 of one message a minute, and 1,000 of all. */
  readonly limits?: LogLimits;
}

/** A log that was opened. */
export interface OpenLog extends Log {
  /** Tells what was left out and not told of yet. Lines may still be written. */
  close(): void;
}

interface Line {
  readonly level: LogLevel;
  readonly text: string;
}

/**
 * The log of the daemon. One message floods nobody: what comes too often in a minute is counted, and told in one line when the minute is over.
 */
export function openLog(options: LogOptions): OpenLog {
  const { stream, mask, level = 'info', form = 'json', clock = systemClock } = options;
  const { limits = { same: 20, all: 1_000 }, monotonic = () => performance.now() } = options;
  const logger = pino(
    {
      level,
      // Host and process are systemd's to tell, and it does.
      base: null,
      serializers: {},
      // Wrapped on their way: pino takes some objects for requests of node:http, by the names of their fields.
      formatters: {
        level: (label) => ({ level: label }),
        log: ({ fields }) => fields as Record<string, unknown>,
      },
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
    },
    form === 'json' ? stream : prettyStream(stream, form === 'colours'),
  );
  const limit = new LogLimit<Line>(limits, ({ count, first }) =>
    first === undefined
      ? logger.warn({ fields: {} }, `${count} more lines were left out: too many of all kinds in a minute`)
      : logger[first.level]({ fields: { same: first.text } }, `${count} more of the same were left out`),
  );
  const ending = new AbortController();
  let waiting = false;
  const tellLater = () => {
    const due = limit.due;
    if (due === undefined || waiting || ending.signal.aborted) return;
    waiting = true;
    clock.sleep(Math.max(1, due - monotonic()), ending.signal).then(
      () => {
        waiting = false;
        limit.sweep(monotonic());
        tellLater();
      },
      () => {},
    );
  };
  const write = (at: LogLevel) => (given: string, fields?: LogFields) => {
    if (!logger.isLevelEnabled(at)) return;
    const text = logText(given, mask);
    if (!limit.admit(`${at} ${given}`, { level: at, text }, monotonic())) return tellLater();
    logger[at]({ fields: logFields(fields ?? {}, mask) }, text);
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    close: () => {
      ending.abort();
      limit.end();
    },
  };
}

function prettyStream(stream: LogOptions['stream'], colours: boolean): LogOptions['stream'] {
  return { write: (line) => stream.write(prettyLine(line, colours)) };
}
