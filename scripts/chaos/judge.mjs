// Holds what a client says of a mutation against what the host's own journal says.

/**
 * How a call ended, as the client tells it.
 * @param {() => Promise<unknown>} call
 */
export async function endingOf(call, facts) {
  try {
    return { kind: 'accepted', value: await call() };
  } catch (error) {
    return ofError(error, facts);
  }
}

async function ofError(error, { parts, reconcile }) {
  if (!parts.isPveError(error)) return { kind: 'failed', error };
  if (error.code === 'PVE_DID_NOT_HAPPEN') return { kind: 'did-not-happen', evidence: error.evidence, error };
  if (error.code === 'PVE_OUTCOME_UNKNOWN') {
    try {
      const { outcome: kind, ...rest } = error.reconciled ?? (await reconcile(error));
      return { ...rest, kind, error };
    } catch (failure) {
      return { kind: 'failed', error: failure };
    }
  }
  // A login, or a look at what is there, that failed before the call itself was sent.
  if (/^GET |\/access\/ticket$/.test(error.route ?? '')) return { kind: 'unsent', error };
  if (error.code === 'PVE_PARAMS') return { kind: 'unsent', error };
  // Of what may have happened an OutcomeUnknownError tells, and nothing else does.
  if ('sent' in error) return { kind: 'unsent', error };
  return typeof error.status === 'number'
    ? { kind: 'rejected', status: error.status, error }
    : { kind: 'failed', error };
}

/** What is right with an ending: nothing to say. */
const fine = { faults: [] };

/**
 * Which of these went wrong: `twice`, `lost`, `hang`, `wrong`, and whether the client `cannotTell`.
 * @param {{ ending: any, entries: readonly any[], sends: number, struck: boolean }} facts `entries` are those of the journal for
 *   this mutation, `sends` how often it was seen on its way, `struck` whether something went wrong on purpose.
 */
export function judge({ ending, entries, sends, struck }) {
  const carried = entries.filter(({ status }) => status === 200);
  const refused = entries.filter(({ status }) => status >= 400);
  const faults = [];
  // What was refused, and told so, may be asked for in another way.
  if (carried.length > 1 || sends > 1 + (struck ? 0 : refused.length))
    faults.push(['twice', `seen ${sends} times, carried out ${carried.length} times`]);
  const said = verdictOf(ending, { carried, refused, struck });
  return said === undefined ? (faults.length === 0 ? fine : { faults }) : { faults: [...faults, said] };
}

function verdictOf(ending, { carried, refused, struck }) {
  const [one] = carried;
  switch (ending.kind) {
    case 'hang':
      return ['hang', 'neither answer nor error'];
    case 'cannot-tell':
      return ['cannotTell', ending.why];
    case 'accepted':
    case 'happened': {
      if (one === undefined) return ['lost', `${ending.kind}, but it did not happen`];
      const told = ending.kind === 'accepted' ? ending.value : ending.upid;
      return isRight(told, one.task, ending.kind)
        ? undefined
        : ['wrong', `${show(told)} for ${show(one.task)}`];
    }
    case 'unsent':
    case 'did-not-happen':
      return one === undefined ? undefined : ['lost', `${ending.kind}, but it happened`];
    case 'rejected':
      if (one !== undefined) return ['lost', `rejected (${ending.status}), but it happened`];
      return struck || refused.some(({ status }) => status === ending.status)
        ? undefined
        : ['wrong', `rejected with ${ending.status}, and not with ${refused.map(({ status }) => status)}`];
    default:
      return ['wrong', `it threw ${ending.error}`];
  }
}

/** A task has to be told; what was found without one may be told without. */
function isRight(told, task, kind) {
  const upid = typeof told === 'string' && told.startsWith('UPID:') ? told : undefined;
  return upid === task || (kind === 'happened' && upid === undefined);
}

const show = (value) =>
  value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
