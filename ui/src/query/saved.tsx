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

/** Where programs ask a saved question with these values. */
export function savedAddress({ href }: Saved, values: Record<string, string>): string {
  const given = Object.entries(values).filter(([, value]) => value !== "");
  return given.length > 0 ? `${href}?${new URLSearchParams(given)}` : href;
}

interface FormProps {
  saved: Saved;
  values: Record<string, string>;
  onChange(values: Record<string, string>): void;
  onAsk(): void;
  /** Show the question as SPARQL with the values in their places, to go on from there. */
  onEdit(): void;
  /** The code lists of the data, by name: a parameter of that name takes one of them. */
  codes: Record<string, { name: string; label: string }[]>;
}

export function SavedForm({ saved, values, onChange, onAsk, onEdit, codes }: FormProps) {
  const address = savedAddress(saved, values);
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
          <Field key={parameter.name} parameter={parameter} choices={codes[parameter.name] ?? []} value={values[parameter.name] ?? ""} onInput={(value) => onChange({ ...values, [parameter.name]: value })} />
        ))}
      </div>
      <p class="actions">
        <button class="primary">{t("bench.ask")}</button>
        <button type="button" onClick={onEdit}>
          {t("bench.edit")}
        </button>
        <a href={address}>{t("bench.api")}</a>
      </p>
    </form>
  );
}

interface FieldProps {
  parameter: Parameter;
  value: string;
  choices: { name: string; label: string }[];
  onInput(value: string): void;
}

function Field({ parameter, value, choices, onInput }: FieldProps) {
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
        list={choices.length > 0 ? `choices-${name}` : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {choices.length > 0 && (
        <datalist id={`choices-${name}`}>
          {choices.map((choice) => (
            <option key={choice.name} value={choice.name}>
              {choice.label}
            </option>
          ))}
        </datalist>
      )}
      <span class="soft" id={`about-${name}`}>
        {description}
      </span>
    </label>
  );
}
