// node scripts/deb.mjs [--out FOLDER]: felhom-agent as a Debian package (build/felhom-agent_VERSION_all.deb). SOURCE_DATE_EPOCH
// is the time that all in it has, that of the last commit if left out: the same sources give the same bytes. Needs dpkg-deb.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { postinst, postrm, prerm } from './bundle/deb-scripts.mjs';
import { makeBundle, manifest } from './bundle/make-bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const out = resolve(values.out ?? join(root, 'build'));
const epoch = Number(process.env.SOURCE_DATE_EPOCH ?? lastCommit());
if (!Number.isInteger(epoch)) throw new Error('SOURCE_DATE_EPOCH: seconds since 1970 are expected');
const version = manifest.version.replace('-', '~');
const folder = mkdtempSync(join(tmpdir(), 'felhom-deb-'));
try {
  const tree = join(folder, 'tree');
  await fill(tree, join(folder, 'parts'));
  mkdirSync(out, { recursive: true });
  const file = join(out, `felhom-agent_${version}_all.deb`);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z9', '--build', tree, file], {
    env: { PATH: process.env.PATH, SOURCE_DATE_EPOCH: String(epoch), LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  console.log(`${file}: ${Math.round(statSync(file).size / 1024)} KiB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function lastCommit() {
  return execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).trim();
}

/** Puts the whole package into a folder. */
async function fill(tree, parts) {
  const bundle = await makeBundle(join(parts, 'felhom-agent.cjs'));
  const { agentUnit, helperUnits, firstPolicy, firstPrivdConfig, jsonText } = await loadTexts(parts);
  const put = (path, text, mode = 0o644) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
    chmodSync(join(tree, path), mode);
  };
  // Debian's own Node, and not the first that somebody has on the path of root.
  const program = readFileSync(bundle.file, 'utf8').replace(/^#!.*\n/, '#!/usr/bin/node\n');
  put('usr/lib/felhom-agent/felhom-agent.cjs', program, 0o755);
  mkdirSync(join(tree, 'usr/bin'));
  symlinkSync('../lib/felhom-agent/felhom-agent.cjs', join(tree, 'usr/bin/felhom-agent'));
  const units = { 'felhom-agent.service': agentUnit(), ...helperUnits() };
  for (const [name, text] of Object.entries(units)) put(`usr/lib/systemd/system/${name}`, text);
  const own = {
    'config.json': { url: 'https://127.0.0.1:8006', tokenFile: 'token' },
    'policy.json': firstPolicy,
    'privd.json': firstPrivdConfig,
  };
  for (const [name, value] of Object.entries(own)) put(`etc/felhom-agent/${name}`, jsonText(value));
  put('usr/share/doc/felhom-agent/copyright', readFileSync(bundle.licences));
  put('usr/share/doc/felhom-agent/agent.md', readFileSync(join(root, 'docs/agent.md')));
  const files = listFiles(tree);
  const bytes = files.reduce((sum, path) => sum + statSync(join(tree, path)).size, 0);
  put('DEBIAN/control', controlText(Math.ceil(bytes / 1024)));
  put(
    'DEBIAN/conffiles',
    Object.keys(own)
      .map((name) => `/etc/felhom-agent/${name}\n`)
      .join(''),
  );
  put('DEBIAN/md5sums', files.map((path) => `${md5(join(tree, path))}  ${path}\n`).join(''));
  for (const [name, text] of Object.entries({ postinst, prerm, postrm })) put(`DEBIAN/${name}`, text, 0o755);
  // Whatever mask and hour it was made with.
  for (const path of readdirSync(tree, { recursive: true, encoding: 'utf8' })) {
    if (statSync(join(tree, path)).isDirectory()) chmodSync(join(tree, path), 0o755);
    lutimesSync(join(tree, path), epoch, epoch);
  }
  chmodSync(tree, 0o755);
  lutimesSync(tree, epoch, epoch);
}

/** The texts that the program itself installs, from its sources. */
async function loadTexts(parts) {
  const file = join(parts, 'texts.mjs');
  const lines = ['agent/install/agent-unit', 'agent/install/examples', 'privileged/helper/units'].map(
    (name) => `export * from './src/${name}.ts';`,
  );
  await build({
    stdin: { contents: lines.join('\n'), resolveDir: root, loader: 'ts' },
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  return import(pathToFileURL(file));
}

function controlText(size) {
  return `Package: felhom-agent
Version: ${version}
Architecture: all
Maintainer: The @felhom/proxmox authors <felhom@localhost>
Installed-Size: ${size}
Depends: nodejs (>= 20.19), passwd, init-system-helpers
Section: admin
Priority: optional
Homepage: https://www.npmjs.com/package/${manifest.name}
Description: agent for Proxmox VE hosts
 Carries out typed commands of a hub, as far as the policy of the host allows
 them, and tests what a token may do there (felhom-agent --selftest). What needs
 root goes through a helper of its own, which checks every parameter.
`;
}

function listFiles(tree) {
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(tree.length + 1))
    .sort();
}

function md5(path) {
  return createHash('md5').update(readFileSync(path)).digest('hex');
}
