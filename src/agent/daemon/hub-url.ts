import { ParamsError } from '../../core/errors.js';

/**
 * Reads the URL of a hub: `https://HOST[:PORT][/PATH]`, port 443 where none is given. The result ends in `/`, and paths of the protocol follow it.
 *
 * @throws ParamsError, also for http://
 */
export function hubUrl(text: string): URL {
  const fail = (message: string): never => {
    throw new ParamsError([{ path: 'hub', message }]);
  };
  // A URL parser leaves blanks and line breaks out without a word, and reads `\` as `/`.
  if (/[\s\p{Cc}\\]/u.test(text)) fail('there is a blank, a line break or a `\\` in it');
  if (/^http:/i.test(text))
    fail('http:// would let everybody on the way read and change it: https:// is expected');
  if (!/^https:\/\//i.test(text) || !URL.canParse(text)) fail('not a URL: https://HOST[:PORT] is expected');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    fail('a URL with a user or password: the token has a file of its own');
  if (url.search !== '' || url.hash !== '') fail('a URL with `?` or `#`: https://HOST[:PORT] is expected');
  if (url.port === '0') fail('port 0 is no port');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
