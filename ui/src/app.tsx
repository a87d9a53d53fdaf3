import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

import { Explore } from "./components/explore";
import { Header } from "./components/header";
import { Landing } from "./components/landing";
import { Screen } from "./components/screen";
import { view } from "./data/view";
import { t } from "./i18n";

/** The screens beside the network, by their address. */
const SCREENS: Record<string, () => Promise<ComponentType>> = {
  "/map": () => import("./map/screen").then(({ MapScreen }) => MapScreen),
  "/query": () => import("./query/workbench").then(({ Workbench }) => Workbench),
};

export function App() {
  const screen = SCREENS[location.pathname];
  return screen ? <Framed screen={screen} /> : <Explorer />;
}

function Framed({ screen }: { screen: () => Promise<ComponentType> }) {
  return (
    <>
      <Header withSearch />
      <Screen load={screen} />
      <Footer />
    </>
  );
}

function Explorer() {
  const { iri } = view.value;
  useEffect(() => {
    document.title = t("app.title");
  }, [iri]);
  return (
    <>
      <Header withSearch={iri !== null} />
      {iri ? <Explore key={iri} /> : <Landing />}
      <Footer />
    </>
  );
}

function Footer() {
  return (
    <footer class="site">
      {t("app.caveat")} <a href="/.well-known/void">{t("app.about")}</a>
    </footer>
  );
}
