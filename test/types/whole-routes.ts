// Read by the compiler only: which parameters of a route its operation leaves out, all of them with a reason.
import type { Client, LxcUpdateParams, RestoreCreateParams } from '@felhom/proxmox';
import type { ApiParams, ApiRoute } from '@felhom/proxmox/api';

type KnownKeys<T> = keyof { [K in keyof T as string extends K ? never : K]: T[K] };
/** Parameters of the route that these do not have. */
type Missing<P, R extends ApiRoute> = Exclude<KnownKeys<ApiParams<R>>, KnownKeys<P>>;
type LeftOut<C extends (...args: never[]) => unknown, R extends ApiRoute> = Missing<
  NonNullable<Parameters<C>[0]>,
  R
>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
declare function same<A, B>(...different: Same<A, B> extends true ? [] : [A, 'is not', B]): void;

type Lxc = Client['lxc'];
type Vm = '/nodes/{node}/lxc/{vmid}';

/** For root@pam alone (`rootOnlyParams` of the route). */
type RootOnly = 'hookscript' | `dev${number}`;
/** They break what they touch: only root can take a lock off, `template` converts no volume, `unused[n]` is ignored. */
type Harmful = 'lock' | 'template';

same<
  Missing<RestoreCreateParams, 'POST /nodes/{node}/lxc'>,
  RootOnly | Harmful | `unused${number}` | 'restore'
>();
same<
  LeftOut<Lxc['create'], 'POST /nodes/{node}/lxc'>,
  RootOnly | Harmful | `unused${number}` | 'restore' | 'force' | 'unique' | 'ignore-unpack-errors'
>();
// PVE never changes `unprivileged` of a container that exists.
same<Missing<LxcUpdateParams, `PUT ${Vm}/config`>, RootOnly | Harmful | `unused${number}` | 'unprivileged'>();

same<LeftOut<Lxc['start'], `POST ${Vm}/status/start`>, 'skiplock'>();
same<LeftOut<Lxc['stop'], `POST ${Vm}/status/stop`>, 'skiplock'>();
same<LeftOut<Lxc['shutdown'], `POST ${Vm}/status/shutdown`>, never>();
same<LeftOut<Lxc['reboot'], `POST ${Vm}/status/reboot`>, never>();
same<LeftOut<Lxc['clone'], `POST ${Vm}/clone`>, never>();
same<LeftOut<Lxc['resize'], `PUT ${Vm}/resize`>, never>();
same<LeftOut<Lxc['moveVolume'], `POST ${Vm}/move_volume`>, never>();
same<LeftOut<Lxc['migrate'], `POST ${Vm}/migrate`>, never>();
same<LeftOut<Lxc['remoteMigrate'], `POST ${Vm}/remote_migrate`>, never>();
same<LeftOut<Lxc['delete'], `DELETE ${Vm}`>, never>();
same<LeftOut<Lxc['config'], `GET ${Vm}/config`>, never>();
same<LeftOut<Lxc['rrddata'], `GET ${Vm}/rrddata`>, never>();
same<LeftOut<Lxc['feature'], `GET ${Vm}/feature`>, never>();
same<LeftOut<Lxc['snapshots']['create'], `POST ${Vm}/snapshot`>, never>();
same<LeftOut<Lxc['snapshots']['update'], `PUT ${Vm}/snapshot/{snapname}/config`>, never>();
same<LeftOut<Lxc['snapshots']['rollback'], `POST ${Vm}/snapshot/{snapname}/rollback`>, never>();
same<LeftOut<Lxc['snapshots']['delete'], `DELETE ${Vm}/snapshot/{snapname}`>, never>();
// `stop` is an operation of its own; `stdout` is the command line's; the rest went with PVE 9.
same<
  LeftOut<Client['vzdump']['create'], 'POST /nodes/{node}/vzdump'>,
  | 'dumpdir'
  | 'job-id'
  | 'maxfiles'
  | 'notification-policy'
  | 'notification-target'
  | 'script'
  | 'stdout'
  | 'stop'
  | 'tmpdir'
>();
