// A process that makes one call and ends: `node first-call.mjs DIST NAME`, with what to ask in BENCH_TARGET.
import { makers } from './contestant.mjs';

const target = JSON.parse(process.env.BENCH_TARGET);
const client = await makers[process.argv[3]]({ ...target, origin: `https://127.0.0.1:${target.port}` });
const { version } = await client.version();
// Whoever gives something else is not compared. Idle connections are not waited for.
process.exit(version === target.version.version ? 0 : 1);
