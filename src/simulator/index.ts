/** A Proxmox VE host in memory, for tests without one. */
export { type Certificate, type CertificateOptions, createCertificate } from './certificate.js';
export { ManualClock, RealClock, type SimulatorClock } from './clock.js';
export type { Condition, Conditions, OfNode } from './conditions.js';
export type { HostOptions } from './create-engine.js';
export type { Duration } from './duration.js';
export type { ExtraTokens, TokenId, TokenRight } from './extra-tokens.js';
export type { ActiveFault, Fault, FaultRule, Faults } from './faults.js';
export type { ConfigSpec, GuestSpec, SnapshotSpec } from './guest-spec.js';
export type { GroupSpec, HostSpec, PoolSpec, TokenSpec, UserSpec } from './host-spec.js';
export { BusyError, type HostState } from './host-state.js';
export type { HostVersion } from './host-version.js';
export type { JournalEntry } from './journal.js';
export { type Login, SimulatedHost } from './simulated-host.js';
export { Simulator, type SimulatorOptions } from './simulator.js';
export type { StorageSpec, VolumeSpec } from './storage-spec.js';
export type { PastTask } from './task-spec.js';
