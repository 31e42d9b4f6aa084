import * as z from 'zod';
import { op } from '../../core/op.js';
import { flag, list, num, record, text, word } from '../../core/wire.js';
import { onNode } from './params.js';

const types = [
  'bridge',
  'bond',
  'eth',
  'alias',
  'vlan',
  'OVSBridge',
  'OVSBond',
  'OVSPort',
  'OVSIntPort',
  'vnet',
  'fabric',
  'any_bridge',
  'any_local_bridge',
  'include_sdn',
] as const;

const config = {
  type: word<'bridge' | 'bond' | 'eth' | 'alias' | 'vlan' | 'OVSBridge' | 'OVSBond' | 'unknown'>(),
  method: word<'static' | 'dhcp' | 'manual' | 'loopback' | 'auto'>().optional(),
  method6: word<'static' | 'dhcp' | 'manual' | 'loopback' | 'auto'>().optional(),
  /** With its prefix: `10.0.0.2/24`. */
  cidr: text.optional(),
  address: text.optional(),
  /** The prefix' length. */
  netmask: text.optional(),
  /** It is up at this moment. */
  active: flag.optional(),
  /** It comes up at boot. */
  autostart: flag.optional(),
  bridge_ports: list.optional(),
  families: z.array(text).optional(),
  priority: num.optional(),
};

/** Network interfaces of a node, as `/etc/network/interfaces` has them. */
export const network = {
  /**
   * The interfaces, with changes that wait for a reload merged in. Bridges are shown only where the caller has SDN.Audit
   * or SDN.Use on them (`/sdn/zones/localnetwork/BRIDGE`); the others are left out silently.
   */
  list: op(
    'GET /nodes/{node}/network',
    z.strictObject({ ...onNode, type: z.enum(types).optional() }),
    z.array(
      record({
        iface: text,
        ...config,
        gateway: text.optional(),
        cidr6: text.optional(),
        address6: text.optional(),
        netmask6: text.optional(),
        gateway6: text.optional(),
        exists: flag.optional(),
        bridge_vlan_aware: flag.optional(),
        bridge_vids: list.optional(),
        bond_mode: text.optional(),
        slaves: list.optional(),
        'vlan-id': num.optional(),
        'vlan-raw-device': text.optional(),
        mtu: num.optional(),
        comments: text.optional(),
      }),
    ),
  ),
  /** One interface. One that does not exist is an HttpError 400 (`errors.iface`). */
  get: op(
    'GET /nodes/{node}/network/{iface}',
    z.strictObject({ ...onNode, iface: z.string().min(2).max(20) }),
    record({ ...config, bridge_stp: text.optional(), bridge_fd: text.optional() }),
    { needs: [{ path: '/nodes/{node}', all: ['Sys.Audit'] }] },
  ),
};
