/** The search box: an ARIA combobox with a list, driven by the keyboard first. */

import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";

import { RequestFailed, search } from "../data/api";
import type { SearchAnswer, SearchHit } from "../data/types";
import { t, tn } from "../i18n";

/** Long enough to skip the letters of fast typing, short enough to feel immediate. */
const PAUSE_MS = 90;
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

interface Props {
  onChoose(hit: SearchHit): void;
  large?: boolean;
  /** A second box on a page: only actors, and "/" leads to the first. */
  plain?: boolean;
}

type Answer = SearchAnswer & { query: string };

export function SearchBox({ onChoose, large = false, plain = false }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  useSlashKey(input, !plain);
  const type = plain ? "actor" : undefined;

  useEffect(() => {
    const query = text.trim();
    setFailed(null);
    if (!query) return setAnswer(null);
    const abort = new AbortController();
    const ask = () =>
      search(query, abort.signal, type).then(
        (found) => {
          if (abort.signal.aborted) return;
          setAnswer({ ...found, query });
          setActive(0);
        },
        (error: unknown) => error instanceof RequestFailed && setFailed(t("search.failed", { reason: error.message })),
      );
    const timer = setTimeout(ask, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text]);

  const groups = grouped(answer);
  const hits = groups.flatMap((group) => group.hits);
  const shown = open && text.trim() !== "" && (answer !== null || failed !== null);
  const optionId = (index: number) => `${id}-option-${index}`;

  const choose = (hit: SearchHit | undefined) => {
    if (!hit) return;
    setText("");
    setOpen(false);
    onChoose(hit);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const typed = input.current?.value.trim() ?? "";
    const step = STEPS[event.key];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setOpen(true);
      setActive((active + step + hits.length) % hits.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      // Enter may come before the list does: what it would have on top is then still to be asked for.
      if (shown && answer?.query === typed) choose(hits[active]);
      else if (typed) void search(typed, new AbortController().signal, type).then((found) => choose(grouped(found)[0]?.hits[0]));
    } else if (event.key === "Escape") {
      if (open && shown) setOpen(false);
      else setText("");
    }
  };

  return (
    <div class={large ? "search large" : "search"} role={plain ? undefined : "search"}>
      <label class="hidden" for={`${id}-input`}>
        {t(plain ? "search.actor" : "search.label")}
      </label>
      <svg class="lens" viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="8.5" cy="8.5" r="5.5" />
        <path d="m13 13 5 5" />
      </svg>
      <input
        ref={input}
        id={`${id}-input`}
        type="text"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && hits.length > 0 ? optionId(active) : undefined}
        aria-keyshortcuts={plain ? undefined : "/"}
        placeholder={t("search.placeholder")}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {!plain && (
        <kbd aria-hidden="true" title={t("search.hint")}>
          /
        </kbd>
      )}
      <div class="choices" hidden={!shown} onMouseDown={(event) => event.preventDefault()}>
        <div id={`${id}-list`} role="listbox" aria-label={t("search.label")}>
          {groups.map((group) => (
            <ul key={group.type} role="group" aria-labelledby={`${id}-${group.type}`}>
              <li id={`${id}-${group.type}`} role="presentation" class="kind">
                {typeName(group.type)} <span class="soft">{group.total > group.hits.length ? tn("search.some", group.total, { shown: group.hits.length }) : ""}</span>
              </li>
              {group.hits.map((hit) => {
                const index = hits.indexOf(hit);
                return <Option key={hit.iri} id={optionId(index)} hit={hit} active={index === active} onChoose={() => choose(hit)} />;
              })}
            </ul>
          ))}
        </div>
        <Footnote answer={answer} failed={failed} text={text.trim()} />
      </div>
      <span class="hidden" role="status">
        {shown && answer ? tn("search.found", answer.total) : ""}
      </span>
    </div>
  );
}

function Option({ id, hit, active, onChoose }: { id: string; hit: SearchHit; active: boolean; onChoose(): void }) {
  return (
    <li id={id} role="option" aria-selected={active} onClick={onChoose}>
      <span class="name">{hit.label}</span>
      {hit.match !== hit.label && <span class="soft">{t("search.also", { name: hit.match })}</span>}
      <span class="soft end">
        {tn("search.articles", hit.articles)}
      </span>
    </li>
  );
}

interface Group {
  type: string;
  hits: SearchHit[];
  total: number;
}

/** By what they are; the kind of the best match comes first, so that Enter takes the best of all. */
function grouped(answer: SearchAnswer | null): Group[] {
  const groups = new Map<string, Group>();
  for (const hit of answer?.results ?? []) {
    const group = groups.get(hit.type) ?? { type: hit.type, hits: [], total: answer?.totals[hit.type] ?? 0 };
    group.hits.push(hit);
    groups.set(hit.type, group);
  }
  return [...groups.values()];
}

function typeName(type: string): string {
  if (type === "place") return t("type.place");
  return type === "eventtype" ? t("type.eventtype") : t("type.actor");
}

function Footnote({ answer, failed, text }: { answer: Answer | null; failed: string | null; text: string }) {
  if (failed) return <p class="note">{failed}</p>;
  if (!answer) return null;
  if (answer.total === 0) return <p class="note">{t("search.none", { text })}</p>;
  const more = answer.total - answer.results.length;
  return more > 0 ? <p class="note">{tn("search.more", more)}</p> : null;
}

function useSlashKey(input: { current: HTMLInputElement | null }, enabled: boolean): void {
  // Before the first paint: a reader, or a test, may be that quick.
  useLayoutEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
