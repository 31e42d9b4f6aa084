import { resolve } from 'node:path';
import { enroll } from '../agent/daemon/enroll.js';
import { machineOfEnvironment } from '../agent/daemon/machine.js';
import { stateFolder } from '../agent/daemon/places.js';
import { readConfigFile } from '../agent/private-file.js';
import type { EnrollWish } from './enroll-args.js';
import { type ExitCode, exitCode } from './exit-code.js';
import type { Surroundings } from './run.js';
import { showJson } from './show-json.js';
import { packageVersion } from './version.js';
import type { Writer } from './writer.js';

/** `enroll`: makes this host an agent of a hub. */
export async function enrollCommand(
  wish: EnrollWish,
  json: boolean,
  writer: Writer,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const tokenFile = resolve(surroundings.folder, wish.tokenFile);
  const caFile = wish.caFile === undefined ? undefined : resolve(surroundings.folder, wish.caFile);
  const folder = stateFolder(wish.state, surroundings.env, surroundings.folder);
  const made = await enroll({
    hub: wish.hub,
    tokenFile,
    fingerprints: wish.fingerprints,
    ca: caFile === undefined ? undefined : readConfigFile(caFile, `--ca (${caFile})`).text,
    node: wish.node,
    folder,
    version: packageVersion(),
    again: wish.again,
    machine: surroundings.machine ?? machineOfEnvironment(surroundings.env),
  });
  const { agent, epoch, hub, keyid, machine } = made;
  if (json)
    showJson(writer, exitCode.ok, {
      ok: true,
      agent,
      epoch,
      hub: hub.url,
      keyid,
      node: machine.node,
      folder,
    });
  else {
    writer.line(`enrolled: agent ${agent} (enrolment ${epoch}) of ${hub.url}, for the node ${machine.node}`);
    writer.line(`its key and identity are in ${folder}`);
    writer.line(`the token is used up: ${tokenFile} can be deleted`);
  }
  return exitCode.ok;
}
