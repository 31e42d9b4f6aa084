import { basename } from 'node:path';

/** Programs that run a text behind an option, or a file that they are given; and the option. */
const languages: readonly (readonly [name: RegExp, code: RegExp])[] = [
  [/^(?:|r?ba|da|z|a|m?k|pdk|t?c|fi)sh(?:93)?$|^(?:python|pypy)[\d.]*$/, /^-[A-Za-z]*c$/],
  [/^(?:perl|ruby|lua|luajit|php|tclsh)[\d.]*$|^node(?:js)?$|^[gmn]?awk$/, /^(?:-[A-Za-z]*[eEr]|--eval)$/],
];

/** Programs that run others, by their names or their paths. */
const launchers =
  /^(?:busybox|toybox|deno|bun|expect|env|nice|ionice|chrt|taskset|timeout|nohup|setsid|stdbuf|xargs|sudo|doas|su|runuser|setpriv|chroot|nsenter|unshare|systemd-run|systemd-nspawn|flock|strace|watch|parallel|ssh|script|find)$/;

/** Words that mean the same as an argument of another program; others, such as `node`, are mostly words of its own. */
const unmistakable = /sh$|^(?:python|perl)|^(?:busybox|env|sudo|xargs|nsenter)$/;

/** An argument: a fixed word, or a slot. */
type Part = string | { readonly slot: string };

/** Where such programs are, when another program is given their path. */
const usualFolders = /^\/(?:usr\/)?s?bin\/[^/]+$/;

/**
 * Why a slot would decide what is run; undefined where it is an argument only. A program that runs others may have slots behind the absolute path of
 * what it runs, or behind a fixed text.
 *
 * @param real What the first word leads to, where it is a link.
 */
export function slotThatRuns(parts: readonly Part[], real: readonly string[] = []): string | undefined {
  for (const [index, part] of parts.entries()) {
    if (typeof part !== 'string') continue;
    const names = (index === 0 ? [part, ...real] : [part]).map((path) => basename(path));
    const isProgram = index === 0 || usualFolders.test(part);
    for (const name of names) {
      const isWord = !part.includes('/') && unmistakable.test(name);
      if (!isProgram && !isWord) continue;
      const code = languages.find(([pattern]) => pattern.test(name))?.[1];
      if (code === undefined && !launchers.test(name)) continue;
      const found = lookBehind(parts.slice(index + 1), code);
      if (found.slot !== undefined) return `slot ${found.slot} would decide what ${name} runs`;
      // Its text is fixed, and all words behind that are the text's own.
      if (found.text) return undefined;
    }
  }
  return undefined;
}

/** What comes first behind a program that runs something: a slot that decides it, or a fixed text or path. */
function lookBehind(parts: readonly Part[], code: RegExp | undefined): { slot?: string; text?: true } {
  let text = false;
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1];
    const isCode = typeof before === 'string' && code?.test(before) === true;
    if (typeof part !== 'string') {
      if (!text || isCode) return { slot: part.slot };
    } else if (isCode) text = true;
    // What stands behind a script is the script's own.
    else if (part.startsWith('/') && !text) return {};
  }
  return text ? { text } : {};
}
