import { ResponseShapeError, type ShapeReason } from '../core/errors.js';

/** What to do about an answer that cannot be used. */
export const shapeHints: Readonly<Record<ShapeReason, string>> = {
  html: 'Check the URL (Proxmox VE listens on port 8006), and any reverse proxy or login page in between.',
  'not-json': 'Check the URL (Proxmox VE listens on port 8006), and any reverse proxy in between.',
  truncated:
    "Something ended the answer early: look at any proxy in between and at the host's journal (journalctl -u pveproxy).",
  'no-data': 'The host answered with nothing where data belongs: ask again, and check that its services run.',
  shape:
    "The host's version may answer differently: `client.call` takes the answer as it is. Please report it, with the version.",
  'too-large': 'Ask for less (a limit, a filter), or raise `maxBody` of the client.',
};

/** The error of an answer with a body of more than `maxBody` bytes. */
export function tooLarge(request: { route: string; maxBody: number }): ResponseShapeError {
  const issue = { path: '', message: `the body has more than ${request.maxBody} bytes` };
  return new ResponseShapeError(request.route, 'too-large', [issue], { hint: shapeHints['too-large'] });
}
