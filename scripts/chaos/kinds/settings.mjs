// Mutations that no task carries out: users, tokens, groups, roles, rights, pools, firewalls, backup jobs.

/** One of what the host has, but for what came with it. */
const own = (story, map) => story.random.pick([...map.keys()].filter((id) => story.isOwn(id)));

function access() {
  const tokenOf = (story) => {
    const { users } = story.world.accounts;
    const owners = [...users.keys()].filter((id) => story.isOwn(id) && users.get(id).tokens.size > 0);
    const userid = story.random.pick(owners);
    return userid && { userid, tokenid: story.random.pick([...users.get(userid).tokens.keys()]) };
  };
  return {
    'access.users.create': (story) => {
      const params = { userid: `${story.name()}@pve`, comment: story.mark };
      return (client, options) => client.access.users.create(params, options);
    },
    'access.users.update': (story) => {
      const userid = own(story, story.world.accounts.users);
      const params = { userid, comment: story.mark, email: `${story.name()}@example.test` };
      return userid && ((client, options) => client.access.users.update(params, options));
    },
    'access.users.delete': (story) => {
      const userid = own(story, story.world.accounts.users);
      return userid && ((client, options) => client.access.users.delete({ userid }, options));
    },
    'access.tokens.create': (story) => {
      const userid = own(story, story.world.accounts.users);
      const params = { userid, tokenid: story.name(), comment: story.mark };
      return userid && ((client, options) => client.access.tokens.create(params, options));
    },
    'access.tokens.update': (story) => {
      const token = tokenOf(story);
      return (
        token &&
        ((client, options) => client.access.tokens.update({ ...token, comment: story.mark }, options))
      );
    },
    'access.tokens.delete': (story) => {
      const token = tokenOf(story);
      return token && ((client, options) => client.access.tokens.delete(token, options));
    },
    'access.groups.create': (story) => {
      const params = { groupid: story.name(), comment: story.mark };
      return (client, options) => client.access.groups.create(params, options);
    },
    'access.groups.update': (story) => {
      const groupid = own(story, story.world.accounts.groups);
      return (
        groupid &&
        ((client, options) => client.access.groups.update({ groupid, comment: story.mark }, options))
      );
    },
    'access.groups.delete': (story) => {
      const groupid = own(story, story.world.accounts.groups);
      return groupid && ((client, options) => client.access.groups.delete({ groupid }, options));
    },
    'access.roles.create': (story) => {
      const params = { roleid: story.name(), privs: ['VM.Audit', 'VM.Backup'] };
      return (client, options) => client.access.roles.create(params, options);
    },
    'access.roles.delete': (story) => {
      const roleid = own(story, story.world.accounts.roles);
      return roleid && ((client, options) => client.access.roles.delete({ roleid }, options));
    },
    'access.acl.update': (story) => {
      const user = own(story, story.world.accounts.users) ?? 'audit@pve';
      const params = { path: `/vms/${5000 + story.turn}`, roles: ['PVEAuditor'], users: [user] };
      return (client, options) => client.access.acl.update(params, options);
    },
  };
}

const pools = {
  'pools.create': (story) => {
    const params = { poolid: story.name(), comment: story.mark };
    return (client, options) => client.pools.create(params, options);
  },
  'pools.update': (story) => {
    const poolid = own(story, story.world.accounts.pools);
    return poolid && ((client, options) => client.pools.update({ poolid, comment: story.mark }, options));
  },
  'pools.delete': (story) => {
    const poolid = own(story, story.world.accounts.pools);
    return poolid && ((client, options) => client.pools.delete({ poolid }, options));
  },
};

const levels = ['info', 'warning', 'err', 'debug', 'notice', 'crit', 'alert', 'emerg', 'nolog'];

/** What the host has of these is looked up by the names that were made here: what is gone is refused. */
function firewall() {
  const guest = (story) => {
    const found = story.random.pick([...story.world.guests.values()]);
    return found && { node: story.node, vmid: found.vmid, kind: found.kind };
  };
  const inGuest = (call) => (story) => {
    const found = guest(story);
    if (found === undefined) return undefined;
    const { kind, ...at } = found;
    const made = call(story, at);
    return made && ((client, options) => made(client[kind].firewall, options));
  };
  const rule = (story) => ({ type: 'in', action: 'ACCEPT', comment: story.mark, proto: 'tcp', dport: '22' });
  const aliasNames = (story) => [...(story.world.firewalls.get('cluster')?.aliases.keys() ?? [])];
  return {
    'firewall.rules.create': inGuest((story, at) => {
      const params = { ...at, ...rule(story) };
      return (wall, options) => wall.rules.create(params, options);
    }),
    'cluster.firewall.rules.create': (story) => {
      const params = rule(story);
      return (client, options) => client.cluster.firewall.rules.create(params, options);
    },
    'firewall.rules.update': inGuest(
      (story, at) => (wall, options) => wall.rules.update({ ...at, pos: 0, comment: story.mark }, options),
    ),
    'firewall.options.update': inGuest((story, at) => {
      const log = story.next(`log ${at.vmid}`, levels);
      return log && ((wall, options) => wall.options.update({ ...at, log_level_in: log }, options));
    }),
    'firewall.aliases.create': (story) => {
      const name = story.keep('alias', story.name());
      const params = { name, cidr: `10.7.${story.turn % 250}.1`, comment: story.mark };
      return (client, options) => client.cluster.firewall.aliases.create(params, options);
    },
    'firewall.aliases.delete': (story) => {
      const name = story.random.pick(aliasNames(story));
      return name && ((client, options) => client.cluster.firewall.aliases.delete({ name }, options));
    },
    'firewall.ipset.create': (story) => {
      const params = { name: story.keep('ipset', story.name()), comment: story.mark };
      return (client, options) => client.cluster.firewall.ipset.create(params, options);
    },
    'firewall.ipset.entries.create': (story) => {
      const name = story.random.pick(story.kept('ipset'));
      const params = { name, cidr: `10.8.${story.turn % 250}.0/24`, comment: story.mark };
      return name && ((client, options) => client.cluster.firewall.ipset.entries.create(params, options));
    },
  };
}

const jobs = {
  'cluster.backup.create': (story) => {
    const id = story.keep('job', story.name());
    const params = { id, schedule: '21:00', storage: 'local', vmid: [100], comment: story.mark };
    return (client, options) => client.cluster.backup.create(params, options);
  },
  'cluster.backup.update': (story) => {
    const id = story.random.pick(story.kept('job'));
    return id && ((client, options) => client.cluster.backup.update({ id, comment: story.mark }, options));
  },
  'cluster.backup.delete': (story) => {
    // Of what is gone already nobody can tell whether it was deleted once more.
    const id = own(story, story.world.datacenter.backups);
    return id && ((client, options) => client.cluster.backup.delete({ id }, options));
  },
};

export const settingKinds = { ...access(), ...pools, ...firewall(), ...jobs };
