/** The picture as a file: what is drawn, filtered as it is. The writers come when they are wanted. */

import type { Network } from "../data/network";
import type { ExportFormat } from "../data/exports";
import type { Drawing } from "../graph/svg";
import { t } from "../i18n";

const DATA = ["csv", "jsonld", "graphml", "gexf"] as const;

interface Props {
  network: Network;
  name: string;
  /** How to draw the picture; null where there is none. */
  draw: ((title: string) => Drawing) | null;
}

export function SaveAs({ network, name, draw }: Props) {
  const file = (format: string) => `${name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.${format}`;
  const saveData = async (format: ExportFormat) => {
    const { FORMATS, save, written } = await import("../data/exports");
    save(new Blob([written(network, format)], { type: FORMATS[format] }), file(format));
  };
  const savePicture = async (format: "svg" | "png", drawing: Drawing) => {
    const [{ save }, { pngOf, svgOf }] = await Promise.all([import("../data/exports"), import("../graph/svg")]);
    const svg = svgOf(drawing);
    save(format === "svg" ? new Blob([svg], { type: "image/svg+xml" }) : await pngOf(svg, drawing), file(format));
  };
  return (
    <details class="save">
      <summary>{t("view.download")}</summary>
      <ul>
        {draw &&
          (["png", "svg"] as const).map((format) => (
            <li key={format}>
              <button type="button" onClick={() => void savePicture(format, draw(name))}>
                {t(`save.${format}`)}
              </button>
            </li>
          ))}
        {DATA.map((format) => (
          <li key={format}>
            <button type="button" onClick={() => void saveData(format)}>
              {t(`save.${format}`)}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
