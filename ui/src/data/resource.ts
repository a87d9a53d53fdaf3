/** Loading as a value: what is there, what is on its way, what went wrong. */

import { useEffect, useState } from "preact/hooks";

import { t } from "../i18n";
import { RequestFailed } from "./api";

const PREPARING_AGAIN = 3_000; // milliseconds until it is asked again how far the server is

export type Loaded<T> = { state: "loading" } | { state: "ready"; value: T } | { state: "failed"; reason: string; status: number };

/** Load again whenever the key changes; an answer that comes after a newer question is dropped.
 *
 * What the server is still preparing is asked for again by itself, and what it says meanwhile stays.
 */
export function useLoaded<T>(key: string, load: (signal: AbortSignal) => Promise<T>): [Loaded<T>, () => void] {
  const [answer, setAnswer] = useState<{ key: string; loaded: Loaded<T> }>({ key, loaded: { state: "loading" } });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    let again: ReturnType<typeof setTimeout> | undefined;
    const settle = (loaded: Loaded<T>) => !abort.signal.aborted && setAnswer({ key, loaded });
    load(abort.signal).then(
      (value) => settle({ state: "ready", value }),
      (error: unknown) => {
        settle(failure(error));
        if (!abort.signal.aborted && isPreparing(error)) again = setTimeout(() => setAttempt((number) => number + 1), PREPARING_AGAIN);
      },
    );
    return () => {
      abort.abort();
      clearTimeout(again);
    };
  }, [key, attempt]);
  const retry = () => {
    setAnswer({ key, loaded: { state: "loading" } });
    setAttempt(attempt + 1);
  };
  return [answer.key === key ? answer.loaded : { state: "loading" }, retry];
}

function isPreparing(error: unknown): boolean {
  return error instanceof RequestFailed && (error.problem.type ?? "").endsWith("#being-prepared");
}

function failure(error: unknown): Loaded<never> {
  if (error instanceof RequestFailed) return { state: "failed", reason: error.message, status: error.problem.status };
  return { state: "failed", reason: t("error.server"), status: 0 };
}
