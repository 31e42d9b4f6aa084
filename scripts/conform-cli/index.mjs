// The table of programs, and how one recorded command goes through it.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { play } from './play.mjs';
import { pct, pvesh, pvesm } from './pve.mjs';
import { tools } from './tools.mjs';
import { unwrap } from './words.mjs';

/**
 * Programs: `read` makes the name and the parameters of one of our commands of recorded words, `same` says whether its words are those
 * (but for the order, and what the command always adds) or `'alike'`, `expect` gives complaints about what came of it.
 */
const table = [pct, pvesm, pvesh, ...tools];

async function sdkOf(load) {
  const modules = await Promise.all(
    [
      'privileged/index.js',
      'privileged/judge.js',
      'privileged/registry.js',
      'privileged/site.js',
      'privileged/lxc/arguments.js',
      'privileged/lxc/output.js',
      'core/property-string.js',
      'core/errors.js',
    ].map(load),
  );
  return { ...Object.assign({}, ...modules), load };
}

/** Plays every recording of the files that one of our commands can make. */
export async function conformCli(load, files) {
  const sdk = await sdkOf(load);
  const report = { played: 0, passed: 0, exact: 0, alike: 0, refused: 0, mismatches: [], left: new Map() };
  for (const file of files)
    for (const line of readFileSync(file, 'utf8')
      .split('\n')
      .filter((text) => text.trim() !== ''))
      await conformOne(sdk, JSON.parse(line), basename(file), report);
  return report;
}

async function conformOne(sdk, recorded, file, report) {
  const leave = (why) => report.left.set(why, (report.left.get(why) ?? 0) + 1);
  const [program, words] = unwrap(recorded.argv) ?? [];
  const entry = table.find((each) => each.program === program);
  if (program === undefined) return leave('a script of a shell');
  if (entry === undefined) return leave(`${program}: not a program that we run`);
  const what = /^[a-z]/.test(words[0] ?? '') ? `${program} ${words[0]}` : program;
  const read = entry.read(sdk, words, recorded);
  try {
    const maker = read === undefined ? undefined : sdk.commands.get(read.name);
    if (maker === undefined) return leave(`${what}: not built, or written otherwise`);
    await conformMade(sdk, { recorded, file, report, entry, read, maker, words, what, leave });
  } finally {
    read?.done?.();
  }
}

async function conformMade(sdk, { recorded, file, report, entry, read, maker, words, what, leave }) {
  const make = (path) =>
    maker.fromUnknown(
      read.params,
      sdk.siteOf({ ...read.site, ...(path === undefined ? {} : { programs: { [entry.program]: path } }) }),
    );
  const finish = (complaints) => {
    report.played += 1;
    if (complaints.length === 0) report.passed += 1;
    else report.mismatches.push(`${file}: ${recorded.name}: ${complaints.join('; ')}`);
  };
  let command;
  try {
    command = make();
  } catch (error) {
    if (!(error instanceof sdk.ParamsError)) return finish([`not a ParamsError: ${error}`]);
    const complaints = refusal(error, recorded);
    if (complaints === undefined) return leave(`${what}: what our command does not let through`);
    report.refused += 1;
    return finish(complaints);
  }
  const same = entry.same(sdk, command.argv, words, recorded);
  if (!same) return leave(`${what}: not built, or written otherwise`);
  report[same === 'alike' ? 'alike' : 'exact'] += 1;
  const outcome = await play(sdk, make, recorded);
  return finish(await entry.expect(sdk, recorded, read, outcome));
}

/**
 * Our command refuses the parameters. That is the typed error where the host refused, too, and then for one of the same parameters where it
 * named any. Where the host took them, or we lack the option, the recording is of no command that we build.
 */
function refusal({ issues }, { exitCode, stderr }) {
  const isUnknown = /^Unknown option: /m.test(stderr);
  if (exitCode === 0 || exitCode === null) return undefined;
  const lacks = issues.some(({ path, message }) => message === 'unknown key' && !path.includes('.'));
  if (lacks && !isUnknown) return undefined;
  const named = Array.from(
    stderr.matchAll(/^(?:Unknown option: )?([A-Za-z][\w-]*)(?:\.[\w-]+)*(?:: .*)?$/gm),
    ([, key]) => key,
  );
  const ours = issues.map(({ path }) => path.split('.')[0]);
  const isSame = !/^400 Parameter verification/m.test(stderr) || ours.some((key) => named.includes(key));
  return isSame ? [] : [`refused for ${ours.join(', ')}, and by the host for ${named.join(', ')}`];
}

/** The report, whose last line is `conform-cli: N/M`. */
export function formatReport({ played, passed, exact, alike, refused, mismatches, left }) {
  const rows = [...left]
    .sort(([, a], [, b]) => b - a)
    .map(([why, count]) => `  ${String(count).padStart(4)} ${why}`);
  const total = [...left.values()].reduce((sum, count) => sum + count, 0);
  return [
    `left out: ${total}`,
    ...rows,
    `run through a stand-in: ${exact} word by word, ${alike} alike; refused before they run: ${refused}`,
    ...mismatches.map((text) => `MISMATCH ${text}`),
    `conform-cli: ${passed}/${played}`,
  ].join('\n');
}
