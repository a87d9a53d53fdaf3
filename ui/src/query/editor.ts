/** The editor: CodeMirror with the page's own colours, completion from the data, and the endpoint's view of errors. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, linter, lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, Prec, type Text } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

import { prefersReducedMotion } from "../graph/theme";
import { check, type QueryProblem } from "./answer";
import { completer, type Vocabulary } from "./completion";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--ok)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--plan)" },
  { tag: [tags.namespace, tags.tagName, tags.typeName, tags.propertyName], color: "var(--kind-armed_group)" },
  { tag: [tags.url, tags.link], color: "var(--doubt)" },
  { tag: [tags.number, tags.bool, tags.literal], color: "var(--doubt)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

const PAUSE_MS = 700;

export interface EditorEvents {
  change(text: string): void;
  run(): void;
  format(): void;
}

export function openEditor(parent: HTMLElement, text: string, label: string, vocabulary: () => Vocabulary | null, events: EditorEvents): EditorView {
  const run = keymap.of([{ key: "Mod-Enter", run: () => (events.run(), true) }, { key: "Shift-Alt-f", run: () => (events.format(), true) }]);
  const state = EditorState.create({
    doc: text,
    extensions: [
      Prec.highest(run),
      lineNumbers(),
      history(),
      prefersReducedMotion() ? [] : drawSelection(),
      highlightActiveLine(),
      bracketMatching(),
      closeBrackets(),
      sparql(),
      syntaxHighlighting(COLOURS),
      autocompletion({ override: [completer(vocabulary)], icons: false, interactionDelay: 0 }),
      linter((view) => lint(view.state.doc), { delay: PAUSE_MS }),
      lintGutter(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of((update) => update.docChanged && events.change(update.state.doc.toString())),
      // Tab moves on, as everywhere on the web: an editor that holds the focus is a trap.
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...lintKeymap, ...defaultKeymap]),
    ],
  });
  return new EditorView({ parent, state });
}

async function lint(doc: Text): Promise<Diagnostic[]> {
  if (doc.toString().trim() === "") return [];
  const problem = await check(doc.toString(), AbortSignal.timeout(5000)).catch(() => null);
  return problem ? diagnostics(doc, problem) : [];
}

/** Only what has a place in the text is marked; anything else is told with the result. */
function diagnostics(doc: Text, problem: QueryProblem): Diagnostic[] {
  if (problem.line === undefined || problem.line > doc.lines) return [];
  const line = doc.line(problem.line);
  const from = Math.min(line.to, line.from + (problem.column ?? 1) - 1);
  const word = /^[\w?:-]+/.exec(doc.sliceString(from, line.to))?.[0].length ?? 1;
  return [{ from, to: Math.min(doc.length, from + word), severity: "error", message: problem.detail }];
}

export function mark(view: EditorView, problem: QueryProblem | null): void {
  view.dispatch(setDiagnostics(view.state, problem ? diagnostics(view.state.doc, problem) : []));
}

export function replaceText(view: EditorView, text: string): void {
  if (view.state.doc.toString() !== text) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}
