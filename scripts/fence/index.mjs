import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostileValues, placesOf, seeded, trace, valueAt, withForeignKeys, withValue } from './hostile.mjs';
import { escapeOf } from './judge.mjs';
import { samplesFor } from './samples.mjs';
import { templates } from './service-samples.mjs';

// Tells its arguments and its environment, each with a NUL byte behind it.
const teller = `#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word"; done
printf 'environment\\0'
exec /usr/bin/env -0
`;

/**
 * Tries hostile parameters on everything there is.
 *
 * @param {(path: string) => Promise<any>} load Loads a module of the package by its path in `dist`.
 */
export async function fence(load, { parameters, seed, tell }) {
  const [{ commands }, { tables }, { siteOf }, { ExecRunner }, { Privileged }, { programs }] =
    await Promise.all(
      ['registry', 'tables', 'site', 'exec-runner', 'privileged', 'programs'].map((name) =>
        load(`privileged/${name}.js`),
      ),
    );
  const folder = await mkdtemp(join(tmpdir(), 'felhom-fence-'));
  try {
    const [stub, roots] = [join(folder, 'stub'), [join(folder, 'mnt')]];
    await mkdir(roots[0]);
    await writeFile(join(folder, 'fstab'), '');
    await writeFile(stub, teller);
    await chmod(stub, 0o755);
    await mkdir(join(folder, 'templates'), { mode: 0o755 });
    for (const [name, { argv, ...template }] of Object.entries(templates)) {
      const text = JSON.stringify({ ...template, argv: [stub, ...argv.slice(1)] });
      await writeFile(join(folder, 'templates', `${name}.json`), text, { mode: 0o644 });
    }
    const where = {
      templates: join(folder, 'templates'),
      templateOwners: [0, process.getuid()],
      mountRoots: roots,
      fstab: join(folder, 'fstab'),
      programs: Object.fromEntries(Object.keys(programs).map((name) => [name, stub])),
    };
    const runner = new ExecRunner({ mode: 'direct' });
    const trial = new Trial({ site: siteOf(where), where, roots, runner, Privileged, tell });
    const samples = samplesFor(roots[0]);
    trial.commands(commands, samples.commands);
    trial.operations(tables, samples.operations);
    await trial.run(parameters, seeded(seed));
    const left = await leftIn([folder, process.cwd(), '/', tmpdir()]);
    return { ...trial.report, escaped: [...trial.report.escaped, ...left] };
  } finally {
    await rm(folder, { recursive: true });
  }
}

class Trial {
  report = { tried: 0, refused: 0, inert: 0, ran: 0, targets: 0, escaped: [], missing: [] };
  #setting;
  /** What can be tried: `name`, good `params`, and `make(params)`, which gives the words of all that would run, or throws. */
  #targets = [];

  constructor(setting) {
    this.#setting = setting;
  }

  commands(makers, samples) {
    const { site, runner } = this.#setting;
    for (const [name, maker] of makers) {
      const cases = samples[name] ?? [];
      if (cases.length === 0) this.report.missing.push(name);
      for (const sample of cases) {
        const make = async (params) => {
          const command = maker.fromUnknown(params, site);
          return [{ name, binary: command.binary, argv: command.argv, files: command.files, command }];
        };
        this.#targets.push({ name, sample, make, really: (made) => really(made, runner) });
      }
    }
  }

  operations(tables, samples) {
    const { where, Privileged } = this.#setting;
    for (const [area, operations] of Object.entries(tables))
      for (const key of Object.keys(operations)) {
        const name = `${area}.${key}`;
        const cases = samples[name] ?? [];
        if (cases.length === 0) this.report.missing.push(name);
        for (const sample of cases) {
          const make = async (params) => {
            const ran = [];
            const run = async (command) => {
              ran.push({
                command,
                name: command.name,
                binary: command.binary,
                argv: command.argv,
                files: command.files,
              });
              const answer = sample.answers?.[command.name] ?? '';
              const said = typeof answer === 'function' ? answer(command, ran) : answer;
              const finished = typeof said === 'string' ? { stdout: said } : said;
              return { exitCode: 0, stdout: '', stderr: '', cut: false, durationMs: 0, ...finished };
            };
            const privileged = new Privileged({ ...where, runner: { run } });
            try {
              await privileged[area][key](params);
            } catch (error) {
              // What ran before the refusal counts as well.
              if (!isTyped(error)) throw error;
              if (ran.length === 0) throw error;
            }
            return ran;
          };
          this.#targets.push({ name, sample, make });
        }
      }
  }

  async run(parameters, random) {
    const lanes = [];
    for (const target of this.#targets) {
      const { params } = target.sample;
      const good = await target.make(structuredClone(params));
      // What a flag among the parameters may make of it is as good.
      for (const other of target.sample.alike ?? [])
        good.push(...(await target.make({ ...params, ...other })));
      if (good.length === 0) this.report.missing.push(`${target.name}: its good case runs nothing`);
      if (target.sample.argv !== undefined) this.#assertExact(target, good);
      this.report.targets += 1;
      for (const foreign of withForeignKeys(params)) await this.#try(target, good, foreign, 'foreign keys');
      for (const path of placesOf(params))
        lanes.push({ target, good, path, values: hostileValues(random, valueAt(params, path)) });
    }
    if (lanes.length === 0) return;
    // Each place gets all of the known values, and made ones until there are enough.
    const known = 90;
    for (let round = 0; round < known || this.report.tried < parameters; round += 1)
      for (const { target, good, path, values } of lanes) {
        const { value } = values.next();
        let params;
        try {
          params = withValue(target.sample.params, path, value);
        } catch {
          continue;
        }
        await this.#try(target, good, params, `${path.join('.')} = ${shown(value)}`);
      }
  }

  #assertExact({ name, sample }, [made]) {
    if (JSON.stringify(made.argv) !== JSON.stringify(sample.argv))
      this.report.escaped.push(
        `${name}: a good case is ${JSON.stringify(made.argv)}, not ${JSON.stringify(sample.argv)}`,
      );
  }

  async #asFile(made, usual) {
    if (JSON.stringify(made.files) === JSON.stringify(usual.files)) return undefined;
    const { roots, runner } = this.#setting;
    return leads(made, roots, runner);
  }

  async #try(target, good, params, what) {
    this.report.tried += 1;
    const escaped = (why) => this.report.escaped.push(`${target.name}: ${what}: ${why}`);
    let made;
    try {
      made = await target.make(params);
    } catch (error) {
      if (!isTyped(error)) escaped(`no typed error: ${error?.stack ?? error}`);
      else this.report.refused += 1;
      return;
    }
    for (const each of made) {
      const usual = good.filter(({ name }) => name === each.name);
      if (usual.length === 0) return escaped(`${each.name}, which a good case does not run`);
      if (each.files !== undefined) {
        const why = await this.#asFile(each, usual[0]);
        if (why !== undefined) return escaped(why);
        continue;
      }
      const texts = target.sample.texts?.[each.name];
      const parts = target.sample.parts;
      const whys = usual.map((one) => escapeOf(each, one, { texts, parts, roots: this.#setting.roots }));
      if (whys.every((why) => why !== undefined)) return escaped(whys[0]);
    }
    this.report.inert += 1;
    this.#setting.tell(`inert: ${target.name}: ${what}`);
    if (target.really === undefined || made[0].files !== undefined) return;
    const why = await target.really(made[0]);
    this.report.ran += 1;
    if (why !== undefined) escaped(why);
  }
}

/** Other files than a good one's are to be within the folders that may be mounted on, or refused when it is carried out. */
async function leads({ files, command }, roots, runner) {
  const outside = files.filter((file) => !roots.some((root) => file.startsWith(`${root}/`)));
  if (outside.length === 0) return undefined;
  try {
    const { value } = await runner.run(command);
    const leftAlone = value?.state === 'outside' || value?.removed?.length === 0;
    return leftAlone ? undefined : `${outside.join(', ')} was not refused`;
  } catch (error) {
    return isTyped(error) ? undefined : `no typed error: ${error}`;
  }
}

/** Runs a command for real; why it went further than its arguments, or undefined. */
async function really({ command, argv }, runner) {
  let finished;
  try {
    finished = await runner.run(command);
  } catch (error) {
    // A folder that is handed over and is not there.
    return isTyped(error) || error?.code === 'ENOENT' || error?.code === 'ENAMETOOLONG'
      ? undefined
      : `no typed error: ${error}`;
  }
  const told = finished.stdout.split('\0').slice(0, -1);
  const end = told.lastIndexOf('environment');
  if (JSON.stringify(told.slice(0, argv.length)) !== JSON.stringify(argv))
    return `the program got ${shown(told)}`;
  const names = told.slice(end + 1).map((each) => each.slice(0, each.indexOf('=')));
  const foreign = names.filter(
    (name) => !['PATH', 'LC_ALL', 'LANG', 'PWD', 'OLDPWD', 'SHLVL', '_', 'HOME'].includes(name),
  );
  return foreign.length > 0 ? `the environment has ${foreign.join(', ')}` : undefined;
}

const isTyped = (error) => typeof error?.code === 'string' && error.code.startsWith('PVE_');

function shown(value) {
  try {
    return (
      JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? `${each}n` : each)) ?? String(value)
    ).slice(0, 120);
  } catch {
    return typeof value;
  }
}

async function leftIn(folders) {
  const found = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder)).includes(trace) ? [`${join(folder, trace)} was made`] : [],
    ),
  );
  return found.flat();
}
