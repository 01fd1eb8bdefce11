// Checks the files in src/main/container: the Dockerfile, and the Kubernetes manifests by Kubernetes' own
// description. `npm run lint:container`.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

const FILES = new URL('../../main/container/', import.meta.url);
const MANIFESTS = new URL('kubernetes/', FILES);

/** The manifests as TypeScript. */
const TYPED = 'target/kubernetes.ts';

/** Of other projects, whose description is not at hand. */
const UNCHECKED = ['kustomize.config.k8s.io/', 'keda.sh/'];

const read = (url) => readFileSync(url, 'utf8');

const dockerfile = () =>
  validate(read(new URL('Dockerfile', FILES))).map(
    ({ message, range }) => `Dockerfile:${range.start.line + 1}: ${message}`,
  );

const isChecked = ({ apiVersion }) => !UNCHECKED.some((group) => apiVersion.startsWith(group));

const checked = async (manifest) => {
  const models = await import(`kubernetes-models/${manifest.apiVersion}/${manifest.kind}`);
  const model = new models[manifest.kind](manifest);
  try {
    model.validate();
    return [];
  } catch (e) {
    return [e.message];
  }
};

/** The compiler refuses members that an interface does not have; the check above does not. */
const unknownMembers = (manifests) => {
  const lines = manifests.map(
    ({ apiVersion, kind, ...members }, i) =>
      `import type { I${kind} as T${i} } from 'kubernetes-models/${apiVersion}/${kind}';\n` +
      `export const m${i}: T${i} = ${JSON.stringify({ apiVersion, kind, ...members })};`,
  );
  mkdirSync('target', { recursive: true });
  writeFileSync(TYPED, lines.join('\n'));
  const program = ts.createProgram([TYPED], {
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    types: [],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
};

const readAll = () =>
  readdirSync(MANIFESTS).flatMap((name) =>
    parseAllDocuments(read(new URL(name, MANIFESTS))).map((document) => document.toJS()),
  );

const kubernetes = readAll().filter(isChecked);
const faults = [
  ...dockerfile(),
  ...(await Promise.all(kubernetes.map(checked))).flat(),
  ...unknownMembers(kubernetes),
];
faults.forEach((fault) => console.error(fault));
process.exitCode = kubernetes.length === 0 || faults.length > 0 ? 1 : 0;
