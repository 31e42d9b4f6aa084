import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { PhaseLimit } from '~/client/phase-limit.js';

const timeouts = { connect: 1, headers: 450, body: 300 };

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

/** A request, and what it was told. */
function request(limits = timeouts) {
  const told: string[] = [];
  return { timeouts: limits, told, overdue: (phase: string, ms: number) => told.push(`${phase} ${ms}`) };
}

describe('the time limits of a connection', () => {
  it('are those of each phase, from its begin', () => {
    const limit = new PhaseLimit();
    const one = request();
    limit.begin('send', one);
    vi.advanceTimersByTime(299);
    limit.begin('headers', one);
    vi.advanceTimersByTime(449);
    limit.begin('body', one);
    vi.advanceTimersByTime(299);
    expect(one.told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(one.told).toEqual(['body 300']);
  });

  it.each([
    ['send', 300],
    ['headers', 450],
    ['body', 300],
  ] as const)('tell once that %s took longer', (phase, ms) => {
    const limit = new PhaseLimit();
    const one = request();
    limit.begin(phase, one);
    vi.advanceTimersByTime(ms - 1);
    expect(one.told).toEqual([]);
    vi.advanceTimersByTime(10_000);
    expect(one.told).toEqual([`${phase} ${ms}`]);
  });

  it('begin anew with each piece', () => {
    const limit = new PhaseLimit();
    const one = request();
    for (let piece = 0; piece < 10; piece += 1) {
      limit.begin('body', one);
      vi.advanceTimersByTime(200);
    }
    expect(one.told).toEqual([]);
  });

  it('begin anew with the next request, and say nothing to the one before', () => {
    const limit = new PhaseLimit();
    const [first, second] = [request(), request()];
    limit.begin('headers', first);
    vi.advanceTimersByTime(400);
    limit.stop();
    limit.begin('headers', second);
    vi.advanceTimersByTime(449);
    expect([...first.told, ...second.told]).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(first.told).toEqual([]);
    expect(second.told).toEqual(['headers 450']);
  });

  it('are the own ones of each request', () => {
    const limit = new PhaseLimit();
    limit.begin('headers', request());
    limit.stop();
    const second = request({ ...timeouts, headers: 20 });
    limit.begin('headers', second);
    vi.advanceTimersByTime(20);
    expect(second.told).toEqual(['headers 20']);
    const third = request();
    limit.begin('headers', third);
    vi.advanceTimersByTime(449);
    expect(third.told).toEqual([]);
  });

  it('are over while nothing is waited for', () => {
    const limit = new PhaseLimit();
    const one = request();
    limit.begin('body', one);
    limit.stop();
    vi.advanceTimersByTime(10_000);
    expect(one.told).toEqual([]);
    limit.begin('body', one);
    vi.advanceTimersByTime(300);
    expect(one.told).toEqual(['body 300']);
  });

  it('leave no timer behind once they are cleared, and work again', () => {
    const limit = new PhaseLimit();
    const one = request();
    limit.begin('headers', one);
    limit.begin('body', one);
    limit.clear();
    expect(vi.getTimerCount()).toBe(0);
    limit.begin('headers', one);
    vi.advanceTimersByTime(450);
    expect(one.told).toEqual(['headers 450']);
  });
});
