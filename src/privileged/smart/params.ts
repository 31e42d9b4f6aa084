import * as z from 'zod';

/**
 * A device that smartctl can be given, or a name that udev keeps for one: those stay the same when /dev/sda becomes /dev/sdb. No other
 * file can be named, and nothing that begins with a dash.
 */
export const smartDevice = z
  .string()
  .max(300)
  .regex(
    /^\/dev\/(?:sd[a-z]{1,3}[0-9]{0,3}|vd[a-z]{1,2}|hd[a-z]|nvme[0-9]{1,3}(?:n[0-9]{1,3})?|mmcblk[0-9]{1,2}|loop[0-9]{1,4}|n?st[0-9]{1,3}|sg[0-9]{1,4}|bus\/[0-9]{1,3}|cciss\/c[0-9]{1,2}d[0-9]{1,3}|tw[ael][0-9]{1,2}|bsg\/sssraid[0-9]{1,3}|disk\/by-(?:id|path)\/[A-Za-z0-9][A-Za-z0-9._:@+-]*)$/,
    'a device is expected, such as /dev/sda, /dev/nvme0 or /dev/disk/by-id/NAME',
  );

/**
 * `-d`: how the device is talked to. Left out on purpose: `test`, which reads nothing; opcodes of `usbcypress`, with which the
 * manual sees disks damaged; `jmb39x` and `jms56x`, which write to a sector of the disk.
 */
export const smartType = z
  .string()
  .regex(
    /^(?:auto|ata|scsi|nvme(?:,0x[0-9a-f]{1,8})?|sat(?:,auto)?(?:,(?:12|16))?|usbcypress|usbjmicron(?:,p)?(?:,x)?(?:,[01])?|usbprolific|usbsunplus|snt(?:asmedia|realtek)(?:\/sat)?|sntjmicron(?:,0x[0-9a-f]{1,8})?(?:\/sat)?|marvell|(?:sat\+)?megaraid,[0-9]{1,3}|areca,[0-9]{1,3}(?:\/[1-8])?|3ware,[0-9]{1,3}|hpt,[1-8]\/[0-9]{1,3}(?:\/[1-5])?|(?:sat\+)?cciss,[0-9]{1,3}|(?:sat\+)?aacraid,[0-9]{1,2},[0-9]{1,3},[0-9]{1,3}|intelliprop,[0-3]|sssraid,[0-9]{1,3},[0-9]{1,3})$/,
    'a type that smartctl has is expected, such as sat, sat,12, nvme, sntjmicron or megaraid,0',
  );
