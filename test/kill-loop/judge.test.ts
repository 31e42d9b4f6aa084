import { describe, expect, it } from 'vitest';
import { type Facts, holds, judge, summary } from '../../scripts/kill-loop/judge.mjs';

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
const told = (outcome: string, digest = a) => new Map([[digest, { outcome }]]);

/** One command that was done and told of, unless something else is said. */
function factsOf(more: Partial<Facts> = {}): Facts {
  return {
    commands: new Map([['one', { kind: 'line' }]]),
    received: new Set(['one']),
    reports: new Map([['one', told('succeeded')]]),
    effects: new Map([['one', { done: 1 }]]),
    kills: 2,
    workers: 1,
    ...more,
  };
}

describe('the judge of the kill loop', () => {
  it('finds nothing wrong where nothing is', () => {
    const verdict = judge(factsOf());
    expect(holds(verdict)).toBe(true);
    expect(summary(verdict)).toBe('kill-loop: 0 lost, 0 twice, 0 false, 0 conflicting, 0 interrupted');
  });

  it.each<[string, Partial<Facts>]>([
    ['1 lost, 0 twice, 0 false, 0 conflicting', { reports: new Map() }],
    ['0 lost, 1 twice, 0 false, 0 conflicting', { effects: new Map([['one', { done: 2 }]]) }],
    ['0 lost, 1 twice, 1 false, 0 conflicting', { effects: new Map([['one', { done: 1, failed: 1 }]]) }],
    ['0 lost, 0 twice, 1 false, 0 conflicting', { effects: new Map() }],
    [
      '0 lost, 0 twice, 1 false, 0 conflicting',
      { effects: new Map([['one', { failed: 1 }]]), reports: new Map([['one', told('succeeded')]]) },
    ],
    ...['failed', 'refused', 'cancelled', 'expired'].map((outcome): [string, Partial<Facts>] => [
      '0 lost, 0 twice, 1 false, 0 conflicting',
      { reports: new Map([['one', told(outcome)]]) },
    ]),
    [
      '0 lost, 0 twice, 0 false, 1 conflicting',
      { reports: new Map([['one', new Map([...told('succeeded'), ...told('interrupted', b)])]]) },
    ],
    [
      '0 lost, 0 twice, 1 false, 0 conflicting',
      {
        effects: new Map([
          ['one', { done: 1 }],
          ['stray', { done: 1 }],
        ]),
      },
    ],
  ])('%s', (text, more) => {
    const verdict = judge(factsOf(more));
    expect(summary(verdict)).toBe(`kill-loop: ${text}, 0 interrupted`);
    expect(holds(verdict)).toBe(false);
  });

  it.each(['interrupted', 'unknown'])('lets kills account for what is %s, and no more', (outcome) => {
    const ids = ['one', 'two', 'three'];
    const facts = factsOf({
      commands: new Map(ids.map((id) => [id, { kind: 'line' }])),
      received: new Set(ids),
      reports: new Map(ids.map((id) => [id, told(outcome)])),
      effects: new Map([['one', { done: 1 }]]),
    });
    expect(judge(facts).interrupted).toBe(3);
    expect(holds(judge(facts))).toBe(false);
    expect(holds(judge({ ...facts, kills: 3 }))).toBe(true);
    expect(holds(judge({ ...facts, workers: 2 }))).toBe(true);
  });
});
