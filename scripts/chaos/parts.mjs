// The parts of the package that the suite needs.

/** @param {(path: string) => Promise<any>} load Loads a module of the package by its path in `dist`. */
export async function partsOf(load) {
  const [
    client,
    simulator,
    { createEngine },
    { ManualClock },
    { Random },
    { openDoor },
    { createCertificate },
  ] = await Promise.all([
    load('index.js'),
    load('simulator/index.js'),
    ...['create-engine', 'clock', 'random', 'https-door', 'certificate'].map((name) =>
      load(`simulator/${name}.js`),
    ),
  ]);
  const { Client, fetchTransport, isPveError } = client;
  const { SimulatedHost } = simulator;
  return {
    Client,
    fetchTransport,
    isPveError,
    SimulatedHost,
    createEngine,
    ManualClock,
    Random,
    openDoor,
    createCertificate,
  };
}
