// Reads the API's description of one or more releases, from wherever it is.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseApidoc } from './apidoc.mjs';
import { download } from './download.mjs';

const releaseFile = /^pve-(\d+\.\d+)\.json$/;

/**
 * The releases that a source describes, oldest first: `{ release, methods }`, where `methods` maps a route to what
 * the API says about it. A source is a folder of `pve-RELEASE.json`, one such file, or an `apidoc.js` as a file or an
 * https URL. Only the file names `pve-RELEASE.json` tell the release; for everything else it must be given.
 */
export async function load(source, { release, fingerprint } = {}) {
  if (/^https:/i.test(source)) {
    return [entry(needed(release, source), parse(source, await download(source, fingerprint)))];
  }
  if (!statSync(source).isDirectory()) {
    const named = releaseFile.exec(basename(source))?.[1];
    return [entry(release ?? needed(named, source), parse(source, readFileSync(source, 'utf8')))];
  }
  const found = readdirSync(source).flatMap((name) => {
    const named = releaseFile.exec(name)?.[1];
    return named === undefined ? [] : [entry(named, parse(name, readFileSync(join(source, name), 'utf8')))];
  });
  if (found.length === 0) throw new Error(`${source}: no pve-RELEASE.json in this folder`);
  return found.sort((a, b) => compareReleases(a.release, b.release));
}

/** 7.4 comes before 8.0, and 8.9 before 8.10. */
export function compareReleases(a, b) {
  const [major = 0, minor = 0] = a.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = b.split('.').map(Number);
  return major - otherMajor || minor - otherMinor;
}

function needed(release, source) {
  if (release === undefined) throw new Error(`${source} does not say its release: give it with --release`);
  return release;
}

function parse(name, text) {
  return name.endsWith('.js') ? parseApidoc(text) : JSON.parse(text);
}

function entry(release, list) {
  const methods = new Map(list.map((method) => [`${method.method} ${method.path}`, method]));
  if (methods.size === 0) throw new Error(`release ${release}: no method at all`);
  return { release, methods };
}
