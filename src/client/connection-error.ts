import { ConnectionError, type ConnectionKind, type Sent } from '../core/connection-errors.js';

interface Meaning {
  kind: ConnectionKind;
  text: string;
  hint?: string;
}

const certificateHint =
  "Give `ca` (the cluster's is /etc/pve/pve-root-ca.pem) or pin the certificate: `felhom-agent trust HOST` shows its fingerprint.";

const byCode: Readonly<Record<string, Meaning>> = {
  ENOTFOUND: { kind: 'dns', text: 'the host name does not resolve', hint: 'Check the host name in the URL.' },
  EAI_AGAIN: {
    kind: 'dns',
    text: 'the name server does not answer',
    hint: 'Check the network and its name server.',
  },
  ECONNREFUSED: {
    kind: 'refused',
    text: 'nothing listens on that port',
    hint: 'Check the port (Proxmox VE listens on 8006) and whether pveproxy runs.',
  },
  EHOSTUNREACH: {
    kind: 'unreachable',
    text: 'there is no way to that host',
    hint: 'Check address, routes and firewall.',
  },
  ENETUNREACH: {
    kind: 'unreachable',
    text: 'there is no way to that network',
    hint: 'Check address, routes and firewall.',
  },
  ETIMEDOUT: {
    kind: 'unreachable',
    text: 'the host does not answer',
    hint: 'Check address, routes and firewall.',
  },
  ECONNRESET: { kind: 'reset', text: 'the server broke the connection' },
  EPIPE: { kind: 'reset', text: 'the server broke the connection' },
  UND_ERR_SOCKET: { kind: 'reset', text: 'the server broke the connection' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { kind: 'reset', text: 'the answer ended too early' },
  HPE_INVALID_EOF_STATE: { kind: 'reset', text: 'the answer ended too early' },
  UND_ERR_HEADERS_OVERFLOW: {
    kind: 'other',
    text: 'the headers of the answer are too long',
    hint: 'Check the port and any proxy in between: is this Proxmox VE?',
  },
  UND_ERR_CLOSED: { kind: 'closed', text: 'the client is closed' },
  UND_ERR_DESTROYED: { kind: 'closed', text: 'the client is closed' },
  CERT_HAS_EXPIRED: {
    kind: 'certificate',
    text: "the server's certificate has expired",
    hint: certificateHint,
  },
  CERT_NOT_YET_VALID: {
    kind: 'certificate',
    text: "the server's certificate is not valid yet",
    hint: 'Check the clocks of both machines.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    kind: 'certificate',
    text: "the server's certificate is made out to other names",
    hint: 'Use one of its names in the URL, or pin it by fingerprint.',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    kind: 'tls',
    text: 'the server does not speak TLS on that port',
    hint: 'Check the port: Proxmox VE speaks HTTPS on 8006.',
  },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: {
    kind: 'tls',
    text: 'the server does not speak TLS on that port',
    hint: 'Check the port: Proxmox VE speaks HTTPS on 8006.',
  },
};

/** What it means that the host hangs up without a word, by how much of the request it has. */
const hungUpHint: Readonly<Record<Sent, string | undefined>> = {
  // pveproxy does so to clients that its access list leaves out (pve-http-server src/PVE/APIServer/Utils.pm),
  no: 'Check ALLOW_FROM and DENY_FROM in /etc/default/pveproxy on the host, and any firewall or proxy in between.',
  // and to an upload that it refuses: the refusal is held back for 3 s, in which too much comes in (AnyEvent.pm there).
  partial:
    'A host hangs up on an upload that it refuses (check the token, and its Datastore.AllocateTemplate on the storage) and on one that pauses for 5 s.',
  unknown: undefined,
};

const untrusted =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|INVALID_CA|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)/;

function meaningOf(code: string): Meaning {
  const known = byCode[code];
  if (known !== undefined) return known;
  if (untrusted.test(code)) {
    return {
      kind: 'certificate',
      text: `the server's certificate is not trusted (${code})`,
      hint: certificateHint,
    };
  }
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return { kind: 'tls', text: `TLS failed (${code})` };
  if (code.startsWith('HPE_')) {
    return { kind: 'other', text: 'the answer is not HTTP', hint: 'Check the port: is this Proxmox VE?' };
  }
  return { kind: 'other', text: 'the connection failed' };
}

/** What a socket's or HTTP library's error means. An error of ours passes through. */
export function connectionError(error: unknown, sent: Sent, origin: string): ConnectionError {
  if (error instanceof ConnectionError) return error;
  const code = codeOf(error);
  const { kind, text, hint } = meaningOf(code);
  const detail = kind === 'other' && error instanceof Error ? `: ${error.message}` : '';
  return new ConnectionError(`${origin}: ${text}${detail}`, {
    kind,
    sent,
    cause: withoutData(error, code),
    hint: hint ?? (kind === 'reset' ? hungUpHint[sent] : undefined),
  });
}

// undici's parser keeps the bytes that it did not understand, and a server may have echoed the credentials in them.
function withoutData(error: unknown, code: string): unknown {
  if (!(error instanceof Error) || !('data' in error)) return error;
  return Object.assign(new Error(error.message), { name: error.name, code });
}

// Node tries the addresses of a name in turn and gives an AggregateError with one error each.
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (typeof error !== 'object' || error === null) return '';
  const { code, name, message } = error as { code?: unknown; name?: unknown; message?: unknown };
  if (typeof code === 'string') return code;
  // undici means to give these errors a code, and looks it up in the wrong direction.
  if (name !== 'HTTPParserError') return '';
  return String(message).includes('Invalid EOF') ? 'HPE_INVALID_EOF_STATE' : 'HPE_INVALID';
}
