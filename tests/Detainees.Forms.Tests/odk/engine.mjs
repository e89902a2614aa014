// Loads an XForm in the engine of ODK Web Forms, answers it and prints the state of every node.
// stdin:  {"xml": "...", "language": null | "...", "steps": [{"add": "/data/r"} | {"at": "/data/q", "values": ["a"]}]}
// stdout: {"status": "success", "problem": null, "languages": [...], "nodes": [{"at", "kind", "relevant", "value", "label", "hint", "options"}]}
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';

// The engine runs in browsers: it wants a document, and two names that Node gives to older modules only.
const { window } = new JSDOM('<!doctype html>');
for (const name of Object.getOwnPropertyNames(window))
  if (!(name in globalThis) && !name.endsWith('Storage')) globalThis[name] = window[name];
globalThis.__dirname = '.';
globalThis.require = createRequire(import.meta.url);
const { loadForm } = await import('@getodk/xforms-engine');

const input = JSON.parse(readFileSync(0, 'utf8'));
const loaded = await loadForm(input.xml);
const result = { status: loaded.status, problem: loaded.error ? String(loaded.error.message ?? loaded.error) : loaded.warnings ? JSON.stringify(loaded.warnings) : null, languages: [], nodes: [] };
if (loaded.status !== 'failure') {
  const { root } = loaded.createInstance();
  result.languages = root.languages.map((language) => language.language ?? '');
  if (input.language) root.setLanguage(root.languages.find((language) => language.language === input.language));
  const all = () => {
    const nodes = [];
    const visit = (node) => { nodes.push(node); for (const child of node.currentState.children ?? []) visit(child); };
    visit(root);
    return nodes;
  };
  for (const step of input.steps) {
    if (step.add) {
      all().find((node) => node.nodeType === 'repeat-range:uncontrolled' && node.currentState.reference === step.add).addInstances();
      continue;
    }
    const node = all().find((one) => one.currentState.reference === step.at && !one.nodeType.startsWith('repeat-'));
    if (!node) throw new Error(`there is no ${step.at}`);
    if (node.nodeType === 'select') node.selectValues(step.values);
    else if (node.nodeType === 'rank') node.setValues(step.values);
    else if (node.nodeType === 'trigger') node.setValue(true);
    else node.setValue(step.values[0]);
  }
  for (const node of all()) {
    const state = node.currentState;
    result.nodes.push({
      at: state.reference, kind: node.nodeType, relevant: state.relevant, value: state.instanceValue === undefined ? null : String(state.instanceValue),
      label: state.label?.asString ?? null, hint: state.hint?.asString ?? null, required: state.required, readonly: state.readonly,
      valid: node.validationState?.violation ? node.validationState.violation.condition : null,
      options: Array.isArray(state.valueOptions) ? state.valueOptions.map((option) => option.label.asString) : [],
    });
  }
}
process.stdout.write(JSON.stringify(result));
process.exit(0);
