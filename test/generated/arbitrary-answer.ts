import fc from 'fast-check';
import ts from 'typescript';

/**
 * Answers of a declared type, as hosts vary them: what is optional is there, missing or null; a number comes as a
 * number or as its text; words that nobody knows yet come too, and fields that are not declared.
 */
export function arbitraryAnswer(checker: ts.TypeChecker, type: ts.Type): fc.Arbitrary<unknown> {
  const inner = (of: ts.Type) => arbitraryAnswer(checker, of);
  if (type.isUnion()) return fc.oneof(...membersOf(type).map(inner));
  // `string & {}`: a word that is not known yet.
  if (type.isIntersection()) return fc.oneof(...type.types.slice(0, 1).map(inner));
  if (type.isStringLiteral()) return fc.constant(type.value);
  if (type.isNumberLiteral()) return numberForms(fc.constant(type.value));
  if (type.flags & ts.TypeFlags.Null) return fc.constant(null);
  if (type.flags & ts.TypeFlags.String) return fc.string({ minLength: 1, unit: 'binary' });
  if (type.flags & ts.TypeFlags.Number) return numberForms(fc.oneof(fc.nat(), fc.double(finite)));
  if (type.flags & ts.TypeFlags.Unknown) return fc.jsonValue();
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    return fc.array(item === undefined ? fc.jsonValue() : inner(item), { maxLength: 3 });
  }
  if (type.flags & ts.TypeFlags.Object) return objectOf(checker, type);
  throw new Error(`no answer of the type ${checker.typeToString(type)} can be made`);
}

/** A text beside a number is the same number as a text. */
function membersOf(union: ts.UnionType): ts.Type[] {
  const has = (flag: ts.TypeFlags) => union.types.some((member) => (member.flags & flag) !== 0);
  const left = has(ts.TypeFlags.Number)
    ? ts.TypeFlags.String | ts.TypeFlags.Undefined
    : ts.TypeFlags.Undefined;
  return union.types.filter((member) => (member.flags & left) === 0);
}

const finite = { noNaN: true, noDefaultInfinity: true };

/** Perl sends a number as a string once it was used as one. */
function numberForms(numbers: fc.Arbitrary<number>): fc.Arbitrary<number | string> {
  return fc.oneof(numbers, numbers.map(String));
}

function objectOf(checker: ts.TypeChecker, type: ts.Type): fc.Arbitrary<unknown> {
  const properties = checker.getPropertiesOfType(type).map((property) => {
    const value = arbitraryAnswer(checker, checker.getTypeOfSymbol(property));
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    return { name: property.name, optional, value: optional ? fc.oneof(value, fc.constant(null)) : value };
  });
  const named = fc.record(Object.fromEntries(properties.map(({ name, value }) => [name, value])), {
    requiredKeys: properties.filter(({ optional }) => !optional).map(({ name }) => name),
  });
  const others = checker.getIndexInfosOfType(type).map(({ keyType, type: of }) => {
    const value = arbitraryAnswer(checker, of);
    return fc.dictionary(keysOf(keyType), value, { maxKeys: 2, noNullPrototype: true });
  });
  // Where any key is declared, none is left that is not.
  const anyKey = checker
    .getIndexInfosOfType(type)
    .some(({ keyType }) => (keyType.flags & ts.TypeFlags.String) !== 0);
  const undeclared = anyKey
    ? fc.constant({})
    : fc.option(fc.record({ 'not-declared-yet': fc.jsonValue() }), { nil: {} });
  return fc
    .tuple(undeclared, ...others, named)
    .map((parts) => Object.assign({}, ...parts) as Record<string, unknown>);
}

/** Keys of an index signature: any, or those of a template such as `net${number}`. */
function keysOf(type: ts.Type): fc.Arbitrary<string> {
  if (!(type.flags & ts.TypeFlags.TemplateLiteral)) return fc.string({ minLength: 1 });
  const [before = '', after = ''] = (type as ts.TemplateLiteralType).texts;
  return fc.nat(40).map((index) => `${before}${index}${after}`);
}
