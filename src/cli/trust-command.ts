import { type HostCertificate, hostCertificate } from '../agent/certificate.js';
import { count } from '../agent/units.js';
import { type ExitCode, exitCode } from './exit-code.js';
import { table } from './show-checks.js';
import { showJson } from './show-json.js';
import type { Writer } from './writer.js';

/** `trust HOST`: shows the certificate of a host, and trusts nothing. */
export async function trustCommand(host: string, json: boolean, writer: Writer): Promise<ExitCode> {
  const certificate = await hostCertificate(host);
  if (json) showJson(writer, exitCode.ok, { ok: true, ...certificate });
  else showCertificate(writer, certificate, new Date());
  return exitCode.ok;
}

function showCertificate(writer: Writer, certificate: HostCertificate, now: Date): void {
  const { url, fingerprint, subject, issuer, altNames, validFrom, validTo } = certificate;
  writer.line(`${url} shows this certificate:`);
  writer.line();
  const rows = [
    ['fingerprint', fingerprint],
    ['subject', subject],
    ['issuer', issuer === subject ? 'itself (self-signed)' : issuer],
    ['names', altNames.length === 0 ? 'none' : altNames.join(', ')],
    ['valid', `${day(validFrom)} to ${day(validTo)}${validity(validFrom, validTo, now)}`],
  ];
  for (const line of table(rows)) writer.line(`  ${line}`);
  writer.line();
  writer.line(
    'Whoever answers on the network could have made it. Compare the fingerprint with what the host',
  );
  writer.line('itself says, on its console or over SSH:');
  writer.line('  pvenode cert info');
  writer.line('Only if both are the same, pin it, in the configuration file or in the environment:');
  writer.line(`  "fingerprint": "${fingerprint}"`);
  writer.line(`  FELHOM_AGENT_FINGERPRINT=${fingerprint}`);
}

function validity(from: Date, to: Date, now: Date): string {
  if (now < from) return ' (not valid yet: check the clocks)';
  if (now > to) return ' (EXPIRED)';
  return ` (${count(Math.floor((to.getTime() - now.getTime()) / 86_400_000), 'day')} left)`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
