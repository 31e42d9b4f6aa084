/** The JSON Schema of the protocol, as it is in its file. */
export function textOfSchema(z: unknown, schemas: Readonly<Record<string, unknown>>): string;
