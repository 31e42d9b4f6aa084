// Reads src/generated/api.ts: what each route takes and answers, without the checker. The file is generated, so its
// types are of few forms; one that is new here is an error, and not left out.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const apiFile = fileURLToPath(new URL('../src/generated/api.ts', import.meta.url));

/** `{ routes, interfaces }`: maps from routes to `{ doc, params, returns }`, and from names of property strings to fields. */
export function declaredRoutes(file = apiFile) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true);
  const declared = source.statements.filter(ts.isInterfaceDeclaration);
  const unions = new Map(
    source.statements.filter(ts.isTypeAliasDeclaration).map((alias) => [alias.name.text, alias.type]),
  );
  const fields = (members) => members.map((member) => readField(member, unions));
  const api = declared.find((node) => node.name.text === 'Api');
  if (api === undefined) throw new Error(`${file} has no interface Api`);
  return {
    routes: new Map(
      api.members.map((route) => {
        const [params, returns] = ['params', 'returns'].map((name) => memberType(route, name));
        const given = ts.isTypeLiteralNode(params) ? fields(params.members) : [];
        return [route.name.text, { doc: docOf(route), params: given, returns: textOf(returns) }];
      }),
    ),
    interfaces: new Map(
      declared.filter((node) => node !== api).map((node) => [node.name.text, fields(node.members)]),
    ),
  };
}

function memberType(route, name) {
  return route.type.members.find((member) => member.name.text === name).type;
}

/** A parameter; numbered ones are called as in the API's description: `net[n]`. */
function readField(member, unions) {
  const shape = newShape();
  addType(shape, member.type, unions);
  return {
    name: ts.isIndexSignatureDeclaration(member) ? numberedName(member.parameters[0].type) : member.name.text,
    required: !ts.isIndexSignatureDeclaration(member) && member.questionToken === undefined,
    doc: docOf(member),
    shape,
  };
}

function numberedName(type) {
  const { head, templateSpans } = type;
  return `${head.text}[n]${templateSpans[0].literal.text}`;
}

function newShape() {
  return { scalars: [], words: [], list: false, properties: [], array: undefined };
}

function addType(shape, node, unions) {
  if (ts.isUnionTypeNode(node)) for (const part of node.types) addType(shape, part, unions);
  else if (ts.isParenthesizedTypeNode(node)) addType(shape, node.type, unions);
  else if (ts.isTypeOperatorNode(node)) addType(shape, node.type, unions);
  else if (ts.isArrayTypeNode(node)) addArray(shape, node.elementType, unions);
  else if (ts.isTemplateLiteralTypeNode(node)) shape.words.push(numberedName(node));
  else if (ts.isLiteralTypeNode(node)) addWord(shape, node.literal);
  else if (ts.isTypeReferenceNode(node)) addName(shape, node.typeName.text, unions);
  else if (node.kind !== ts.SyntaxKind.UndefinedKeyword) shape.scalars.push(scalarOf(node));
}

function addArray(shape, items, unions) {
  shape.array = newShape();
  addType(shape.array, items, unions);
}

/** 0 and 1 beside `boolean` are a flag's forms, and no words. */
function addWord(shape, literal) {
  const word = ts.isNumericLiteral(literal) ? Number(literal.text) : literal.text;
  if (typeof word === 'string' || !shape.scalars.includes('boolean')) shape.words.push(word);
}

function addName(shape, name, unions) {
  if (name === 'List') shape.list = true;
  // An object that was made of a text, and is sent as it was.
  else if (name === 'Parsed') return;
  else if (unions.has(name)) addType(shape, unions.get(name), unions);
  else shape.properties.push(name);
}

function scalarOf(node) {
  const scalars = {
    [ts.SyntaxKind.StringKeyword]: 'string',
    [ts.SyntaxKind.NumberKeyword]: 'number',
    [ts.SyntaxKind.BooleanKeyword]: 'boolean',
  };
  const scalar = scalars[node.kind];
  if (scalar === undefined) throw new Error(`declared-routes knows no type such as ${node.getText()}`);
  return scalar;
}

function docOf(node) {
  const [comment] = ts.getJSDocCommentsAndTags(node);
  return comment === undefined ? '' : ts.getTextOfJSDocComment(comment.comment).replaceAll(/\s+/g, ' ');
}

const printer = ts.createPrinter({ removeComments: true });

function textOf(node) {
  const text = printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
  return text.replaceAll(/\s+/g, ' ');
}
