export {
  type LeastPrivilege,
  type LeastPrivilegeOptions,
  leastPrivilege,
  type RoleGrant,
  type RouteUse,
} from './client/rights/least-privilege.js';
export {
  type Permission,
  type PermissionCheck,
  parsePermissionLine,
  type Release,
  type RouteInfo,
  type RoutePeriod,
  releases,
  routeInfo,
  routeNames,
  type Span,
} from './generated/routes.js';
