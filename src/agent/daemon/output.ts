import { Redactor } from '../../core/redact.js';

/** Bytes of an output that a result keeps: half from its start, half from its end. */
export const keptOutput = 10 * 1024;

/** Masks the secrets of one command, also where they stand in base64 or hexadecimal, alone or within more. */
export class SecretMask {
  readonly #redactor = new Redactor();

  constructor(secrets: Iterable<string>) {
    for (const secret of secrets) {
      this.#redactor.add(secret);
      for (const form of encodedForms(secret)) this.#redactor.add(form);
    }
  }

  /** With `cut` the text goes on elsewhere: the begin of a secret at its end is taken away too. */
  mask(text: string, cut = false): string {
    return this.#redactor.mask(text, cut);
  }

  /** Plain data with every text in it masked, its keys too. */
  maskData(value: unknown): unknown {
    if (typeof value === 'string') return this.mask(value);
    if (Array.isArray(value)) return value.map((each) => this.maskData(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [this.mask(key), this.maskData(each)]),
    );
  }
}

/**
 * What of a program's output may be kept and sent: secrets masked, at most 10 KiB, and nothing in it that a terminal or a log would take
 * for more than text. Secrets go first: a cut through one would leave half of it.
 */
export function outputOf(text: string, mask: Pick<SecretMask, 'mask'>, limit = keptOutput): string {
  const shown = harmless(mask.mask(text));
  const bytes = Buffer.from(shown);
  if (bytes.length <= limit) return shown;
  const half = Math.floor((limit - marker(bytes.length).length) / 2);
  const left = bytes.length - 2 * half;
  return `${whole(bytes.subarray(0, half))}${marker(left)}${whole(bytes.subarray(bytes.length - half))}`;
}

/** Plain data as it may be kept and sent: every text in it, and every key. */
export function cleanData(value: unknown, mask: Pick<SecretMask, 'mask'>): unknown {
  if (typeof value === 'string') return outputOf(value, mask);
  if (Array.isArray(value)) return value.map((each) => cleanData(each, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [outputOf(key, mask, 1024), cleanData(each, mask)]),
  );
}

/** A text in which a terminal or a log finds nothing but text: whatever else it holds is written as `\\x1b` or `\\u{202e}`. */
export function harmless(text: string): string {
  return text.toWellFormed().replace(unsafe, escaped);
}

const marker = (left: number) => `\n[... ${left} bytes left out ...]\n`;

// All controls but newline and tab; C1; what changes the direction of text or hides in it; the line separators beside newline.
const unsafe = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

function escaped(character: string): string {
  if (character === '\n' || character === '\t') return character;
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** A piece of UTF-8 without the characters that the cuts went through. */
function whole(bytes: Buffer): string {
  return bytes.toString().replace(/^\uFFFD+|\uFFFD+$/g, '');
}

/**
 * A secret as base64 and hexadecimal. Within a longer text it may begin at any of three places of a group of base64, whose first and
 * last digits then depend on what is around: they are left out.
 */
function encodedForms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  // What is short stands in other texts by chance.
  return [...base64, ...url, hex, hex.toUpperCase()].filter((form) => form.length >= 8);
}
