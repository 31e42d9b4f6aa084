/** The eight bits that smartctl ends with. The first three are about the call, the others about the disk. */
export interface SmartExit {
  readonly code: number;
  /** Bit 0: the words were wrong, or the type of the device is unknown. */
  readonly usage: boolean;
  /** Bit 1: the device could not be opened or identified. */
  readonly open: boolean;
  /** Bit 2: some command to the disk failed, or a checksum was wrong. Common with USB, and of healthy disks, too. */
  readonly command: boolean;
  /** Bit 3: the disk says that it is failing. */
  readonly failing: boolean;
  /** Bit 4: an attribute that foretells failure is at or below its threshold now. */
  readonly prefail: boolean;
  /** Bit 5: the disk says that it is well, but some attribute is or was at or below its threshold. */
  readonly past: boolean;
  /** Bit 6: there are entries in the error log. */
  readonly errorLog: boolean;
  /** Bit 7: there are failed tests in the log of self-tests. */
  readonly selfTestLog: boolean;
}

/** Takes smartctl's exit status apart. */
export function decodeSmartExit(code: number): SmartExit {
  const has = (bit: number) => (code & (1 << bit)) !== 0;
  return {
    code,
    usage: has(0),
    open: has(1),
    command: has(2),
    failing: has(3),
    prefail: has(4),
    past: has(5),
    errorLog: has(6),
    selfTestLog: has(7),
  };
}
