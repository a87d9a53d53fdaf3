import { filters, listAddress, parseFilters } from "../data/filters";
import { NO_VALUES, type Selection } from "../data/selection";
import { kept, newest, preparing, snapshot } from "../data/state";
import { change, seedView, view, viewAddress } from "../data/view";
import { mapAddress, mapView } from "../map/view";
import type { SearchHit } from "../data/types";
import { recordAddress } from "../data/addresses";
import { t } from "../i18n";
import { SearchBox } from "./search";

const LINKS = [
  ["/cases", "nav.cases"],
  ["/articles", "nav.articles"],
  ["/queries", "nav.questions"],
  ["/query", "nav.sparql"],
  ["/ns", "nav.ontology"],
  ["/api", "nav.api"],
] as const;

/** An actor or a place opens as a network in the period one looks at, anything else as its record. */
export function openHit(hit: SearchHit): void {
  const { begin, end } = current();
  const found = { ...seedView(hit.iri), begin, end };
  if (hit.type === "eventtype") location.assign(kept(recordAddress(hit.iri)));
  else if (location.pathname !== "/") location.assign(kept(viewAddress(found)));
  else change(found);
}

/** What the reader has narrowed this page down to; the kinds and statuses of claims are each page's own. */
function current(): Selection {
  if (location.pathname === "/map") return { ...mapView.value, values: shared(mapView.value) };
  if (location.pathname !== "/") return { values: NO_VALUES, begin: null, end: null, box: null };
  if (view.value.iri) return { values: NO_VALUES, begin: view.value.begin, end: view.value.end, box: null };
  return { ...filters.value, values: shared(filters.value) };
}

function shared({ values }: Selection): Selection["values"] {
  return { ...values, type: [], code: [], status: [] };
}

export function Header({ withSearch }: { withSearch: boolean }) {
  const { values, begin, end, box } = current();
  const list = listAddress({ values, begin, end, box, page: 1, table: false, what: null });
  const map = mapAddress({ values, begin, end, box, what: "killed", shown: ["happened"], by: null, at: [] });
  const open = (address: string) => (event: MouseEvent) => {
    if (location.pathname !== "/" || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (kept(address) !== location.pathname + location.search) history.pushState(null, "", kept(address));
    view.value = seedView(null);
    filters.value = parseFilters(location.search);
  };
  return (
    <>
    {snapshot !== null && (
      <aside class="state" aria-label={t("state.label")}>
        {t("state.former", { name: snapshot })}{" "}
        <a href={newest()} data-newest>
          {t("state.newest")}
        </a>
      </aside>
    )}
    {preparing.value && (
      <aside class="state" aria-label={t("state.label")}>
        {t("state.preparing", { name: preparing.value.snapshot, done: preparing.value.done, articles: preparing.value.articles })}{" "}
        <a href={location.href}>{t("state.again")}</a>
      </aside>
    )}
    <header class="site">
      <a class="skip" href="#main">
        {t("app.skip")}
      </a>
      <a class="brand" href="/" onClick={open("/")}>
        <Mark /> {t("app.title")}
      </a>
      {withSearch && <SearchBox onChoose={openHit} />}
      <nav aria-label={t("nav.label")}>
        <a href={list} aria-current={location.pathname === "/" ? "page" : undefined} onClick={open(list)}>
          {t("nav.explore")}
        </a>
        <a href={map} aria-current={location.pathname === "/map" ? "page" : undefined}>
          {t("nav.map")}
        </a>
        {LINKS.map(([href, key]) => (
          <a key={href} href={href} aria-current={location.pathname === href ? "page" : undefined}>
            {t(key)}
          </a>
        ))}
      </nav>
    </header>
    </>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
      <path class="solid" d="M5 18 12 6l7 12" />
      <path class="dashed" d="M5 18h14" />
      <circle cx="12" cy="6" r="3" />
      <circle cx="5" cy="18" r="3" />
      <circle cx="19" cy="18" r="3" />
    </svg>
  );
}
