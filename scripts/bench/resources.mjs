import { median } from './compare.mjs';

/** Rounds that do not count: until the code is compiled, whose time on other threads would count as well. */
const warmUp = 15;

/**
 * Measures `GET /cluster/resources` of a cluster with many guests, in this process, against `JSON.stringify` of the same
 * data: the median of the rounds. `dist` is the folder with the translated package.
 */
export async function compareResources(dist, { guests, rounds }) {
  const { ManualClock } = await import(`${dist}/simulator/clock.js`);
  const { createEngine } = await import(`${dist}/simulator/create-engine.js`);
  const { newGuest } = await import(`${dist}/simulator/world.js`);
  const { engine, secrets } = createEngine({ clock: new ManualClock() });
  const { world } = engine;
  const model = world.guests.get(100);
  for (let vmid = 1000; world.guests.size < guests; vmid += 1) {
    const config = new Map([...model.config, ['hostname', `guest${vmid}`]]);
    world.guests.set(vmid, newGuest(vmid, config, vmid % 3 === 0 ? {} : { running: model.running }));
  }
  const results = [];
  for (const name of ['full', 'agent', 'readonly']) {
    const headers = { authorization: `PVEAPIToken=${secrets.tokens[name]}` };
    const ask = () => engine.handle({ method: 'GET', path: '/api2/json/cluster/resources', headers });
    const answer = JSON.parse((await ask()).body);
    if (answer.data.length < guests) throw new Error(`${answer.data.length} rows for ${guests} guests`);
    const rows = [];
    for (let round = -warmUp; round < rounds; round += 1) {
      const whole = await cpuOf(ask);
      const plain = await cpuOf(() => JSON.stringify(answer));
      if (round >= 0) rows.push({ ratio: whole / plain, ms: whole });
    }
    results.push({
      token: name,
      ratio: median(rows.map(({ ratio }) => ratio)),
      ms: median(rows.map(({ ms }) => ms)),
    });
  }
  return results;
}

/** Milliseconds of processor time that something takes: what else the machine does is not in it. */
async function cpuOf(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
