// A made-up API in two releases. Small, and with every way in which Proxmox VE's schemas say things.

interface Described {
  method: string;
  path: string;
  [more: string]: unknown;
}

const node = { type: 'string', format: 'pve-node' };
const vmid = { type: 'integer', minimum: 100, maximum: 999 };

const net = (more: object = {}) => ({
  type: 'string',
  optional: 1,
  format: {
    model: { type: 'string', enum: ['virtio', 'e1000'], default_key: 1 },
    macaddr: { type: 'string', optional: 1 },
    virtio: { alias: 'macaddr', keyAlias: 'model' },
    firewall: { type: 'boolean', optional: 1 },
    rate: { type: 'number', minimum: 0, optional: 1 },
    ...more,
  },
});

const config = (more: object = {}, netMore: object = {}) => ({
  additionalProperties: 0,
  properties: {
    node,
    vmid,
    'net[n]': net(netMore),
    onboot: { type: 'boolean', optional: '1', default: 0 },
    cpulimit: { type: 'number', optional: 1, minimum: 0, maximum: 128 },
    delete: { type: 'string', format: 'pve-configid-list', optional: 1 },
    skiplock: { type: 'boolean', optional: 1 },
    ...more,
  },
});

const auditVm = { check: ['perm', '/vms/{vmid}', ['VM.Audit']] };
const nothing = { type: 'null' };

const getConfig = {
  method: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/config',
  permissions: auditVm,
  // No `vmid` here: a brace is a parameter all the same.
  parameters: { additionalProperties: 0, properties: { node } },
  returns: {
    type: 'object',
    properties: {
      cpulimit: { type: 'number', optional: 1 },
      digest: { type: 'string' },
      lock: { type: 'string', enum: ['backup', 'suspended'], optional: 1 },
      'net[n]': net(),
      onboot: { type: 'boolean', optional: 1 },
    },
  },
};

const putConfig = {
  method: 'PUT',
  path: '/nodes/{node}/qemu/{vmid}/config',
  protected: 1,
  permissions: { check: ['perm', '/vms/{vmid}', ['VM.Config.Disk', 'VM.Config.CPU'], 'any', 1] },
  parameters: config({ memory: { type: 'integer', optional: 1 }, mode: { type: 'string' } }),
  returns: nothing,
};

const execute = {
  method: 'POST',
  path: '/nodes/{node}/execute',
  permissions: { check: ['perm', '/nodes/{node}', ['Sys.Audit']] },
  parameters: { properties: { node, commands: { type: 'string' } } },
  returns: { type: 'array' },
};

const older: Described[] = [
  {
    method: 'GET',
    path: '/version',
    permissions: { user: 'all' },
    returns: { type: 'object', properties: {} },
  },
  getConfig,
  putConfig,
  execute,
  {
    method: 'DELETE',
    path: '/gone/{id}',
    permissions: { user: 'world' },
    parameters: { properties: { id: { type: 'string', optional: 1 } } },
    returns: nothing,
  },
];

const newer: Described[] = [
  {
    method: 'GET',
    path: '/version',
    permissions: { user: 'all' },
    returns: {
      properties: {
        release: { type: 'string', description: 'A sentence that must not be carried over.' },
        repoid: { type: 'string', optional: 1 },
      },
    },
  },
  {
    ...getConfig,
    returns: {
      type: 'object',
      properties: {
        cpulimit: { type: 'number', optional: 1 },
        digest: { type: 'string' },
        lock: { type: 'string', enum: ['backup', 'clone'], optional: 1 },
        'net[n]': net({ mtu: { type: 'integer', optional: 1 } }),
        onboot: { type: 'boolean', optional: 1 },
      },
    },
  },
  {
    ...putConfig,
    parameters: config(
      {
        memory: { type: 'string', optional: 1, format: { current: { type: 'integer', default_key: 1 } } },
        mode: { type: 'string', enum: ['fast', "it's"], optional: 1 },
        template: { type: 'string', optional: 1, requires: 'delete' },
      },
      { mtu: { type: 'integer', optional: 1, minimum: 1, maximum: 65520 } },
    ),
  },
  // No permissions any more: root@pam only.
  { ...execute, permissions: undefined, allowtoken: 0 },
  {
    method: 'POST',
    path: '/rules',
    permissions: {
      check: [
        'and',
        ['userid-param', 'self'],
        ['or', ['perm', '/', ['A.One', 'A.Two']], ['perm-modify', '{path}']],
      ],
    },
    parameters: {
      allOf: [
        { additionalProperties: 0, properties: { rule: { type: 'string' } } },
        {
          'type-property': 'type',
          'type-property-schema': { type: 'string', enum: ['near', 'apart'] },
          oneOf: [
            {
              additionalProperties: 0,
              'instance-type': 'near',
              properties: { comment: { type: 'string', optional: 1 }, nodes: { type: 'string' } },
            },
            {
              additionalProperties: 0,
              'instance-type': 'apart',
              properties: {
                comment: { type: 'string', optional: 1 },
                vms: { type: 'array', items: { type: 'integer' } },
              },
            },
          ],
        },
      ],
    },
    returns: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: 1,
        properties: {
          state: {
            oneOf: [
              { type: 'array', items: { type: 'string' } },
              { type: 'integer', enum: ['1', '2'] },
            ],
          },
          'empty-enum': { type: 'string', enum: null },
        },
      },
    },
  },
  {
    method: 'GET',
    path: '/users/{userid}',
    permissions: {
      user: 'all',
      check: ['userid-group', ['User.Modify', 'Sys.Audit'], 'groups_param', 'update'],
    },
    parameters: { properties: { userid: { type: 'string' } } },
    returns: {
      type: 'object',
      properties: {
        tokens: {
          type: 'object',
          additionalProperties: { type: 'object', properties: { privsep: { type: 'boolean', optional: 1 } } },
        },
        anything: {},
        list: { type: 'array', items: {} },
        loose: { type: 'object' },
      },
    },
  },
];

const byRoute = (list: readonly Described[]) =>
  new Map<string, unknown>(list.map((method) => [`${method.method} ${method.path}`, method]));

export const versions = [
  { release: '8.4', methods: byRoute(older) },
  { release: '9.2', methods: byRoute(newer) },
];

/** The newer release alone, as files would hold it. */
export const newerList: readonly unknown[] = newer;
