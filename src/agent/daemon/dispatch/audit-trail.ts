import type { AuditLog } from '../audit-log.js';
import type { Outcome } from '../command-records.js';
import type { Command } from '../protocol/command.js';

/** Tells the audit log of commands. */
export class AuditTrail {
  readonly #audit: AuditLog;
  readonly #agent: string;
  readonly #now: () => number;

  constructor(audit: AuditLog, agent: string, now: () => number) {
    this.#audit = audit;
    this.#agent = agent;
    this.#now = now;
  }

  /** What was decided. @throws JournalFullError, StateError: what is to be in the log must not begin */
  decided(
    command: Command,
    digest: string,
    facts: {
      decision: 'run' | 'refuse';
      reason?: string | undefined;
      approvers?: readonly string[] | undefined;
    },
  ): Promise<void> {
    const { decision, reason, approvers } = facts;
    return this.#append(command, digest, {
      event: 'decision',
      decision,
      ...(reason === undefined ? {} : { reason }),
      ...(approvers === undefined ? {} : { approvers: approvers.slice(0, 20) }),
    });
  }

  /** What came of it. */
  ended(command: Command, digest: string, outcome: Outcome, durationMs?: number): Promise<void> {
    return this.#append(command, digest, {
      event: 'outcome',
      outcome,
      ...(durationMs === undefined ? {} : { durationMs }),
    });
  }

  /** Something about the agent itself, or about what is no command. */
  agent(action: string, reason: string, digest?: string): Promise<void> {
    const facts = { at: this.#now(), event: 'agent' as const, agent: this.#agent, action, reason };
    return this.#audit.append(digest === undefined ? facts : { ...facts, digest });
  }

  #append(command: Command, digest: string, facts: object): Promise<void> {
    return this.#audit.append({
      at: this.#now(),
      requester: command.requester,
      agent: this.#agent,
      command: command.id,
      action: command.action,
      digest,
      ...facts,
    } as Parameters<AuditLog['append']>[0]);
  }
}
