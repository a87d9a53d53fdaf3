import { change, seedView, viewAddress } from "../data/view";
import type { SearchHit } from "../data/types";
import { recordAddress } from "../data/addresses";
import { t } from "../i18n";
import { SearchBox } from "./search";

const LINKS = [
  ["/map", "nav.map"],
  ["/articles", "nav.articles"],
  ["/queries", "nav.questions"],
  ["/query", "nav.sparql"],
  ["/ns", "nav.ontology"],
  ["/api", "nav.api"],
] as const;

/** An actor or a place opens as a network, anything else as its record. */
export function openHit(hit: SearchHit): void {
  if (hit.type === "eventtype") location.assign(recordAddress(hit.iri));
  else if (location.pathname !== "/") location.assign(viewAddress(seedView(hit.iri)));
  else change(seedView(hit.iri));
}

export function Header({ withSearch }: { withSearch: boolean }) {
  const home = (event: MouseEvent) => {
    if (location.pathname !== "/" || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    change(seedView(null));
  };
  return (
    <header class="site">
      <a class="skip" href="#main">
        {t("app.skip")}
      </a>
      <a class="brand" href="/" onClick={home}>
        <Mark /> {t("app.title")}
      </a>
      {withSearch && <SearchBox onChoose={openHit} />}
      <nav aria-label={t("nav.label")}>
        <a href="/" aria-current={location.pathname === "/" ? "page" : undefined} onClick={home}>
          {t("nav.explore")}
        </a>
        {LINKS.map(([href, key]) => (
          <a key={href} href={href} aria-current={location.pathname === href ? "page" : undefined}>
            {t(key)}
          </a>
        ))}
      </nav>
    </header>
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
