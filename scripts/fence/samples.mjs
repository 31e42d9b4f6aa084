// Good parameters of every command, with the arguments that they make, and of every operation, with what its programs would say.

/** @param {string} mnt Where file systems may be mounted. */
export function samplesFor(mnt) {
  return { commands: commandSamples(mnt), operations: operationSamples(mnt) };
}

function commandSamples() {
  return {
    'block.list': [
      {
        params: {},
        argv: [
          '--json',
          '--bytes',
          '--paths',
          '-o',
          'NAME,KNAME,PKNAME,TYPE,TRAN,HOTPLUG,RM,RO,SIZE,FSTYPE,FSVER,LABEL,UUID,PARTUUID,MODEL,SERIAL,MOUNTPOINT',
        ],
      },
    ],
  };
}

function operationSamples() {
  return { 'usb.list': [{ params: {}, answers: { 'block.list': '{"blockdevices":[]}' } }] };
}
