import type { Caller } from './acl.js';
import { ApiError, forbidden } from './errors.js';
import type { RawParams } from './schema.js';

/**
 * What a route asks of its caller before it looks at the parameters. Paths have `{name}` where a raw parameter goes.
 * `asks` throws by itself. `everyone` needs a login, `world` none, `root` is root@pam itself.
 */
export type Rule =
  | 'everyone'
  | 'world'
  | 'root'
  | { readonly path: string; readonly all: readonly string[] }
  | { readonly path: string; readonly any: readonly string[] }
  | { readonly given: string; readonly rule: Rule }
  | { readonly asks: (caller: Caller, raw: RawParams) => void }
  | { readonly and: readonly Rule[] }
  | { readonly or: readonly Rule[] };

export function all(path: string, ...privileges: string[]): Rule {
  return { path, all: privileges };
}

export function any(path: string, ...privileges: string[]): Rule {
  return { path, any: privileges };
}

/** A way in that is only there for requests with a certain parameter. */
export function given(parameter: string, rule: Rule): Rule {
  return { given: parameter, rule };
}

export function both(...rules: Rule[]): Rule {
  return { and: rules };
}

export function either(...rules: Rule[]): Rule {
  return { or: rules };
}

/** Throws PVE's 403 unless the caller meets the rule. */
export function enforce(rule: Rule, caller: Caller, raw: RawParams): void {
  if (rule === 'everyone' || rule === 'world') return;
  if (rule === 'root') {
    if (!caller.isRoot) throw forbidden('user != root@pam');
  } else if ('and' in rule) {
    for (const part of rule.and) enforce(part, caller, raw);
  } else if ('or' in rule) {
    // Of several ways in, PVE names none.
    if (!rule.or.some((part) => meets(part, caller, raw))) throw forbidden();
  } else if ('asks' in rule) {
    if (!caller.isRoot) rule.asks(caller, raw);
  } else if ('given' in rule) {
    if (raw[rule.given] === undefined) throw forbidden();
    enforce(rule.rule, caller, raw);
  } else {
    const path = fill(rule.path, raw);
    if ('all' in rule) caller.need(path, ...rule.all);
    else caller.needAny(path, ...rule.any);
  }
}

function meets(rule: Rule, caller: Caller, raw: RawParams): boolean {
  try {
    enforce(rule, caller, raw);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/** A parameter that is missing leaves its place empty: the complaint about it comes later, from the schema. */
function fill(path: string, raw: RawParams): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => String(raw[name] ?? ''));
}
