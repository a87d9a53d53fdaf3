/** A figure: the interval in large, what it counts, how surely, who says so. */

import { quoteAddress } from "../data/addresses";
import type { Claim } from "../data/types";
import { bounds, period } from "../format";
import { t, word } from "../i18n";
import { sourceNames, Sources } from "./claim";
import { StatusChip } from "./status";

/** `quoted` adds the sentence and the way to it. */
export function FigureCard({ claim, quoted = false }: { claim: Claim; quoted?: boolean }) {
  const { evidence, article } = claim;
  if (!claim.number) return null;
  return (
    <li class={claim.superseded_by ? "figure overtaken" : "figure"}>
      <Amount claim={claim} />
      <Circumstances claim={claim} />
      {quoted && evidence && (
        <blockquote lang={article?.language ?? undefined} dir="auto">
          {evidence.quote}
        </blockquote>
      )}
      <Sources names={sourceNames(claim)} asserted={quoted ? claim.asserted : null} />
      {quoted && evidence && article && (
        <p class="links">
          <a href={quoteAddress(article.hash, evidence.start, evidence.end)}>{t("claim.open")}</a>
        </p>
      )}
    </li>
  );
}

function Amount({ claim }: { claim: Claim }) {
  const number = claim.number!;
  const measure = number.measure === "stock" || number.measure === "capacity" ? word("measure", number.measure) : "";
  return (
    <p class="amount">
      <span class="interval">{bounds(number)}</span> <span class="what">{word("figure", number.kind)}</span>{" "}
      {measure && <span class="soft">{measure} </span>}
      {claim.status && <StatusChip status={claim.status} />}
    </p>
  );
}

function Circumstances({ claim }: { claim: Claim }) {
  const { population, conventional } = claim.number!;
  const when = claim.period ? period(claim.period.begin, claim.period.end) : "";
  return (
    <p class="facts">
      {population && <span lang={claim.article?.language ?? undefined}>{population}</span>}
      {when && <span>{when}</span>}
      {claim.place && <span>{claim.place.name}</span>}
      {conventional && <span>{t("claim.conventional")}</span>}
      {claim.superseded_by && <span>{t("claim.overtaken")}</span>}
    </p>
  );
}
