/** The same question from elsewhere: a shell, Python, R. */

export type Language = "curl" | "python" | "r";

export function snippet(language: Language, address: string, query: string): string {
  return { curl, python, r }[language](address, query);
}

/** A saved question needs no query: its values are in its address. */
export function savedSnippet(language: Language, address: string): string {
  const csv = `${address}${address.includes("?") ? "&" : "?"}format=csv`;
  return {
    curl: `curl -s '${csv.replaceAll("'", "%27")}'\n`,
    python: `import pandas as pd\n\nframe = pd.read_csv(${JSON.stringify(csv)})\n`,
    r: `frame <- read.csv(${JSON.stringify(csv)})\n`,
  }[language];
}

function curl(address: string, query: string): string {
  return `curl -s '${address}' -H 'Accept: text/csv' --data-urlencode query='${query.replaceAll("'", `'\\''`)}'`;
}

function python(address: string, query: string): string {
  return `import io
import urllib.parse
import urllib.request

import pandas as pd

query = ${JSON.stringify(query)}
data = urllib.parse.urlencode({"query": query}).encode()
request = urllib.request.Request(${JSON.stringify(address)}, data, {"Accept": "text/csv"})
frame = pd.read_csv(io.BytesIO(urllib.request.urlopen(request).read()))
`;
}

function r(address: string, query: string): string {
  return `library(httr2)

query <- ${JSON.stringify(query)}
answer <- request(${JSON.stringify(address)}) |>
  req_headers(Accept = "text/csv") |>
  req_body_form(query = query) |>
  req_perform()
frame <- read.csv(text = resp_body_string(answer))
`;
}
