/** A Proxmox VE host in memory, for tests without one. */
export { type Certificate, type CertificateOptions, createCertificate } from './certificate.js';
export { ManualClock, RealClock, type SimulatorClock } from './clock.js';
export type { JournalEntry } from './engine.js';
export type { ActiveFault, Fault, FaultRule, Faults } from './faults.js';
export { type Login, Simulator, type SimulatorOptions } from './simulator.js';
