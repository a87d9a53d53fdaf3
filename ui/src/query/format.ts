/** A query laid out anew: one triple a line, indented by its brackets. Only white space and the case of keywords change. */

const TOKEN = /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[?$][\p{L}\p{N}_]+|[\p{L}\p{N}_-]*:(?:[\p{L}\p{N}_.%\\:-]*[\p{L}\p{N}_%:-])?|\d*\.\d+(?:[eE][+-]?\d+)?|\d+(?:[eE][+-]?\d+)?|@[A-Za-z]+(?:-[A-Za-z0-9]+)*|[\p{L}_][\p{L}\p{N}_]*|\^\^|&&|\|\||!=|<=|>=|<<|>>|\S/gu;

const INDENT = "  ";
/** A clause on a line of its own; what follows it stays beside it. */
const STARTS = new Set("PREFIX BASE SELECT CONSTRUCT ASK DESCRIBE FROM ORDER GROUP HAVING LIMIT OFFSET VALUES FILTER BIND OPTIONAL MINUS GRAPH SERVICE INSERT DELETE WITH USING".split(" "));
const KEYWORDS = new Set([...STARTS, ..."WHERE UNION DISTINCT REDUCED AS BY ASC DESC NOT EXISTS IN NAMED SILENT UNDEF COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR IF COALESCE BOUND STR LANG LANGMATCHES DATATYPE IRI URI BNODE CONCAT STRLEN SUBSTR UCASE LCASE CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER REPLACE REGEX ABS ROUND CEIL FLOOR YEAR MONTH DAY HOURS MINUTES SECONDS NOW ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC STRDT STRLANG SAMETERM DATA INTO".split(" ")]);
/** A line that is whole: what comes next in the text on a line of its own does not belong to it. */
const WHOLE = /^(?:(?:FILTER|BIND)\b.*\)|(?:PREFIX|BASE)\b.*>)$/;

interface Token {
  text: string;
  /** White space, or the start of the text, stands before it. */
  spaced: boolean;
  /** It is the first of its line. */
  first: boolean;
  /** An empty line stands before it. */
  apart: boolean;
}

export function tokensOf(query: string): Token[] {
  let end = 0;
  return [...query.matchAll(TOKEN)].map((match) => {
    const before = query.slice(end, match.index);
    end = match.index + match[0].length;
    return { text: cased(match[0]), spaced: before !== "" || match.index === 0, first: match.index === 0 || before.includes("\n"), apart: /\n\s*\n/.test(before) };
  });
}

/** `DATA` may be a prefix or a variable elsewhere: only whole words without a sign are keywords. */
function cased(token: string): string {
  return KEYWORDS.has(token.toUpperCase()) ? token.toUpperCase() : token;
}

export function formatted(query: string): string {
  const layout = new Layout();
  for (const token of tokensOf(query)) layout.add(token);
  return layout.text();
}

class Layout {
  private readonly lines: string[] = [];
  private line = "";
  private depth = 0;
  /** Inside ( ) or [ ] nothing breaks. */
  private inline = 0;
  /** Behind a ";": the next predicate stands under the first. */
  private hanging = 0;
  private last = "";

  add(token: Token): void {
    const { text } = token;
    if (token.apart && this.lines.length > 0) this.space();
    if (text.startsWith("#")) this.comment(token);
    else if (text === "{") this.open();
    else if (text === "}") this.close();
    else if (this.inline === 0 && (text === "." || text === ";")) this.stop(text);
    else this.word(token);
    this.last = text;
  }

  text(): string {
    this.end();
    return `${this.lines.join("\n").replace(/\n{3,}/g, "\n\n").trim()}\n`;
  }

  private comment({ text, first }: Token): void {
    if (first) this.end();
    this.line += this.line ? ` ${text}` : text;
    this.end();
  }

  private open(): void {
    this.line += this.line ? " {" : "{";
    if (this.inline > 0 || this.line.startsWith("VALUES")) {
      this.inline += 1;
      return;
    }
    this.end();
    this.hanging = 0;
    this.depth += 1;
  }

  private close(): void {
    if (this.inline > 0) {
      this.inline -= 1;
      this.line += " }";
      if (this.inline === 0) this.end();
      return;
    }
    this.end();
    this.hanging = 0;
    this.depth = Math.max(0, this.depth - 1);
    this.line = "}";
  }

  private stop(sign: string): void {
    this.line += this.line ? ` ${sign}` : sign;
    this.end();
    this.hanging = sign === ";" ? 1 : 0;
  }

  private word(token: Token): void {
    const { text, spaced } = token;
    if (this.inline === 0 && STARTS.has(text)) this.end();
    // Behind a bracket that closed a block only these may follow on its line.
    else if (this.line === "}" && !["UNION", "WHERE", "AS", "LIMIT"].includes(text)) this.end();
    else if (this.inline === 0 && token.first && WHOLE.test(this.line)) this.end();
    if (text === "(" || text === "[") this.inline += 1;
    const tight = this.line === "" || /^[)\],]$/.test(text) || /^[([]$/.test(this.last) || !spaced;
    this.line += tight ? text : ` ${text}`;
    if (text === ",") this.line = this.line.replace(/ ,$/, ",");
    if (text === ")" || text === "]") this.inline = Math.max(0, this.inline - 1);
  }

  /** An empty line, where there was one between two statements. */
  private space(): void {
    if (this.inline > 0 || this.hanging > 0) return;
    this.end();
    if (this.lines.at(-1) !== "") this.lines.push("");
  }

  private end(): void {
    if (this.line === "") return;
    this.lines.push(INDENT.repeat(this.depth + this.hanging) + this.line);
    this.line = "";
  }
}
