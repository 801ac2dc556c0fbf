import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root, versionOf } from './manifest.mjs';
import { ofElements, singletons } from './singletons.mjs';

const OPTIONS = {
  ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, noEmit: true, types: [] },
  ...{ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, jsx: ts.JsxEmit.ReactJSX },
};

/**
 * What micro frontends promise each other, as JSON: of every piece the shape of its props, the versions that a page lends, and
 * the ranges that a remote takes. `./souk release` keeps it with an artefact: docs/releases.md.
 */
export function contract(file = join(root, 'web/packages/federation/src/generated/remotes.ts')) {
  return { pieces: shapesIn(file, 'Remotes'), lends: lent(), needs: singletons, needs_of_elements: ofElements };
}

/** By name, the shape of each member of an interface. */
export function shapesIn(file, name) {
  const program = programOf(file);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const found = source?.statements.find((each) => ts.isInterfaceDeclaration(each) && each.name.text === name);
  if (!found) throw new Error(`${file} has no interface ${name}.`);
  const members = checker.getPropertiesOfType(checker.getTypeAtLocation(found));
  return Object.fromEntries(members.map((member) => [member.name, shapeOf(checker.getTypeOfSymbol(member), { checker, within: [] })]));
}

/** A browser's own types take as long to read as all else here, so only who names one of them waits for that. */
function programOf(file) {
  const [plain, whole] = [[], ['lib.dom.d.ts']].map((more) => () => ts.createProgram([file], { ...OPTIONS, lib: ['lib.es2023.d.ts', ...more] }));
  const problems = (program) => program.getSemanticDiagnostics(program.getSourceFile(file));
  const quick = plain();
  if (problems(quick).length === 0) return quick;
  const program = whole();
  const [problem] = problems(program);
  if (problem) throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`);
  return program;
}

const WORDS = [
  [ts.TypeFlags.Any, 'any'],
  [ts.TypeFlags.Unknown, 'unknown'],
  [ts.TypeFlags.Never, 'never'],
  [ts.TypeFlags.Null, 'null'],
  [ts.TypeFlags.Undefined, 'undefined'],
  [ts.TypeFlags.Void, 'undefined'],
  [ts.TypeFlags.String, 'string'],
  [ts.TypeFlags.Number, 'number'],
  [ts.TypeFlags.Boolean, 'boolean'],
];

function shapeOf(type, walk) {
  const word = WORDS.find(([flag]) => type.flags & flag)?.[1];
  if (word) return word;
  if (type.isStringLiteral() || type.isNumberLiteral()) return { literal: type.value };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { literal: walk.checker.typeToString(type) === 'true' };
  if (type.isUnion()) return unionOf(type.types, walk);
  if (walk.within.includes(type)) return { named: walk.checker.typeToString(type) };
  return objectOf(type, { ...walk, within: [...walk.within, type] });
}

function unionOf(types, walk) {
  const shapes = types.map((each) => shapeOf(each, walk)).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  const isLiteral = (value) => shapes.some((shape) => shape.literal === value);
  if (!isLiteral(true) || !isLiteral(false)) return { union: shapes };
  const others = shapes.filter((shape) => typeof shape.literal !== 'boolean');
  return others.length === 0 ? 'boolean' : { union: [...others, 'boolean'] };
}

function objectOf(type, walk) {
  const { checker } = walk;
  const [call] = type.getCallSignatures();
  if (call) {
    const takes = call.parameters.map((parameter) => ({ optional: isOptional(parameter), shape: shapeOf(checker.getTypeOfSymbol(parameter), walk) }));
    return { takes, gives: shapeOf(call.getReturnType(), walk) };
  }
  if (checker.isTupleType(type)) return { tuple: checker.getTypeArguments(type).map((each) => shapeOf(each, walk)) };
  if (checker.isArrayType(type)) return { list: shapeOf(checker.getTypeArguments(type)[0], walk) };
  const members = checker.getPropertiesOfType(type).sort((one, other) => (one.name < other.name ? -1 : 1));
  const props = Object.fromEntries(members.map((member) => [member.name, { optional: isOptional(member), shape: shapeOf(checker.getTypeOfSymbol(member), walk) }]));
  const others = checker.getIndexInfosOfType(type).find(({ type: each }) => !(each.flags & ts.TypeFlags.Never));
  return others ? { props, others: shapeOf(others.type, walk) } : { props };
}

function isOptional(symbol) {
  const declared = symbol.valueDeclaration;
  const said = declared && ts.isParameter(declared) && Boolean(declared.questionToken ?? declared.initializer);
  return said || Boolean(symbol.flags & ts.SymbolFlags.Optional);
}

function lent() {
  const version = (name) => JSON.parse(readFileSync(join(root, 'web/packages/config/node_modules', name, 'package.json'), 'utf8')).version;
  const react = version('react');
  return {
    react,
    'react-dom': react,
    'react/jsx-runtime': react,
    '@souk/api': versionOf('web/packages/api'),
    '@souk/store': versionOf('web/packages/store'),
  };
}
