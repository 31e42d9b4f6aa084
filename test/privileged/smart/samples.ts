/** What smartctl prints, made up in its shape: each test says what is particular about its disk. */

interface Row {
  id: number;
  name: string;
  value?: number;
  thresh?: number;
  when_failed?: string;
  prefailure?: boolean;
  raw?: string;
}

function attribute({ id, name, value = 100, thresh = 0, prefailure = false, raw = '0', ...more }: Row) {
  const flags = { value: prefailure ? 1 : 2, prefailure };
  const packed = { value: Number.parseInt(raw, 10) * 65_537, string: raw };
  return { id, name, value, worst: value, thresh, when_failed: '', ...more, flags, raw: packed };
}

function smartctl(exit_status: number, messages: readonly string[] = []) {
  const list = messages.map((string) => ({ string, severity: 'error' }));
  return {
    json_format_version: [1, 0],
    smartctl: { version: [7, 4], exit_status, ...(list.length > 0 ? { messages: list } : {}) },
  };
}

export function ata(
  options: {
    exit?: number;
    passed?: boolean | undefined;
    rows?: readonly Row[];
    more?: object;
    messages?: string[];
  } = {},
) {
  const { exit = 0, rows = [], more = {}, messages } = options;
  const passed = 'passed' in options ? options.passed : true;
  return JSON.stringify({
    ...smartctl(exit, messages),
    device: { name: '/dev/sda', info_name: '/dev/sda [SAT]', type: 'sat', protocol: 'ATA' },
    model_name: 'SAMPLE DISK',
    serial_number: 'S1',
    smart_status: passed === undefined ? undefined : { passed },
    ata_smart_attributes: { revision: 1, table: rows.map(attribute) },
    ...more,
  });
}

export const healthyLog = {
  critical_warning: 0,
  temperature: 36,
  available_spare: 100,
  available_spare_threshold: 10,
  percentage_used: 3,
  data_units_read: 9,
  data_units_written: 7,
  host_reads: 11,
  host_writes: 8,
  power_cycles: 266,
  power_on_hours: 2401,
  media_errors: 0,
  num_err_log_entries: 12,
};

export function nvme(
  options: { exit?: number; log?: object | undefined; status?: object | undefined; more?: object } = {},
) {
  const { exit = 0, more = {} } = options;
  const log = 'log' in options ? options.log && { ...healthyLog, ...options.log } : healthyLog;
  const warning = (log as { critical_warning?: number } | undefined)?.critical_warning ?? 0;
  return JSON.stringify({
    ...smartctl(exit),
    device: { name: '/dev/nvme0', info_name: '/dev/nvme0', type: 'nvme', protocol: 'NVMe' },
    model_name: 'SAMPLE NVME',
    smart_status: 'status' in options ? options.status : { passed: warning === 0, nvme: { value: warning } },
    nvme_smart_health_information_log: log,
    ...more,
  });
}

export function scsi(options: { exit?: number; status?: object | undefined; more?: object } = {}) {
  const { exit = 0, more = {} } = options;
  return JSON.stringify({
    ...smartctl(exit),
    device: { name: '/dev/sdg', info_name: '/dev/sdg', type: 'scsi', protocol: 'SCSI' },
    scsi_vendor: 'SAMPLE',
    scsi_product: 'DISK 4000',
    device_type: { scsi_value: 0, name: 'disk' },
    smart_status: 'status' in options ? options.status : { passed: true },
    ...more,
  });
}

/** An answer without any disk in it. */
export function refusal(exit: number, messages: readonly string[], more: object = {}) {
  return JSON.stringify({ ...smartctl(exit, messages), ...more });
}
