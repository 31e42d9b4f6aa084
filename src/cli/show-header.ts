import type { Session } from '../agent/session.js';
import { table } from './show-checks.js';
import { packageVersion } from './version.js';
import type { Writer } from './writer.js';

/** Which host, who calls, and what proves that it is the host. */
export function showHeader(writer: Writer, session: Session): void {
  writer.line(writer.paint('bold', `felhom-agent ${packageVersion()}`));
  const rows = [
    ['host', `${session.client.url}${session.simulated ? ' (simulated, in this process)' : ''}`],
    ['caller', session.credential],
    ['trust', session.trust],
    ...(session.simulated ? [] : [['config', session.file ?? 'environment variables']]),
  ];
  for (const line of table(rows)) writer.line(`  ${line}`);
  writer.line();
}
