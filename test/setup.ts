// Nothing global is patched or mocked: each test makes the servers and clients that it needs.
export {};
