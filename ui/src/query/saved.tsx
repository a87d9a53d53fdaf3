/** The saved questions: a list to choose from, a form for what one takes, and the address where programs ask it. */

import { getJson } from "../data/api";
import { useLoaded } from "../data/resource";
import { t } from "../i18n";
import { Failure, Loading } from "../components/notice";

export interface Parameter {
  name: string;
  type: string;
  description: string;
  required: boolean;
  default: string | null;
}

export interface Saved {
  name: string;
  title: string;
  description: string;
  href: string;
  parameters: Parameter[];
  text: string;
}

export function useLibrary() {
  return useLoaded("library", (signal) => getJson<{ queries: Saved[] }>("/queries", { format: "json" }, signal));
}

interface ListProps {
  library: ReturnType<typeof useLibrary>;
  chosen: string | null;
  onChoose(saved: Saved): void;
}

export function SavedList({ library: [loaded, retry], chosen, onChoose }: ListProps) {
  return (
    <nav class="library" aria-label={t("bench.saved")}>
      <h2>{t("bench.saved")}</h2>
      {loaded.state === "loading" && <Loading label={t("view.loadingAny")} />}
      {loaded.state === "failed" && <Failure reason={loaded.reason} onRetry={retry} />}
      {loaded.state === "ready" && (
        <ul>
          {loaded.value.queries.map((saved) => (
            <li key={saved.name}>
              <button type="button" class="text" aria-current={saved.name === chosen ? "true" : undefined} title={saved.description} onClick={() => onChoose(saved)}>
                {saved.title}
              </button>
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

interface FormProps {
  saved: Saved;
  values: Record<string, string>;
  onChange(values: Record<string, string>): void;
  onAsk(): void;
}

export function SavedForm({ saved, values, onChange, onAsk }: FormProps) {
  const given = Object.entries(values).filter(([, value]) => value !== "");
  const address = given.length > 0 ? `${saved.href}?${new URLSearchParams(given)}` : saved.href;
  const submit = (event: Event) => {
    event.preventDefault();
    onAsk();
  };
  return (
    <form class="saved" onSubmit={submit} aria-label={saved.title}>
      <h2>{saved.title}</h2>
      <p class="soft">{saved.description}</p>
      <div class="fields">
        {saved.parameters.map((parameter) => (
          <Field key={parameter.name} parameter={parameter} value={values[parameter.name] ?? ""} onInput={(value) => onChange({ ...values, [parameter.name]: value })} />
        ))}
      </div>
      <p class="actions">
        <button class="primary">{t("bench.ask")}</button>
        <a href={address}>{t("bench.api")}</a>
      </p>
    </form>
  );
}

function Field({ parameter, value, onInput }: { parameter: Parameter; value: string; onInput(value: string): void }) {
  const { name, type, description, required } = parameter;
  return (
    <label>
      <span>
        {name} {required && <span class="soft">({t("bench.required")})</span>}
      </span>
      <input
        type={(type === "date" ? "date" : "text") as "text"}
        value={value}
        required={required}
        placeholder={parameter.default ?? ""}
        aria-describedby={`about-${name}`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <span class="soft" id={`about-${name}`}>
        {description}
      </span>
    </label>
  );
}
