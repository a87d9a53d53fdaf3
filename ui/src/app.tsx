import { useEffect } from "preact/hooks";

import { Explore } from "./components/explore";
import { Header } from "./components/header";
import { Landing } from "./components/landing";
import { view } from "./data/view";
import { t } from "./i18n";

export function App() {
  const { iri } = view.value;
  useEffect(() => {
    document.title = t("app.title");
  }, [iri]);
  return (
    <>
      <Header withSearch={iri !== null} />
      {iri ? <Explore key={iri} /> : <Landing />}
      <footer class="site">
        {t("app.caveat")} <a href="/.well-known/void">{t("app.about")}</a>
      </footer>
    </>
  );
}
