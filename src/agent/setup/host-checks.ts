import { actions } from '../daemon/actions/registry.js';
import { cloneSigns, machineFacts } from '../daemon/machine.js';
import { loadPolicy } from '../daemon/policy/load.js';
import type { Finding } from '../finding.js';
import { count } from '../units.js';
import type { SetupFacts } from './setup.js';

/** This is the machine that was enrolled. */
export async function machineCheck({ own, machine }: SetupFacts): Promise<Finding> {
  if (own === undefined) return { status: 'skip', summary: 'needs the identity of the agent' };
  const enrolled = own.identity.machine;
  const signs = cloneSigns(enrolled, await machineFacts(enrolled.node, machine));
  if (signs.length === 0)
    return { status: 'ok', summary: `the machine that was enrolled, for the node ${enrolled.node}` };
  return {
    status: 'fail',
    summary: 'it seems to be a copy of the machine that was enrolled: the agent only looks',
    rows: signs.map((sign) => [sign]),
    advice: ['Enroll this one for itself: felhom-agent enroll --again'],
  };
}

/** The policy can be read, only its owners can change it, and it means what it says. */
export function policyCheck({ policy: file, owners }: SetupFacts): Finding {
  const policy = loadPolicy(file, owners);
  const named = Object.keys(policy.actions);
  const advice: string[] = [];
  const unknown = named.filter((name) => !actions.has(name));
  if (unknown.length > 0) advice.push(`It allows what this agent does not have: ${unknown.join(', ')}.`);
  if (Object.keys(policy.approvers).length === 0) {
    const dangerous = named.filter((name) => {
      const risk = policy.actions[name]?.risk ?? actions.get(name)?.risk;
      return risk === 'HIGH' || risk === 'CRITICAL';
    });
    if (dangerous.length > 0)
      advice.push(`Nobody can approve, so these are never done: ${dangerous.join(', ')}.`);
  }
  const approvers = count(Object.keys(policy.approvers).length, 'approver');
  return {
    status: advice.length === 0 ? 'ok' : 'warn',
    summary: `${file}: ${count(named.length, 'action')} allowed, ${approvers}`,
    advice,
  };
}
