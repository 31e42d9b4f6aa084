import { expect, it } from 'vitest';
import { SecretBook } from '~/agent/daemon/dispatch/secrets.js';
import { commandOf, openDispatcher, sealed, settle } from '../support/dispatch.js';

const secretOf = (index: number) => `secret-number-${index}-of-many`;
const shown = (book: SecretBook, index: number) => book.mask(secretOf(index)).includes(secretOf(index));

it('the secrets of what has not ended are masked however much has ended since', () => {
  const book = new SecretBook((text) => text.replaceAll('own', '***'));
  for (let index = 0; index < 200; index += 1) {
    book.add(`${index}`, [secretOf(index)]);
    if (index > 0) book.release(`${index}`);
  }
  expect(shown(book, 0)).toBe(false);
  expect(shown(book, 199)).toBe(false);
  expect(shown(book, 150)).toBe(false);
  // Else every text would be held against the secrets of years.
  expect(shown(book, 149)).toBe(true);
  book.release('0');
  expect(shown(book, 0)).toBe(false);
  expect(book.mask('own')).toBe('***');
});

it('a taken id does not unmask what runs under it', async () => {
  let release = () => {};
  const wait = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { send, secrets, state, dispatcher } = await openDispatcher({ precheck: () => wait });
  const first = commandOf({ params: { vmid: 101, secret: secretOf(1) } });
  await send(sealed(first));
  await settle();
  expect(await send(sealed({ ...first, params: { secret: secretOf(2) } }))).toBe('id-conflict');
  for (let index = 10; index < 100; index += 1) {
    secrets.add(`${index}`, [secretOf(index)]);
    secrets.release(`${index}`);
  }
  expect([dispatcher.jobs().length, shown(secrets, 1)]).toEqual([1, false]);
  release();
  await settle();
  expect([dispatcher.jobs().length, state.value.length]).toEqual([0, 64]);
});
