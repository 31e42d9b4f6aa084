import * as z from 'zod';
import { seal, unseal } from './sealed-line.js';

const version = 1;
const digits = 64;

/** What stands before the first record of all. */
export const beginning = '0'.repeat(digits);

/** Characters of a text that are kept. */
export const longestText = 1000;

const name = z.string().max(longestText);

/** What is kept of a decision or of an end: never parameters or output, which are in the command's result. */
export const auditFields = z.strictObject({
  /** Milliseconds since the epoch. */
  at: z.number(),
  event: z.enum(['decision', 'outcome', 'agent']),
  requester: name.optional(),
  /** Who approved, by the name of the key. */
  approvers: z.array(name).max(20).optional(),
  agent: name,
  /** The id of the command. */
  command: name.optional(),
  action: name,
  /** SHA-256 of the command's bytes. */
  digest: name.optional(),
  decision: name.optional(),
  /** Why it was decided so. */
  reason: name.optional(),
  outcome: name.optional(),
  durationMs: z.number().optional(),
});

/** One line of the audit log. */
export type AuditFields = z.infer<typeof auditFields>;

/** How far a chain has come: the number of the last record, and its hash. */
export interface AuditHead {
  n: number;
  hash: string;
}

/** A line that is as it was written. */
export type AuditLine =
  | { kind: 'header'; version: unknown; first: number; prev: string }
  | { kind: 'record'; n: number; prev: string; hash: string };

/** The record after `head`, as a line. */
export function auditLine(head: AuditHead, json: string): { line: Buffer; state: AuditHead } {
  const n = head.n + 1;
  const { line, hash } = seal(`{"n":${n},"prev":"${head.hash}","d":${json}}`, 'hash', digits);
  return { line, state: { n, hash } };
}

/** The first line of a file that goes on after `head`. */
export function auditHeader(head: AuditHead): Buffer {
  const body = `{"felhom":"audit","version":${version},"first":${head.n + 1},"prev":"${head.hash}"}`;
  return seal(body, 'hash', digits).line;
}

/** Reads a line without its newline; undefined if a byte of it is not as it was written. */
export function readAuditLine(line: Buffer): AuditLine | undefined {
  const { value, hash } = unseal(line, 'hash', digits) ?? {};
  if (value === undefined || hash === undefined) return undefined;
  const { n, prev, first } = value;
  if (value['felhom'] === 'audit' && typeof first === 'number' && typeof prev === 'string')
    return { kind: 'header', version: value['version'], first, prev };
  return typeof n === 'number' && typeof prev === 'string' ? { kind: 'record', n, prev, hash } : undefined;
}

/** This release can read a file with this version. */
export function isKnownVersion(given: unknown): boolean {
  return given === version;
}
