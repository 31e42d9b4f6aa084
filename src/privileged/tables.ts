import type { Plan } from './desk.js';
import { host } from './host/host.js';
import { lxc } from './lxc/lxc.js';
import type { CallOptions, Operation } from './operation.js';
import { sensors } from './sensors/sensors.js';
import { services } from './service/service.js';
import { smart } from './smart/smart.js';
import { template } from './template/run.js';
import { usb } from './usb/usb.js';

/** Every operation there is. */
export const tables = { lxc, usb, smart, sensors, host: { ...host, ...services, template } };

type Given<P> =
  Record<never, never> extends P ? [params?: P, options?: CallOptions] : [params: P, options?: CallOptions];

/** An operation as a function; the parameters may be left out where none is required. */
export type Call<P, R> = (...given: Given<P>) => Promise<R>;

/** A table as functions that do it. */
export type Bound<T> = {
  readonly [K in keyof T]: T[K] extends Operation<infer P, infer R> ? Call<P, R> : Bound<T[K]>;
};

/** A table as functions that tell what they would do. */
export type Planned<T> = {
  readonly [K in keyof T]: T[K] extends Operation<infer P, infer R> ? Call<P, Plan<R>> : Planned<T[K]>;
};

type AnyOperation = Operation<never, unknown>;
interface Table {
  readonly [name: string]: AnyOperation | Table;
}

/** Makes functions of a table of operations. */
export function bindTable<T extends object>(
  table: T,
  call: (operation: AnyOperation, params: never, options: CallOptions | undefined) => Promise<unknown>,
): unknown {
  return Object.fromEntries(
    Object.entries(table as Table).map(([name, entry]) => [
      name,
      isOperation(entry)
        ? (params: never, options?: CallOptions) => call(entry, params, options)
        : bindTable(entry, call),
    ]),
  );
}

/** The names of all operations of a table. */
export function operationNames(table: object): string[] {
  return Object.values(table as Table).flatMap((entry) =>
    isOperation(entry) ? [entry.name] : operationNames(entry),
  );
}

function isOperation(entry: AnyOperation | Table): entry is AnyOperation {
  return typeof (entry as Partial<AnyOperation>).prepare === 'function';
}
