import { render } from "preact";

render(<main><h1>conflict-kg</h1></main>, document.getElementById("app")!);
