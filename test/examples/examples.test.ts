import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Simulator } from '@felhom/proxmox/simulator';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const folder = fileURLToPath(new URL('../../examples', import.meta.url));

/** What each example must print when it works. A new example without an entry fails. */
const expected: Readonly<Record<string, RegExp>> = {
  'start-a-container.ts': /container 101 started: ok/,
  'snapshot-with-progress.ts': /snapshots: .*example-\d+[\s\S]*example-\d+ removed/,
  'change-a-container.ts':
    /before: (name=eth0\S*)\nafter: {2}\1,firewall=1,rate=50\nmp0: local:101\/vm-101-disk-\d\.raw,mp=\/srv,backup=1,size=1G/,
  'backup-and-restore.ts':
    /backup: ok, local:backup\/\S+, \d+ bytes[\s\S]*restored local:backup\/vzdump-lxc-101-\S+ as \d+: \S+/,
  'grow-a-container.ts':
    /snapshot before-\d+: 512 MiB\nchanged: true, after 1 [\s\S]*memory 1024 MiB, tags grown, 0 key/,
  'list-guests.ts':
    /lxc 100 web demo-felhom running\n[\s\S]*qemu 120 win11[\s\S]*101 is on demo-felhom: stopped/,
  'handle-a-refusal.ts': /refused: VM\.PowerMgmt on \/vms\/100\n.*pveum role add/,
  'upload-an-iso.ts': /100 %\nuploaded: ok, local:iso\/example\.iso has 100000 bytes/,
  'ask-first.ts':
    /config: true[\s\S]*start: false\nneeds VM\.PowerMgmt on \/vms\/10\d\n[\s\S]*VM\.Audit,VM\.PowerMgmt/,
  'look-after-a-node.ts':
    /load 0\.23 0\.26 0\.19, \d+ % of memory[\s\S]*\/dev\/nvme0n1: OK, 97 % of its life left[\s\S]*23 services, down: none\nrestart of pvescheduler: ok\n(?:\w{3} \d\d .*\n){2}.*end task UPID:\S+:srvrestart:\S+ OK$/,
  'run-a-backup-job.ts':
    /example-nightly: next at \w{3} .* 02:30:00 \d{4} UTC\n {2}101 local-btrfs:\S+: true \(rootfs\)\ndemo-felhom: ok\nin no job: 100, 102, 110, 120$/,
  'open-a-console.ts': /it said: web\nended by the client/,
  'prune-backups.ts':
    /remove local:backup\/\S+\nkeep \S+\n1 left, local:backup\/\S+: the one to keep, protected: true/,
  'operate-a-machine.ts': /win11: 4 cores, 8192 MiB, \S+\nno answer from inside: .*not running[\s\S]*stopped/,
  'make-a-token.ts': /example@pve!ci may see: 101$/,
  'open-a-port.ts': /0 on ACCEPT 10\.0\.0\.0\/24 443\nthe firewall of the cluster is off/,
  'lose-an-answer.ts':
    /unknown: POST \/nodes\/\{node\}\/lxc\/\{vmid\}\/status\/start\nit is running\nstarts that were sent: 1$/,
  'test-root-tools.ts':
    /features: nesting=1,keyctl=1\npct says: 100 running web, .*300 stopped nested\n\/dev\/sdb: BACKUP \(ext4\), pulled out: not a block device$/,
  'golden-container.ts':
    /^create 300 local:vztmpl\/alpine\S+ --hostname golden --unprivileged 1 --features nesting=1,keyctl=1 --rootfs local:1 --mp0 \/srv\/images,mp=\/images,ro=1 --password\n[\s\S]*\| extracting archive[\s\S]*300: stopped, warnings: 0\nfeatures: nesting keyctl fuse pending: 0\nthe API says: nesting=1,keyctl=1,fuse=1$/,
  'disk-health.ts':
    /\/dev\/sda: unknown \(asleep\)\n[\s\S]*\/dev\/sdb: failing \(read\)\n {2}the disk says that it is failing; 8 sectors pending, 31 °C\n\/dev\/sdc: unknown \(unreadable\)\nasked by itself: failing\nwarmest: Package id 0, 47 °C \(limit 102\)\nsmart.read can be done: true$/,
  'trace-calls.ts': /^GET \/nodes\/\{node\}\/lxc 200$/,
  'wait-for-many.ts': /1 ended well\nfailed: .*example-none.*\nthe first one: ok$/,
  'test-without-proxmox.ts': /100 \S+ running demo-felhom/,
};

const examples = readdirSync(folder).filter((name) => name.endsWith('.ts'));

describe('examples', () => {
  let sim: Simulator;
  let printed: string[];
  let files: string;

  beforeEach(async () => {
    sim = await Simulator.start({ authDelay: 0, speed: 50 });
    printed = [];
    vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => void printed.push(words.join(' ')));
    vi.stubEnv('PVE_URL', sim.url);
    vi.stubEnv('PVE_TOKEN', sim.tokens.full);
    vi.stubEnv('PVE_READONLY_TOKEN', sim.tokens.readonly);
    vi.stubEnv('PVE_FINGERPRINT', sim.fingerprint);
    vi.stubEnv('NODE', 'demo-felhom');
    files = mkdtempSync(join(tmpdir(), 'felhom-examples-'));
    writeFileSync(join(files, 'example.iso'), Buffer.alloc(100_000));
    vi.stubEnv('FILE', join(files, 'example.iso'));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await sim.close();
    rmSync(files, { recursive: true });
  });

  it('there are some', () => expect(examples.length).toBeGreaterThanOrEqual(5));

  it.each(examples)('%s does what it says', async (name) => {
    vi.stubEnv('VMID', ['handle-a-refusal.ts', 'open-a-console.ts'].includes(name) ? '100' : '101');
    await import(`../../examples/${name.replace(/\.ts$/, '')}.ts`);
    expect(printed.join('\n')).toMatch(expected[name] ?? /an expectation for this example is missing/);
  });

  it.each(examples)('%s has at most 40 lines and begins with what it does', (name) => {
    const lines = readFileSync(`${folder}/${name}`, 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines[0]).toMatch(/^\/\/ [A-Z].*\.$/);
  });
});
