import * as z from 'zod';
import type { CertificateInfo } from '../../../client/certificate.js';
import { hostCertificate } from '../../certificate.js';
import { action, plain } from './action.js';

const minute = 60_000;
const day = 86_400_000;

/**
 * How long the certificates of this host are still good: those of its files, as its API tells, and the one that its API shows, which is the one
 * that the agent may have pinned. Nobody else is connected to.
 */
export function certCheckWith(ask: (url: string) => Promise<CertificateInfo>, now: () => number) {
  return action({
    name: 'cert.check',
    version: 1,
    params: z.strictObject({
      /** Days below which a certificate is named in `soon`. */
      days: z.int().min(1).max(3_650).default(30),
    }),
    risk: 'LOW',
    executor: 'client',
    timeout: () => minute,
    resume: 'none',
    run: async ({ client, node, signal }, { days }) => {
      const at = now();
      const daysTo = (end: number) => Math.floor((end - at) / day);
      const rows = await client.nodes.certificates({ node }, { signal });
      const files = rows.map(({ filename, fingerprint, subject, issuer, notbefore, notafter }) => ({
        file: filename,
        fingerprint,
        subject,
        issuer,
        from: notbefore,
        to: notafter,
        daysLeft: notafter === undefined ? undefined : daysTo(notafter * 1000),
      }));
      const shown = await ask(client.url).then(
        ({ fingerprint, validTo }) => ({
          fingerprint,
          daysLeft: daysTo(validTo.getTime()),
          file: files.find((each) => each.fingerprint === fingerprint)?.file,
        }),
        (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
      );
      const isSoon = (left: number | undefined) => left !== undefined && left < days;
      const soon = [
        ...files.filter(({ daysLeft }) => isSoon(daysLeft)).map(({ file }) => file),
        ...('daysLeft' in shown && shown.file === undefined && isSoon(shown.daysLeft) ? ['shown'] : []),
      ];
      return plain({ files, shown, soon });
    },
  });
}

/** How long the certificates of this host are still good. */
export const certCheck = certCheckWith((url) => hostCertificate(url, 10_000), Date.now);
