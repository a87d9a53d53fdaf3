/** Words of the interface by the browser's language; the catalogues are data (messages/*.json). */

import en from "./messages/en.json";
import nl from "./messages/nl.json";

export type MessageKey = keyof typeof en;
type Catalogue = Record<MessageKey, string>;

const CATALOGUES: Record<string, Catalogue> = { en, nl };

export const locale = navigator.languages.find((tag) => base(tag) in CATALOGUES) ?? "en";
const messages: Catalogue = CATALOGUES[base(locale)] ?? en;
const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

function base(tag: string): string {
  return tag.split("-")[0] ?? tag;
}

export type Values = Record<string, string | number>;

/** The message of a key, with {name} replaced; numbers are written as the language writes them. */
export function t(key: MessageKey, values: Values = {}): string {
  return fill(messages[key], values);
}

/** One of two messages, `key.one` or `key.other`, by the number named `n`. */
export function tn(key: PluralKey, n: number, values: Values = {}): string {
  const form = plurals.select(n) === "one" ? "one" : "other";
  return fill(messages[`${key}.${form}` as MessageKey], { n, ...values });
}
export type PluralKey = { [K in MessageKey]: K extends `${infer Stem}.other` ? Stem : never }[MessageKey];

/** The word for a code of the ontology; a code the catalogue lacks is shown as it is, spaced. */
export function word(scheme: "kind" | "relation" | "status" | "figure" | "measure" | "review", code: string): string {
  const key = [`${scheme}.${code}`, `event.${code}`].find((one) => one in messages);
  return key ? messages[key as MessageKey] : code.replaceAll("_", " ");
}

/** A group of people that is counted: "soldiers of Ostland" with the words the catalogue has, the rest as the data say it. */
export function who(group: string): string {
  const [, many, rest] = /^(.*?)((?: of | from ).*)?$/.exec(group) as unknown as [string, string, string | undefined];
  const key = `who.${many}`;
  const owner = rest ? t(rest.startsWith(" of ") ? "who.of" : "who.from", { name: rest.replace(/^ (of|from) /, "") }) : "";
  return `${key in messages ? messages[key as MessageKey] : many}${owner && ` ${owner}`}`;
}

function fill(message: string, values: Values): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? numbers.format(value) : value;
  });
}

export function number(value: number): string {
  return numbers.format(value);
}

const compact = new Intl.NumberFormat(locale, { notation: "compact" });

/** 3,400 but 12K and 3.2M: for where there is little room. */
export function short(value: number): string {
  return value < 10_000 ? number(value) : compact.format(value);
}
