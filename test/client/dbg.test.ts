import { it } from 'vitest';
import { seeded, TaskModel } from '../support/task-model.js';
it('x', async () => {
  const seed = 9000; const random = seeded(seed); const model = new TaskModel();
  model.latency = Math.floor(random() * 200);
  const length = 300; const spread = random() < 0.5 ? 0 : random() * 20_000;
  const burst = random() < 0.3 ? random() * 30_000 : undefined;
  const exits = ['OK', 'OK', 'OK', 'WARNINGS: 2', 'job errors'];
  const client = model.client({ random: seeded(300) });
  const plan = Array.from({ length }, () => ({ task: model.task(burst ?? random() * 10 ** (2 + random() * 2.7), { node: random() < 0.8 ? 'pve1' : 'pve2', exitstatus: exits[Math.floor(random() * exits.length)] ?? 'OK' }), after: random() * spread }));
  console.log({ lat: model.latency, spread, burst });
  const start = model.clock.now();
  await model.clock.run(Promise.all(plan.map(async ({ task, after }) => { await model.clock.sleep(after); await client.tasks.wait(task.upid).catch(() => {}); })));
  const c: Record<string, number> = {};
  for (const r of model.requests) { const k = r.kind + ' ' + r.node; c[k] = (c[k] ?? 0) + 1; }
  console.log(c, model.clock.now() - start);
  console.log(model.requests.filter(r=>r.node==='pve1').slice(0, 60).map((r) => `${Math.round(r.at - start)} ${r.kind}`).join('\n'));
}, 60000);
it('perf', async () => {
    const model = new TaskModel();
    const random = seeded(7);
    const client = model.client({ random });
    const t=Date.now();
    await model.clock.run(Promise.all(Array.from({ length: 1_000 }, () => client.tasks.wait(model.task(random() * 600_000).upid, {timeout: 3600_000}))));
    console.log('took', Date.now()-t, model.requests.length);
}, 60000);
