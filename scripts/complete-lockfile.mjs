// Adds the platform packages (darwin, win32, musl, …) that package-lock.json lacks when it was made against a registry
// mirror that has only some platforms: `npm ci` refuses a lock file without them. Run it after `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));

/** The `os`, `cpu` and `libc` in a platform package's name: npm skips what does not fit the machine. */
function platformOf(name) {
  const words = name.split(/[-/]/);
  const os = words.find((word) =>
    [
      'android',
      'darwin',
      'freebsd',
      'linux',
      'netbsd',
      'openbsd',
      'openharmony',
      'sunos',
      'aix',
      'win32',
    ].includes(word),
  );
  const cpu = words.find((word) =>
    ['arm', 'arm64', 'x64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32'].includes(
      word,
    ),
  );
  if (cpu === 'wasm32') return { cpu: ['wasm32'] };
  if (os === undefined) return undefined;
  const libc = words.includes('musl') ? { libc: ['musl'] } : {};
  return { os: [os], cpu: [cpu ?? 'none'], ...libc };
}

const packages = Object.entries(lock.packages);
const added = [];
for (const [, { optionalDependencies = {}, dev }] of packages) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const key = `node_modules/${name}`;
    if (key in lock.packages) continue;
    const platform = platformOf(name);
    if (platform === undefined) continue;
    lock.packages[key] = { version, ...platform, ...(dev ? { dev: true } : {}), optional: true };
    added.push(name);
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? 'nothing was missing' : `added ${added.length}: ${added.join(', ')}`);
