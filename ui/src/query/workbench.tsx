/** The query workbench: a question in SPARQL or a saved one, its answer in the form that fits, and the way to ask it elsewhere. */

import type { EditorView } from "@codemirror/view";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import "../style/workbench.css";
import { getJson, RequestFailed } from "../data/api";
import { kept } from "../data/state";
import { benchAddress, parseBench, RESULT_VIEWS, type Bench, type ResultView } from "../data/workbench";
import { t } from "../i18n";
import { ask, askSaved, boundText, type Answer, type QueryProblem } from "./answer";
import type { Vocabulary } from "./completion";
import { mark, openEditor, replaceText } from "./editor";
import { Results } from "./results";
import { formatted } from "./format";
import { SavedForm, SavedList, savedAddress, useLibrary, type Saved } from "./saved";
import { savedSnippet, snippet, type Language } from "./snippets";

const EXAMPLE = `# Figures with the sentence they come from. Prefixes need not be declared.
SELECT ?headline ?kind ?verbatim ?status ?quote WHERE {
  ?figure a cek:Figure ;
          cek:kind ?kind ;
          cek:verbatim ?verbatim ;
          cek:status ?status ;
          cek:inArticle/schema:headline ?headline ;
          cek:evidence/cek:quote ?quote .
}
LIMIT 20
`;

type Outcome = { state: "idle" } | { state: "running" } | { state: "done"; answer: Answer } | { state: "failed"; problem: QueryProblem };

/** Without the header of a saved question. */
function body(saved: Saved): string {
  return saved.text.split("\n").filter((line) => !line.startsWith("#+")).join("\n").trimStart();
}

/** `#defaultView:Chart` in a query says how its answer is best seen. */
function defaultView(query: string): ResultView | null {
  const wanted = /^#\s*defaultView:\s*(\w+)/im.exec(query)?.[1]?.toLowerCase();
  return RESULT_VIEWS.find((view) => view === wanted) ?? null;
}

export function Workbench() {
  const [bench, setBench] = useState<Bench>(() => parseBench(location.hash, location.search));
  const [outcome, setOutcome] = useState<Outcome>({ state: "idle" });
  const library = useLibrary();
  const editor = useRef<EditorView | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const running = useRef<AbortController | null>(null);
  const vocabulary = useRef<Vocabulary | null>(null);
  const [known, setKnown] = useState<Vocabulary | null>(null);
  const latest = useRef(bench);
  latest.current = bench;
  const books = useRef(library[0]);
  books.current = library[0];

  const change = (next: Partial<Bench>) => {
    const changed = { ...latest.current, ...next };
    latest.current = changed;
    setBench(changed);
    history.replaceState(null, "", kept(benchAddress(changed)));
  };
  const saved = library[0].state === "ready" ? (library[0].value.queries.find(({ name }) => name === bench.saved) ?? null) : null;
  const text = () => editor.current?.state.doc.toString() ?? "";

  const run = async (send: (signal: AbortSignal) => Promise<Answer>) => {
    running.current?.abort();
    const abort = (running.current = new AbortController());
    setOutcome({ state: "running" });
    if (editor.current) mark(editor.current, null);
    try {
      setOutcome({ state: "done", answer: await send(abort.signal) });
    } catch (error) {
      if (abort.signal.aborted) return setOutcome({ state: "idle" });
      const problem: QueryProblem = error instanceof RequestFailed ? error.problem : { title: t("error.server"), detail: "", status: 0 };
      setOutcome({ state: "failed", problem });
      if (editor.current) mark(editor.current, problem);
    }
  };
  /** The saved question as long as its text is as it was saved: its parameters then have their values and defaults. */
  const untouched = () => {
    const { saved: name, query } = latest.current;
    return query === null && books.current.state === "ready" ? (books.current.value.queries.find((one) => one.name === name) ?? null) : null;
  };
  const runText = () => {
    const one = untouched();
    if (!one) return void run((signal) => ask(text(), signal));
    const lacking = one.parameters.filter(({ name, required }) => required && !latest.current.values[name]);
    if (lacking.length === 0) return runSaved(one);
    setOutcome({ state: "failed", problem: { title: t("bench.lacking", { names: lacking.map(({ name }) => name).join(", ") }), detail: "", status: 0 } });
  };
  const format = () => {
    const view = editor.current;
    if (!view) return;
    const asSaved = untouched();
    replaceText(view, formatted(text()));
    if (asSaved) change({ query: null }); // laid out anew, it is still the saved question
  };
  const edit = async (one: Saved) => {
    try {
      const bound = await boundText(one.name, latest.current.values);
      change({ saved: null, values: {} });
      if (editor.current) replaceText(editor.current, bound);
    } catch (error) {
      const problem: QueryProblem = error instanceof RequestFailed ? error.problem : { title: t("error.server"), detail: "", status: 0 };
      setOutcome({ state: "failed", problem });
    }
  };
  const runSaved = (one: Saved) => void run((signal) => askSaved(one.name, latest.current.values, signal));

  useEffect(() => {
    document.title = `${t("nav.sparql")} · ${t("app.title")}`;
    void getJson<Vocabulary>("/sparql/vocabulary").then(
      (found) => {
        vocabulary.current = found;
        setKnown(found);
      },
      () => undefined, // without it nothing is completed; the editor works all the same
    );
    const view = openEditor(frame.current!, bench.query ?? (bench.saved ? "" : EXAMPLE), t("bench.editor"), () => vocabulary.current, {
      change: (query) => change({ query }),
      run: () => runText(),
      format: () => format(),
    });
    editor.current = view;
    if (bench.query !== null) runText();
    return () => view.destroy();
  }, []);

  // A saved question that the address names is shown, and asked when nothing it needs is missing.
  useEffect(() => {
    if (!saved || bench.query !== null || !editor.current || text() !== "") return;
    replaceText(editor.current, body(saved));
    change({ query: null });
    if (saved.parameters.every(({ name, required }) => !required || bench.values[name])) runSaved(saved);
  }, [saved]);

  const choose = (one: Saved) => {
    change({ saved: one.name, values: {}, view: null });
    if (editor.current) replaceText(editor.current, body(one));
    change({ query: null });
    if (one.parameters.every(({ required }) => !required)) runSaved(one);
    else setOutcome({ state: "idle" });
  };
  const short = useMemo(() => shortener(known?.prefixes ?? {}), [known]);

  return (
    <main id="main" class="workbench" tabIndex={-1}>
      <h1>{t("bench.title")}</h1>
      <SavedList library={library} chosen={bench.saved} onChoose={choose} />
      <div class="work">
        {saved && <SavedForm saved={saved} values={bench.values} onChange={(values) => change({ values })} onAsk={() => runSaved(saved)} onEdit={() => void edit(saved)} codes={known?.codes ?? {}} />}
        <div ref={frame} class="editor" />
        <div class="bar">
          {outcome.state === "running" ? (
            <button type="button" onClick={() => running.current?.abort()}>
              <span class="spinner" aria-hidden="true" /> {t("bench.cancel")}
            </button>
          ) : (
            <button type="button" class="primary" onClick={runText} aria-keyshortcuts="Control+Enter">
              {t("bench.run")} <kbd aria-hidden="true">Ctrl ↵</kbd>
            </button>
          )}
          <button type="button" onClick={format} aria-keyshortcuts="Shift+Alt+F">
            {t("bench.format")}
          </button>
          <CopyAs written={(language) => copied(language, untouched(), latest.current.values, text())} />
          <a class="end" href="/query?plain=1">
            {t("bench.plain")}
          </a>
        </div>
        {outcome.state === "failed" && <Problem problem={outcome.problem} />}
        {outcome.state === "done" && <Results answer={outcome.answer} view={bench.view ?? defaultView(text())} short={short} onView={(view) => change({ view })} />}
        {outcome.state === "idle" && <p class="soft">{t("bench.hint")}</p>}
      </div>
    </main>
  );
}

function Problem({ problem }: { problem: QueryProblem }) {
  return (
    <div class="notice error" role="alert">
      <strong>{problem.title}</strong>
      {problem.detail && <p>{problem.detail}</p>}
    </div>
  );
}

const LANGUAGES: readonly [Language, string][] = [["curl", "curl"], ["python", "Python"], ["r", "R"]];

function copied(language: Language, saved: Saved | null, values: Record<string, string>, query: string): string {
  return saved ? savedSnippet(language, location.origin + savedAddress(saved, values)) : snippet(language, `${location.origin}/sparql`, query);
}

function CopyAs({ written }: { written(language: Language): string }) {
  const [said, setSaid] = useState("");
  const copy = async (language: Language, name: string) => {
    await navigator.clipboard.writeText(written(language)).then(
      () => setSaid(t("bench.copied", { name })),
      () => setSaid(t("bench.notCopied")),
    );
  };
  return (
    <span class="copy">
      <span class="soft">{t("bench.copy")}</span>
      {LANGUAGES.map(([language, name]) => (
        <button key={language} type="button" onClick={() => void copy(language, name)}>
          {name}
        </button>
      ))}
      <span class="soft" role="status">
        {said}
      </span>
    </span>
  );
}

/** An IRI as a prefixed name where a prefix fits, else without its base. */
function shortener(prefixes: Record<string, string>): (iri: string) => string {
  const known = Object.entries(prefixes).sort(([, a], [, b]) => b.length - a.length);
  return (iri) => {
    const found = known.find(([, namespace]) => iri.startsWith(namespace) && !/[/#]/.test(iri.slice(namespace.length)));
    if (found) return `${found[0]}:${iri.slice(found[1].length)}`;
    return iri.replace(/^https?:\/\/[^/]+\/(?:[^/]+\/)*?id\//, "").replace(/([0-9a-f]{8})[0-9a-f]{24,}/, "$1…");
  };
}
