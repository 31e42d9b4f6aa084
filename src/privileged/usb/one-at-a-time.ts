let last: Promise<unknown> = Promise.resolve();

/** Runs one piece of work after the other, in this process: two mounts at once could both find the folder free. */
export function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work, work);
  last = next.catch(() => undefined);
  return next;
}
