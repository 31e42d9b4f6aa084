import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { onTestFinished } from 'vitest';
import { type ClientEvents, channelPrefix } from '~/client/diagnostics.js';

type Name = keyof ClientEvents & string;
export type Heard = { [K in Name]: { name: K; event: ClientEvents[K] } }[Name];

/** What is told on these channels until the end of the test, in order. */
export function listen(...names: readonly Name[]): Heard[] {
  const heard: Heard[] = [];
  for (const name of names) {
    const take = (event: unknown) => void heard.push({ name, event } as Heard);
    subscribe(`${channelPrefix}${name}`, take);
    onTestFinished(() => void unsubscribe(`${channelPrefix}${name}`, take));
  }
  return heard;
}
