// Read by the compiler only: what `Api` says about answers.
import type { Api, ApiReturns } from '@felhom/proxmox/api';

/** True for the same type, not only one that fits. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._proof: Same<A, B> extends true ? [] : [never]): void {}

// Nothing, a task, and a text.
same<ApiReturns<'PUT /nodes/{node}/lxc/{vmid}/config'>, null>();
same<ApiReturns<'POST /nodes/{node}/lxc/{vmid}/status/start'>, string>();
same<ApiReturns<'GET /version'>['version'], string>();

// Numbers that come as strings, and null, where a host was seen to send them.
same<ApiReturns<'GET /cluster/nextid'>, string | number>();
same<ApiReturns<'GET /nodes/{node}/lxc'>[number]['vmid'], string | number>();
same<NonNullable<ApiReturns<'GET /nodes/{node}/lxc/{vmid}/interfaces'>>[number]['name'], string>();
// @ts-expect-error it may be null
same<ApiReturns<'GET /nodes/{node}/lxc/{vmid}/interfaces'>[number]['name'], string>();

// Flags are 0 and 1, numbered keys and property strings are texts.
type Config = ApiReturns<'GET /nodes/{node}/lxc/{vmid}/config'>;
same<NonNullable<Config['onboot']>, 0 | 1>();
same<Config['net0'], string>();
same<Config['digest'], string>();
same<Config['lxc'], string[][] | undefined>();

declare const config: Config;
export const onboot: 0 | 1 | undefined = config.onboot;
// @ts-expect-error never a boolean
export const flag: boolean | undefined = config.onboot;
// @ts-expect-error a numbered key may be missing
export const net: string = config.net7;
// @ts-expect-error a typing error
export const hostname = config.hostnam;

// Words are open: a newer host may send others.
type Status = ApiReturns<'GET /nodes/{node}/lxc/{vmid}/status/current'>['status'];
export const known: Status = 'running';
export const unknown: Status = 'hibernating';
// @ts-expect-error but texts
export const number: Status = 5;

// Loose where the API says nothing more.
declare const status: Api['GET /nodes/{node}/status']['returns'];
export const uptime: unknown = status['uptime'];
// @ts-expect-error what is not described is unknown
export const text: string = status['anything'];
