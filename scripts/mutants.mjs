// Checks that tests notice mistakes: `npm run mutants [-- --jobs 2] [-- NAME...]`. Each mistake of the simulator
// (scripts/mutants/list.mjs), of what the client does about lost answers (client-list.mjs) and of the agent's state folder
// (agent-list.mjs, operate-list.mjs) is made in a copy of the tree, and the tests are run there. Fails if one survives, or cannot be made because the source has changed.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { agentMutants } from './mutants/agent-list.mjs';
import { clientMutants } from './mutants/client-list.mjs';
import { mutants } from './mutants/list.mjs';
import { operateMutants } from './mutants/operate-list.mjs';
import { copyTree } from './mutants/tree.mjs';

const { values, positionals } = parseArgs({
  options: { jobs: { type: 'string', default: String(Math.min(4, availableParallelism())) } },
  allowPositionals: true,
});
const wanted = [...mutants, ...clientMutants, ...agentMutants, ...operateMutants].filter(
  ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
);
if (wanted.length === 0) throw new Error(`no mutant is called ${positionals.join(' or ')}`);
const waiting = [...wanted];
let caught = 0;
let sane = true;

await Promise.all(Array.from({ length: Number(values.jobs) }, (_, index) => work(index)));
console.log(`mutants: ${caught} caught of ${wanted.length}`);
if (!sane || caught < wanted.length) process.exitCode = 1;

/** Takes one mutant after the other, in a copy of its own. */
async function work(index) {
  const tree = copyTree();
  try {
    if (index === 0) {
      // Tests that fail anyway would catch everything.
      const files = [...new Set(wanted.flatMap(filesOf))];
      const { failed } = await tree.test(files);
      if (failed !== undefined) {
        sane = false;
        waiting.length = 0;
        console.log(`fails without a mutant: ${failed}`);
        return;
      }
    }
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const verdict = await judge(tree, mutant);
      if (verdict.startsWith('caught')) caught += 1;
      console.log(`${verdict.padEnd(48)} ${mutant.name}`);
    }
  } finally {
    tree.remove();
  }
}

/** The test files that should notice a mutant first. */
function filesOf({ folder, tests }) {
  return tests.map((name) => `${folder}/${name}.test.ts`);
}

async function judge(tree, mutant) {
  const { file, from, to, folder } = mutant;
  const undo = tree.replace(file, from, to);
  if (undo === undefined) return `DOES NOT APPLY to ${file}`;
  try {
    // The whole folder only where those that should notice do not.
    for (const files of [filesOf(mutant), [folder]]) {
      const { failed, ran } = await tree.test(files);
      if (failed !== undefined && ran === 0) return `BREAKS ${failed}`;
      if (failed !== undefined) return `caught by ${failed}`;
    }
    return 'SURVIVED';
  } finally {
    undo();
  }
}
