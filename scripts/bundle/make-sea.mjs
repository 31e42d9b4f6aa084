import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeBundle } from './make-bundle.mjs';

/** What a Node has in it that can be made a single executable of (node_sea.cc). */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** A Node cannot be made a single executable of as it has to be. */
export class SeaError extends Error {
  name = 'SeaError';
}

/**
 * Makes one executable of a Node and `felhom-agent`, and tries whether it takes anything from NODE_OPTIONS. One that does is no result: whoever
 * can set a variable could have it run what they like.
 *
 * @param node The path of the Node that goes into it
 * @param file Where it is put
 */
export async function makeSea(node, file) {
  if (!readFileSync(node).includes(fuse))
    throw new SeaError(
      `${node} cannot be made a single executable of: Debian's is built in parts. Take one of nodejs.org`,
    );
  const folder = mkdtempSync(join(tmpdir(), 'felhom-sea-'));
  try {
    const bundle = await makeBundle(join(folder, 'felhom-agent.cjs'));
    const licences = `${readFileSync(bundle.licences, 'utf8')}\n${'-'.repeat(79)}\n\n${nodeLicence(node)}`;
    writeFileSync(join(dirname(file), 'THIRD-PARTY-LICENSES.txt'), licences);
    const common = {
      main: bundle.file,
      disableExperimentalSEAWarning: true,
      useCodeCache: true,
      // Node 22 and later: nothing but what is here. Node 20 does not know it, which the trial below finds.
      execArgv: [],
      execArgvExtension: 'none',
    };
    if (hasBuiltIn(node)) runNode(node, folder, '--build-sea', { ...common, output: file });
    else await inject(node, file, folder, common);
    chmodSync(file, 0o755);
    refuseOptions(file, folder);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of Node itself: beside it, where it came from nodejs.org. */
function nodeLicence(node) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const beside = join(dirname(node), '..', 'LICENSE');
  const text = existsSync(beside)
    ? readFileSync(beside, 'utf8')
    : `https://github.com/nodejs/node/blob/${version}/LICENSE\n`;
  return `node ${version}\n\n${text}`;
}

function hasBuiltIn(node) {
  return execFileSync(node, ['--help'], { encoding: 'utf8' }).includes('--build-sea');
}

function runNode(node, folder, flag, config) {
  const path = join(folder, 'sea-config.json');
  writeFileSync(path, JSON.stringify(config));
  execFileSync(node, [flag, path], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Before Node 25.5: Node makes the part that goes in, and postject puts it there. */
async function inject(node, file, folder, common) {
  const blob = join(folder, 'sea.blob');
  runNode(node, folder, '--experimental-sea-config', { ...common, output: blob });
  copyFileSync(node, file);
  chmodSync(file, 0o755);
  const { default: postject } = await import('postject');
  await quietly(() => postject.inject(file, 'NODE_SEA_BLOB', readFileSync(blob), { sentinelFuse: fuse }));
}

/** It complains of notes in Node's own sections, through console, whatever becomes of it. */
async function quietly(work) {
  const { warn, error, log } = console;
  Object.assign(console, { warn() {}, error() {}, log() {} });
  try {
    return await work();
  } finally {
    Object.assign(console, { warn, error, log });
  }
}

function refuseOptions(file, folder) {
  const stranger = join(folder, 'stranger.cjs');
  writeFileSync(stranger, 'process.stdout.write("stranger");\n');
  const env = { PATH: process.env.PATH, HOME: folder, NODE_OPTIONS: `--require=${stranger}` };
  const { status, stdout, stderr } = spawnSync(file, ['--version'], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (stdout.includes('stranger'))
    throw new SeaError(
      'a single executable of this Node runs what NODE_OPTIONS names: those of Node 22.23, 24.21 and 26.10 do not',
    );
  if (status !== 0) throw new SeaError(`it does not run: ${stderr.trim().split('\n')[0] ?? ''}`);
}
