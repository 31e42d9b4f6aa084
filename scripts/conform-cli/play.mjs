// One recorded command, played by a real executable: what it printed, in the order in which that came, and how it ended.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a stand-in for one recorded run in a folder of its own. */
function standIn(recorded) {
  const folder = mkdtempSync(join(tmpdir(), 'felhom-conform-cli-'));
  const lines = pieces(recorded).map(({ stream, bytes }, index) => {
    writeFileSync(join(folder, `piece-${index}`), bytes);
    return `cat '${folder}/piece-${index}'${stream === 'stderr' ? ' >&2' : ''}`;
  });
  const { exitCode, signal } = recorded;
  const end = signal ? `kill -${signal.replace('SIG', '')} $$` : `exit ${exitCode}`;
  const path = join(folder, 'program');
  // What it is handed and asked for is read, as the real program does.
  writeFileSync(path, `#!/bin/sh\ncat >/dev/null\n${lines.join('\n')}\n${end}\n`, { mode: 0o700 });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The pieces of output as they came; where only the whole was recorded, the whole. */
function pieces({ stdout, stderr, chunks = [] }) {
  const rest = { stdout: Buffer.from(stdout), stderr: Buffer.from(stderr) };
  const timed = chunks.flatMap(([, stream, size]) => {
    if (rest[stream] === undefined || typeof size !== 'number') return [];
    const bytes = rest[stream].subarray(0, size);
    rest[stream] = rest[stream].subarray(size);
    return [{ stream, bytes }];
  });
  const left = ['stdout', 'stderr'].map((stream) => ({ stream, bytes: rest[stream] }));
  return [...timed, ...left].filter(({ bytes }) => bytes.length > 0);
}

/** Runs a command with the stand-in as its program, and says what came of it. */
export async function play(sdk, make, recorded) {
  const program = standIn(recorded);
  try {
    const command = make(program.path);
    const finished = await new sdk.ExecRunner({ mode: 'direct' }).run(command);
    try {
      sdk.assertSuccess(command, finished);
      return { finished };
    } catch (error) {
      return { finished, error };
    }
  } finally {
    program.remove();
  }
}
