/** The forms that a value may be given in. */
export interface Shape {
  scalars: ('string' | 'number' | 'boolean')[];
  /** It is one of these. */
  words: (string | number)[];
  /** Several values, sent as one text with commas. */
  list: boolean;
  /** Names of property strings that may be given as objects. */
  properties: string[];
  /** Several values, each sent by itself. */
  array: Shape | undefined;
}

export interface Field {
  /** Numbered ones as `net[n]`. */
  name: string;
  required: boolean;
  /** What its comment says. */
  doc: string;
  shape: Shape;
}

export interface RouteTypes {
  doc: string;
  params: Field[];
  /** The type of the answer, in one line. */
  returns: string;
}

/** The keys of property strings, by the names of their types. */
export type Interfaces = ReadonlyMap<string, readonly Field[]>;

export function declaredRoutes(file?: string): { routes: Map<string, RouteTypes>; interfaces: Interfaces };
