import { list } from './list.js';
import { mount } from './mount.js';
import { status } from './status.js';
import { unmount } from './unmount.js';

/** Disks at USB. */
export const usb = { list, mount, unmount, status };
