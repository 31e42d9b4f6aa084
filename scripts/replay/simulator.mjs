// The parts of the package that a replay needs.

/** @param {(path: string) => Promise<any>} load Loads a module of the package by its path in `dist`. */
export async function simulatorOf(load) {
  const [{ createEngine }, { ManualClock }, { arrange, clearAway }, door, { createCertificate }] =
    await Promise.all(
      ['create-engine', 'clock', 'host-spec', 'https-door', 'certificate'].map((name) =>
        load(`simulator/${name}.js`),
      ),
    );
  const openDoor = (engine) =>
    door.openDoor(engine, {
      host: '127.0.0.1',
      port: 0,
      certificate: createCertificate({ commonName: 'pve1' }),
    });
  return { createEngine, ManualClock, arrange, clearAway, openDoor };
}
