import { type SimulatorServer, type SimulatorWish, simulatorServer } from '../agent/simulator-server.js';
import { type ExitCode, exitCode } from './exit-code.js';
import { Interruption } from './interruption.js';
import type { Surroundings } from './run.js';
import { table } from './show-checks.js';
import { showJson } from './show-json.js';
import { UsageError } from './usage-error.js';
import type { Writer } from './writer.js';

/** `simulate`: a simulated host for any program, until a signal ends it. */
export async function simulateCommand(
  wish: SimulatorWish,
  json: boolean,
  writer: Writer,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const server = await started(wish);
  const interruption = new Interruption(surroundings.signals, writer, () =>
    surroundings.exit(exitCode.failed),
  );
  try {
    if (json) showJson(writer, exitCode.ok, { ok: true, proxmox: wish.version, ...described(server) });
    else show(writer, wish, server);
    await new Promise((resolve) => interruption.signal.addEventListener('abort', resolve, { once: true }));
  } finally {
    interruption.close();
    await server.close();
  }
  return exitCode.ok;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: '--port: something else listens there; another one, or 0 for a free one',
  EACCES: '--port: this user may not listen there; 1024 and above are free for all',
  EADDRNOTAVAIL: '--host: this machine has no such address',
};

async function started(wish: SimulatorWish): Promise<SimulatorServer> {
  try {
    return await simulatorServer(wish);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
    throw reason === undefined ? error : new UsageError(reason);
  }
}

function described({ close: _, ...facts }: SimulatorServer): object {
  return { ...facts, curl: curlOf(facts) };
}

/** Neither the token nor anything else that is secret stands in it: `ps` shows it to every user. */
function curlOf({ url, caFile, headerFile }: Omit<SimulatorServer, 'close'>): string {
  return `curl --cacert ${quoted(caFile)} --header ${quoted(`@${headerFile}`)} ${url}/api2/json/version`;
}

/** As one word of a shell, whatever it holds. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The one place where secrets are shown: they are the simulator's own, made fresh, and end with it. */
function show(writer: Writer, { version }: SimulatorWish, server: SimulatorServer): void {
  const { url, fingerprint, nodes, tokens, root, caFile } = server;
  writer.line(`A simulated Proxmox VE ${version} listens at ${url}`);
  writer.line();
  const rows = [
    ['fingerprint', fingerprint],
    ['certificate', caFile],
    [nodes.length === 1 ? 'node' : 'nodes', nodes.join(', ')],
    ['token for everything', tokens.full],
    ['token for automation', tokens.agent],
    ['token for looking', tokens.readonly],
    [`password of ${root.username}`, root.password],
  ];
  for (const line of table(rows)) writer.line(`  ${line}`);
  writer.line();
  writer.line('Try it:');
  writer.line(`  ${curlOf(server)}`);
  writer.line();
  writer.line('For felhom-agent, in a shell:');
  writer.line(`  export FELHOM_AGENT_URL=${url}`);
  writer.line(`  export FELHOM_AGENT_FINGERPRINT=${fingerprint}`);
  writer.line(`  export FELHOM_AGENT_TOKEN='${tokens.agent}'`);
  writer.line();
  writer.line('Ctrl-C ends it. It keeps nothing: tokens, certificate and changes go with it.');
}
