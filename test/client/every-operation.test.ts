import { ParamsError } from '@felhom/proxmox';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readOptions } from '~/client/options.js';
import { tables } from '~/client/resources/tables.js';
import { Sender } from '~/client/send.js';
import type { AnyOp } from '~/core/op.js';
import { listOperations } from '../../scripts/conform/operations.mjs';
import { declaredRoutes, type Field } from '../../scripts/declared-routes.mjs';
import { capture, expectSent } from '../support/capture.js';
import { token } from '../support/client.js';
import { givenOf, type ParamSamples, records, type Sample } from '../support/samples.js';
import { keysOf, type Schema, samplesOfParam } from '../support/schema-samples.js';

const operations = listOperations(tables).map(({ names, op }) => ({ name: names.join('.'), op }));
const { routes } = declaredRoutes();
const { client, transport, taken } = capture();
const sender = new Sender(readOptions({ url: 'https://pve1:8006', token, transport, retries: 0 }));
afterAll(() => client.close());

it('every operation can be called by its name', () => {
  for (const { name } of operations) {
    const found = name.split('.').reduce<unknown>((at, key) => Reflect.get(Object(at), key), client);
    expect(typeof found, name).toBe('function');
  }
});

describe.each(operations)('$name', ({ op }) => {
  const schema = z.toJSONSchema(op.params, { io: 'input', unrepresentable: 'any' }) as Schema;
  const fields = routes.get(op.route)?.params ?? [];

  it('takes only what its route declares', () => {
    const keys = Object.keys({ ...keysOf(schema), ...op.fixed });
    expect(keys.filter((key) => fieldOf(fields, key) === undefined)).toEqual([]);
  });

  it('is sent as its route wants it', async () => {
    const params = Object.entries(keysOf(schema)).map(([name, values]): ParamSamples => {
      const repeat = fieldOf(fields, name)?.shape.array !== undefined;
      const own = unsaid[`${op.route} ${name}`] ?? unsaid[name];
      const samples = own ? fc.constantFrom(...own) : samplesOfParam(op.route, name, values, repeat);
      const required = schema.required?.includes(name) === true;
      return { name, required, samples: fc.constantFrom(...accepted(op, name, samples)) };
    });
    const fixed = Object.entries(op.fixed ?? {}).map(([name, value]) => [name, { wire: [wireOf(value)] }]);
    const property = fc.asyncProperty(records(params), async (samples) => {
      const given = givenOf(samples);
      // What a schema asks of several parameters together.
      fc.pre(op.params.safeParse(given).success);
      taken();
      await sender.send(op, given, undefined).catch((error: unknown) => {
        // No answer is `null` but one that is nothing; here only the request counts.
        if (error instanceof ParamsError) throw error;
      });
      expectSent(op.route, { ...samples, ...Object.fromEntries(fixed) }, taken());
    });
    await fc.assert(property, { seed: 672, numRuns: 20 });
  });
});

const same = (text: string): Sample => ({ given: text, wire: [text] });

/** Values for parameters of which a description says nothing, because a function checks them. */
const unsaid: Readonly<Record<string, readonly Sample[]>> = {
  upid: [same('UPID:pve1:00000178:00024505:6B006314:vzdump:100@local:root@pam!root:')],
  features: [same('nesting=1'), { given: { nesting: false }, wire: ['nesting=0'] }],
  rootfs: [
    same('local:8'),
    same('local:101/a b;c.raw,size=8G'),
    { given: { size: '8G', volume: 'local:101/x&y.raw' }, wire: ['size=8G,volume=local:101/x&y.raw'] },
  ],
  filename: ['x.iso', 'x.img', 'debian-13_1.tar.zst', 'x.qcow2'].map(same),
  checksum: [32, 64].map((digits) => same('0aF'.repeat(22).slice(0, digits))),
  'POST /nodes/{node}/lxc/{vmid}/move_volume volume': ['rootfs', 'mp255', 'unused0'].map(same),
  log_ratelimit: [
    same('enable=1,rate=1/second'),
    { given: { enable: true, burst: 5 }, wire: ['enable=1,burst=5'] },
  ],
  'prune-backups': [
    same('keep-last=3,keep-daily=7'),
    { given: { 'keep-last': 1, 'keep-yearly': 2 }, wire: ['keep-last=1,keep-yearly=2'] },
  ],
  'POST /storage bwlimit': [same('default=1024'), { given: { restore: 0 }, wire: ['restore=0'] }],
  'PUT /storage/{storage} bwlimit': [same('default=1024')],
  'PUT /access/users/{userid}/token/{tokenid} delete': [{ given: ['comment'], wire: ['comment'] }],
  agent: [same('1'), { given: { enabled: true, type: 'isa' }, wire: ['enabled=1,type=isa'] }],
  audio0: [same('device=ich9-intel-hda')],
  boot: [same('order=scsi0;net0')],
  cicustom: [same('user=local:snippets/user.yml')],
  cpu: [same('host'), same('x86-64-v2-AES,flags=+aes')],
  efidisk0: [same('local:1,efitype=4m')],
  machine: [same('q35')],
  rng0: [same('/dev/urandom')],
  smbios1: [same('uuid=1523cae8-bc3d-4a80-ba4a-75ef8516d30d')],
  tpmstate0: [same('local:1,version=v2.0')],
  vga: [same('qxl,memory=32')],
  watchdog: [same('i6300esb,action=reset')],
  startup: [same('order=1,up=30'), { given: { order: 2, down: 60 }, wire: ['order=2,down=60'] }],
};

function fieldOf(fields: readonly Field[], key: string): Field | undefined {
  const numberless = key.replace(/\d+$/, '[n]');
  return fields.find(({ name }) => name === key) ?? fields.find(({ name }) => name === numberless);
}

/** Values that the operation does not mind; a schema can ask for more than its description says. */
function accepted(op: AnyOp, name: string, samples: fc.Arbitrary<Sample>): Sample[] {
  const fitting = fc.sample(samples, { seed: 672, numRuns: 60 }).filter(({ given }) => {
    const { error } = op.params.safeParse({ [name]: given });
    return error?.issues.every(({ path }) => path[0] !== name) ?? true;
  });
  expect(fitting.length, `values for ${name}: give some in \`unsaid\``).toBeGreaterThan(0);
  return fitting;
}

function wireOf(value: unknown): string {
  return typeof value === 'boolean' ? String(Number(value)) : String(value);
}
