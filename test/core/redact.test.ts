import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretName, masked, maskTokens, Redactor } from '~/core/redact.js';

const encodings: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => secret.toWellFormed(),
  (secret) => encodeURIComponent(secret.toWellFormed()),
  (secret) => new URLSearchParams({ s: secret.toWellFormed() }).toString().slice(2),
  (secret) => lowerCase(encodeURIComponent(secret.toWellFormed())),
  (secret) => JSON.stringify(secret.toWellFormed()).slice(1, -1),
];

function lowerCase(encoded: string): string {
  return encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

// The mask itself holds `****`: a secret of stars alone cannot be told from it.
const secret = fc.string({ unit: 'binary', minLength: 4 }).filter((text) => !masked.includes(text));

describe('a redactor', () => {
  it('leaves no form of a secret in any text', () => {
    const word = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.array(word), (secrets, words) => {
        const redactor = new Redactor();
        for (const each of secrets) redactor.add(each);
        const forms = secrets.flatMap((each) => encodings.map((encode) => encode(each)));
        const text = forms
          .map((form, index) => `${words[index % Math.max(1, words.length)] ?? ''} ${form}`)
          .join('=');
        const shown = redactor.mask(text);
        for (const form of forms) expect(shown.replaceAll(masked, '')).not.toContain(form);
      }),
      { numRuns: 500 },
    );
  });

  it('masks the longer of two secrets where one is in the other', () => {
    const redactor = new Redactor();
    redactor.add('abcd');
    redactor.add('abcdefgh');
    expect(redactor.mask('abcdefgh abcd')).toBe(`${masked} ${masked}`);
  });

  it('masks a secret as it was sent, where half a character became another one', () => {
    const redactor = new Redactor();
    redactor.add('pass\ud800word');
    expect(redactor.mask('got pass\ufffdword')).toBe(`got ${masked}`);
  });

  it('masks each line of a secret that has several, as keys have', () => {
    const redactor = new Redactor();
    redactor.add('ssh-ed25519 AAAAfirst me@here\nssh-rsa BBBBsecond me@there\n');
    expect(redactor.mask('bad key: ssh-rsa BBBBsecond me@there')).toBe(`bad key: ${masked}`);
  });

  it('leaves other texts as they are, and very short secrets too', () => {
    const redactor = new Redactor();
    redactor.add('abc');
    redactor.add('');
    expect(redactor.mask('abc of the alphabet')).toBe('abc of the alphabet');
  });

  it('forgets', () => {
    const redactor = new Redactor();
    redactor.add('a ticket');
    redactor.delete('a ticket');
    expect(redactor.mask('a ticket, a%20ticket')).toBe('a ticket, a%20ticket');
  });
});

describe('the mask of tokens', () => {
  it.each([
    ['PVEAPIToken=root@pam!ci=0f-1e', `PVEAPIToken=root@pam!ci=${masked}`],
    ["got 'a@pve!ci=0f1e', and", `got 'a@pve!ci=${masked}', and`],
    ['\u00e9@pve!ci=0f1e', `\u00e9@pve!ci=${masked}`],
    ['a!b@c@pve!x.y-z=s=e=c rest', `a!b@c@pve!x.y-z=${masked} rest`],
    ['a@pve!t1=x;b@pve!t2=y', `a@pve!t1=${masked};b@pve!t2=${masked}`],
  ])('hides the secret of %j and shows who it is', (text, shown) => {
    expect(maskTokens(text)).toBe(shown);
  });

  it.each(['a@pve!ci', 'a@pve=x', 'UPID:n:0:0:0:vzstart:100:a@pve!ci:', 'key=value', 'a@pve!ci = x'])(
    'leaves %j',
    (text) => {
      expect(maskTokens(text)).toBe(text);
    },
  );
});

describe('a text that was cut', () => {
  it('keeps no begin of a secret at its end, in whatever form', () => {
    const redactor = new Redactor();
    redactor.add('tr0ub 4dor');
    const whole = 'x tr0ub%204dor';
    for (let length = 3; length < whole.length; length += 1)
      expect(redactor.mask(whole.slice(0, length), true)).toBe('x ');
    expect(redactor.mask('x tr0ub', false)).toBe('x tr0ub');
    expect(redactor.mask(`${whole} y`, true)).toBe(`x ${masked} y`);
  });
});

describe('the name of a secret', () => {
  it.each([
    'password',
    'Password',
    'otp',
    'tfa-challenge',
    'Authorization',
    'Cookie',
    'CSRFPreventionToken',
    'vncticket',
    'ssh-public-keys',
    'keyring',
    'env',
  ])('is %s', (name) => expect(isSecretName(name)).toBe(true));
  it.each(['', 'hostname', 'description', 'tokens', 'passwords', 'constructor'])('is not %j', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
