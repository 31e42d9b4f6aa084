/** An answer to an agent, before it is one of HTTP. */
export interface Answer {
  status: number;
  body: object;
}

/** A refusal, with a word of the protocol for it. */
export const refused = (status: number, error: string): Answer => ({ status, body: { error } });
