import type { Reporter, TestModule } from 'vitest/node';

/**
 * Closes a run with one plain line, and names what was skipped: a skipped test is one that nobody ran. With
 * FELHOM_REFUSE_SKIPS set, a skip fails the run.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    for (const test of skipped) process.stdout.write(`SKIPPED: ${test.fullName}\n`);
    process.stdout.write(
      `tests: ${count('passed')} passed, ${count('failed')} failed, ${skipped.length} skipped\n`,
    );
    if (skipped.length > 0 && process.env['FELHOM_REFUSE_SKIPS'] !== undefined) process.exitCode = 1;
  }
}
