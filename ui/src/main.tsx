import { render } from "preact";

import "@preact/signals";
import "./style/tokens.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/landing.css";
import "./style/explore.css";
import "./style/arrange.css";
import "./style/claims.css";
import { App } from "./app";
import { keepInLinks } from "./data/state";
import { listenToHistory } from "./data/view";
import { locale } from "./i18n";

document.documentElement.lang = locale;
listenToHistory();
keepInLinks();
render(<App />, document.getElementById("app") as HTMLElement);
