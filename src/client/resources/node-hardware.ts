import * as z from 'zod';
import { op } from '../../core/op.js';
import { flag, num, record, text, word } from '../../core/wire.js';
import { onNode } from './params.js';

/** PCI and USB devices of a node. */
export const hardware = {
  /** PCI devices; bridges, memory controllers and processors are left out by default (`pci-class-blacklist`). */
  pci: op(
    'GET /nodes/{node}/hardware/pci',
    z.strictObject({
      ...onNode,
      /** Classes to leave out, in hex: `['05', '06']`. An empty list leaves nothing out. */
      'pci-class-blacklist': z.array(z.string()).optional(),
      /** Default yes: names as well, not ids alone. */
      verbose: z.boolean().optional(),
    }),
    z.array(
      record({
        id: text,
        class: text.optional(),
        vendor: text.optional(),
        device: text.optional(),
        vendor_name: text.optional(),
        device_name: text.optional(),
        /** -1 where the host has no IOMMU. */
        iommugroup: num.optional(),
        mdev: flag.optional(),
      }),
    ),
    { needs: [{ path: '/', any: ['Sys.Audit', 'Sys.Modify'] }] },
  ),
  /** USB devices. */
  usb: op(
    'GET /nodes/{node}/hardware/usb',
    z.strictObject(onNode),
    z.array(
      record({
        busnum: num,
        devnum: num,
        vendid: text,
        prodid: text,
        port: num.optional(),
        usbpath: text.optional(),
        /** Mbit/s. */
        speed: text.optional(),
        manufacturer: text.optional(),
        product: text.optional(),
        serial: text.optional(),
      }),
    ),
    { needs: [{ path: '/', all: ['Sys.Modify'] }] },
  ),
};

/** What virtual machines can be given on a node. */
export const capabilities = {
  /** Machine types of QEMU. */
  machines: op(
    'GET /nodes/{node}/capabilities/qemu/machines',
    z.strictObject(onNode),
    z.array(record({ id: text, type: word<'q35' | 'i440fx'>(), version: text })),
  ),
  /** CPU models of QEMU, the cluster's own included (`custom`). */
  cpu: op(
    'GET /nodes/{node}/capabilities/qemu/cpu',
    z.strictObject(onNode),
    z.array(record({ name: text, vendor: text.optional(), custom: flag.optional() })),
  ),
};
