import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type History, type Question } from '~/agent/daemon/policy/evaluate.js';
import { risks, policy as schema, verdicts } from '~/agent/daemon/policy/schema.js';

const none: History = { spent: [], runs: [] };
const at = Date.UTC(2026, 5, 15, 12, 0);
const minute = 60_000;
const question = (change: Partial<Question> = {}): Question => ({
  action: 'guest.power',
  risk: 'MEDIUM',
  touches: { vmids: [101] },
  at,
  ...change,
});
const make = (change: object = {}) =>
  schema.parse({ version: 1, actions: { 'guest.power': {} }, bounds: { vmids: ['100-199'] }, ...change });
const rulesOf = ({ reasons }: ReturnType<typeof decide>) => reasons.map(({ rule }) => rule);

describe('the policy', () => {
  it('lets through what it names and what is within its bounds', () => {
    expect(decide(make(), question(), none)).toMatchObject({ verdict: 'AUTO', reasons: [] });
  });

  it('allows nothing where it is empty', () => {
    const empty = schema.parse({ version: 1, actions: {} });
    const decision = decide(empty, question(), none);
    expect(decision.verdict).toBe('DENY');
    expect(rulesOf(decision)).toEqual(['not-allowed']);
    expect(
      decide(schema.parse({ version: 1, actions: { echo: {} } }), question({ action: 'echo' }), none),
    ).toMatchObject({
      verdict: 'DENY',
    });
  });

  it.each(['constructor', '__proto__', 'toString'])('knows no action %s that it was not given', (action) => {
    expect(decide(make(), question({ action }), none).verdict).toBe('DENY');
  });

  it.each<[string, Question['touches'], string]>([
    ['a vmid below', { vmids: [99] }, 'vmid 99 is not among what the policy allows'],
    ['one vmid of two', { vmids: [101, 200] }, 'vmid 200 is not among what the policy allows'],
    [
      'a storage where none is named',
      { storages: ['local'] },
      'storage local is not among what the policy allows',
    ],
    ['a unit', { units: ['ssh.service'] }, 'unit ssh.service is not among what the policy allows'],
    ['a disk', { disks: ['1234-ABCD'] }, 'disk 1234-ABCD is not among what the policy allows'],
    ['a template', { templates: ['x'] }, 'template x is not among what the policy allows'],
  ])('refuses %s', (_what, touches, text) => {
    const decision = decide(make(), question({ touches }), none);
    expect(decision.verdict).toBe('DENY');
    expect(decision.reasons.map((reason) => reason.text)).toEqual([text]);
  });

  it("an action's own bounds are narrower, never wider", () => {
    const wide = make({ actions: { 'guest.power': { bounds: { vmids: 'all' } } } });
    expect(decide(wide, question({ touches: { vmids: [300] } }), none).verdict).toBe('DENY');
    const narrow = make({ actions: { 'guest.power': { bounds: { vmids: [150] } } } });
    expect(decide(narrow, question(), none).verdict).toBe('DENY');
    expect(decide(narrow, question({ touches: { vmids: [150] } }), none).verdict).toBe('AUTO');
  });

  it('goes by the level of risk, and by what it says of the action', () => {
    expect(decide(make(), question({ risk: 'HIGH' }), none).verdict).toBe('REQUIRE');
    expect(decide(make(), question({ risk: 'CRITICAL' }), none).verdict).toBe('DENY');
    const raised = make({ actions: { 'guest.power': { risk: 'HIGH' } } });
    expect(decide(raised, question({ risk: 'LOW' }), none)).toMatchObject({
      verdict: 'REQUIRE',
      risk: 'HIGH',
    });
    const asked = make({ actions: { 'guest.power': { verdict: 'REQUIRE' } } });
    expect(decide(asked, question(), none).verdict).toBe('REQUIRE');
    const freed = make({ actions: { 'guest.power': { verdict: 'AUTO' } } });
    expect(decide(freed, question({ risk: 'HIGH' }), none).verdict).toBe('REQUIRE');
  });

  it('adds up the risk of a time, and asks beyond it', () => {
    const limited = make({ session: { minutes: 60, points: 2 } });
    const spent = (...ages: number[]): History => ({
      spent: ages.map((age) => ({ at: at - age * minute, points: 1 })),
      runs: [],
    });
    expect(decide(limited, question(), spent(1))).toMatchObject({ verdict: 'AUTO', points: 1 });
    expect(decide(limited, question(), spent(1, 59)).verdict).toBe('REQUIRE');
    expect(decide(limited, question(), spent(1, 60)).verdict).toBe('AUTO');
    expect(decide(limited, question({ risk: 'LOW' }), spent(1, 2, 3)).verdict).toBe('AUTO');
  });

  it.each([
    ['22:00', '06:00', '23:30', true],
    ['22:00', '06:00', '06:00', false],
    ['22:00', '06:00', '05:59', true],
    ['22:00', '06:00', '21:59', false],
    ['08:00', '12:00', '12:00', false],
    ['08:00', '12:00', '11:59', true],
    ['00:00', '00:00', '13:00', true],
  ])('is quiet from %s to %s: at %s %s', (from, to, time, quiet) => {
    // Budapest is two hours ahead of UTC in June.
    const [hour = 0, min = 0] = time.split(':').map(Number);
    const moment = Date.UTC(2026, 5, 15, hour - 2, min);
    const night = make({ quietHours: [{ from, to, zone: 'Europe/Budapest' }] });
    expect(decide(night, question({ at: moment }), none).verdict).toBe(quiet ? 'DENY' : 'AUTO');
    expect(decide(night, question({ at: moment, risk: 'LOW' }), none).verdict).toBe('AUTO');
  });

  it('keeps a time between two of a group, whichever of them it was', () => {
    const dns = make({ spacing: [{ name: 'dns', minutes: 30, vmids: [101, 102] }] });
    const first = decide(dns, question(), none);
    expect(first).toMatchObject({ verdict: 'AUTO', groups: ['dns'] });
    const history: History = { spent: [], runs: [{ at, group: 'dns' }] };
    const second = question({ touches: { vmids: [102] }, at: at + 29 * minute + 59_999 });
    expect(decide(dns, second, history)).toMatchObject({ verdict: 'DENY', retryAt: at + 30 * minute });
    expect(decide(dns, { ...second, at: at + 30 * minute }, history).verdict).toBe('AUTO');
    expect(decide(dns, { ...second, touches: { vmids: [103] } }, history)).toMatchObject({
      verdict: 'AUTO',
      groups: [],
    });
  });

  it('names no time to try again where something else stands in the way, too', () => {
    const dns = make({ spacing: [{ name: 'dns', minutes: 30 }] });
    const history: History = { spent: [], runs: [{ at, group: 'dns' }] };
    expect(decide(dns, question({ touches: { vmids: [5] } }), history).retryAt).toBeUndefined();
  });

  it('can be tightened by the hub, and never widened', () => {
    const range = fc.oneof(
      fc.constant('all'),
      fc.array(fc.integer({ min: 100, max: 105 }), { maxLength: 4 }),
    );
    const anyPolicy = fc.record(
      {
        version: fc.constant(1),
        actions: fc.oneof(
          fc.constant({}),
          fc.record({
            'guest.power': fc.record(
              { verdict: fc.constantFrom(...verdicts), risk: fc.constantFrom(...risks) },
              { requiredKeys: [] },
            ),
          }),
        ),
        bounds: fc.record({ vmids: range }, { requiredKeys: [] }),
        levels: fc.record({
          LOW: fc.constantFrom(...verdicts),
          MEDIUM: fc.constantFrom(...verdicts),
          HIGH: fc.constantFrom('REQUIRE', 'DENY'),
          CRITICAL: fc.constantFrom('REQUIRE', 'DENY'),
        }),
        session: fc.record({ minutes: fc.constant(60), points: fc.integer({ min: 0, max: 3 }) }),
        spacing: fc.constantFrom([], [{ name: 'dns', minutes: 30 }]),
      },
      { requiredKeys: ['version', 'actions'] },
    );
    const history = fc.record({
      spent: fc.array(fc.record({ at: fc.constant(at - minute), points: fc.integer({ min: 0, max: 3 }) }), {
        maxLength: 3,
      }),
      runs: fc.constantFrom([], [{ at: at - minute, group: 'dns' }]),
    });
    const asked = fc.record({ risk: fc.constantFrom(...risks), vmid: fc.integer({ min: 100, max: 105 }) });
    fc.assert(
      fc.property(anyPolicy, anyPolicy, history, asked, (own, theirs, past, { risk, vmid }) => {
        const given = question({ risk, touches: { vmids: [vmid] } });
        const alone = decide(schema.parse(own), given, past);
        const both = decide(schema.parse(own), given, past, schema.parse(theirs));
        expect(verdicts.indexOf(both.verdict)).toBeGreaterThanOrEqual(verdicts.indexOf(alone.verdict));
        expect(verdicts.indexOf(both.verdict)).toBe(
          Math.max(
            verdicts.indexOf(alone.verdict),
            verdicts.indexOf(decide(schema.parse(theirs), given, past).verdict),
          ),
        );
        expect(both.points).toBeGreaterThanOrEqual(alone.points);
      }),
    );
  });

  it.each<[string, object]>([
    ['a foreign key', { quiet: [] }],
    ['a range that runs backwards', { bounds: { vmids: ['200-100'] } }],
    ['a pattern for a range', { bounds: { vmids: ['1*'] } }],
    ['a time that is none', { quietHours: [{ from: '24:00', to: '06:00', zone: 'UTC' }] }],
    ['a zone that is none', { quietHours: [{ from: '22:00', to: '06:00', zone: 'Mars/Olympus' }] }],
    ['a level left out', { levels: { LOW: 'AUTO' } }],
    [
      'high risk without an approver',
      { levels: { LOW: 'AUTO', MEDIUM: 'AUTO', HIGH: 'AUTO', CRITICAL: 'DENY' } },
    ],
    ['an approver without a key', { approvers: { anna: 'AAAA' } }],
    [
      'two groups of one name',
      {
        spacing: [
          { name: 'a', minutes: 1 },
          { name: 'a', minutes: 2 },
        ],
      },
    ],
    ['another version', { version: 2 }],
  ])('is refused with %s', (_what, change) => {
    expect(() => make(change)).toThrow();
  });
});
