export interface SchemaDocument {
  $defs: Record<string, unknown>;
}
export function makeSchema(z: unknown, schemas: Readonly<Record<string, unknown>>): SchemaDocument;
export function textOfSchema(z: unknown, schemas: Readonly<Record<string, unknown>>): string;
