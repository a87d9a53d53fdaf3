/** The claims of a page as a table: one row each, the words of the source last. */

import type { Account } from "../data/accounts";
import { caseAddress, quoteAddress, recordAddress } from "../data/addresses";
import { period } from "../format";
import { t, who } from "../i18n";
import { Amount } from "./account";
import { StatusChip } from "./status";

const COLUMNS = ["what", "who", "status", "place", "when", "source", "words"] as const;

export function ClaimTable({ claims }: { claims: readonly Account[] }) {
  return (
    <div class="scroll" role="region" aria-label={t("browse.asTable")} tabIndex={0}>
      <table class="claims">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`claims.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {claims.map((one) => (
            <tr key={one.claim}>
              <th scope="row">
                <a href={recordAddress(one.claim)}>
                  <Amount account={one} />
                </a>
                {one.case && (
                  <p class="links">
                    <a href={caseAddress(one.case)}>{t("claim.case")}</a>
                  </p>
                )}
              </th>
              <td>{one.population ? who(one.population) : ""}</td>
              <td>
                <StatusChip status={one.status} />
              </td>
              <td>{one.place?.name ?? ""}</td>
              <td>{period(one.begin, one.end)}</td>
              <td>{one.source_name}</td>
              <td lang={one.language ?? undefined} dir="auto">
                <a href={quoteAddress(one.article, one.start, one.stop)}>{one.quote}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
