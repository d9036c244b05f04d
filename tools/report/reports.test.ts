import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import type { Diagnostic, FileReport, Position, Summary, ToolInformation } from "./diagnostic.ts";
import { excerpts } from "./excerpt.ts";
import { formats } from "./formats.ts";
import { startMarkdownReport } from "./markdown.ts";
import type { RenderContext } from "./renderer.ts";
import { artifactUri } from "./sarif.ts";

const tool: ToolInformation = { name: "workstation-contracts", version: "1.2.3", ruleset: `sha256:${"0".repeat(64)}` };
const rule = { id: "mount/whole-home", severity: "error" as const, demands: "No whole home.", because: "It holds keys.", instead: "Name a folder." };
const hostile = "a\u001b[31m\u202e<&\"]]>\u0000\ud800#: ,%0A::error::\r\nb\ufffe";

interface Document {
  readonly path: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  /** For a document of a stream. */
  readonly line?: number;
}

async function render(format: string, documents: readonly Document[], options: Partial<RenderContext> & { unreadable?: readonly string[] } = {}): Promise<string> {
  const start = await formats.find(({ name }) => name === format)?.load();
  if (start === undefined) throw new Error(`no format ${format}`);
  let output = "";
  const context: RenderContext = { tool, rules: [rule], colour: false, quiet: false, columns: undefined, locate: (path) => path, ...options };
  const renderer = start((text) => {
    output += text;
  }, context);
  const summary = { files: 0, valid: 0, invalid: 0, errors: 0, warnings: 0 };
  for (const document of documents) {
    const report = reportOf(document);
    add(summary, report);
    renderer.file(report, excerpts({ text: document.text, line: 1, offset: 0 }, report.diagnostics));
  }
  for (const path of options.unreadable ?? []) renderer.unreadable(path, "permission denied");
  renderer.end(summary, options.unreadable?.length ?? 0);
  return output;
}

function reportOf({ path, diagnostics, line }: Document): FileReport {
  return { path, ...(line !== undefined && { line }), kind: "WorkstationContract", apiVersion: null, valid: diagnostics.every(({ severity }) => severity !== "error"), diagnostics };
}

function add(summary: { -readonly [key in keyof Summary]: number }, report: FileReport): void {
  summary.files += 1;
  summary[report.valid ? "valid" : "invalid"] += 1;
  for (const { severity } of report.diagnostics) summary[severity === "error" ? "errors" : "warnings"] += 1;
}

function finding(text: string, start: number, end: number, changes: Partial<Diagnostic> = {}): Diagnostic {
  return {
    ruleId: "mount/whole-home",
    severity: "error",
    message: "The mount is a whole home folder.",
    pointer: "/spec",
    start: position(text, start),
    end: position(text, end),
    help: "https://example.org/rule",
    ...changes,
  };
}

function position(text: string, offset: number): Position {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, offset };
}

function underlined(text: string, part: string, changes: Partial<Diagnostic> = {}): Document {
  const start = text.indexOf(part);
  return { path: "a.json", text, diagnostics: [finding(text, start, start + part.length, changes)] };
}

const good: Document = { path: "good.json", text: "{}", diagnostics: [] };
const bad = underlined('{\n  "a": "$HOME"\n}', "$HOME", { fix: { description: "Scope it", edits: [{ start: 10, end: 15, text: "~/dev" }] } });
const odd: Document = {
  path: hostile,
  text: hostile,
  diagnostics: [finding(hostile, 0, 3, { message: hostile, pointer: `/${hostile}`, severity: "warning" }), finding(hostile, 2, hostile.length, { ruleId: "json/syntax", message: hostile })],
};

describe("text", () => {
  test("shows place, message, line and caret, and closes with a summary", async () => {
    expect(await render("text", [good, bad])).toBe(
      [
        "good.json: valid",
        "a.json:2:9 error mount/whole-home",
        "  The mount is a whole home folder.",
        "  at /spec",
        '  2 |   "a": "$HOME"',
        "    |         ^^^^^",
        "  fix: Scope it (--fix does it)",
        "  see https://example.org/rule",
        "",
        "2 files: 1 valid, 1 invalid; 1 error, 0 warnings",
        "",
      ].join("\n"),
    );
  });

  test.each([
    ["a tab before it", '\t"key": HERE', '    "key": HERE'],
    ["a tab within the line before it", '"k":\tHERE', '"k":    HERE'],
    ["a tab that ends short of its stop", '"key":\tHERE', '"key":  HERE'],
    ["wide characters before it", '"日本語": HERE', '"日本語": HERE'],
    ["a combining mark before it", '"e\u0301": HERE', '"e\u0301": HERE'],
    ["an escape character before it", '"\u001b[2J": HERE', '"\\u001b[2J": HERE'],
  ])("puts the caret under the place with %s", async (_name, text, printed) => {
    const [line, caret] = excerptLines(await render("text", [underlined(text, "HERE")]));
    expect(line).toBe(printed);
    expect(caret?.indexOf("^")).toBe(columnsBefore(printed, "HERE"));
    expect(caret?.trim()).toBe("^^^^");
  });

  test("cuts a long line to a window around the place", async () => {
    const text = `"${"x".repeat(5000)}HERE${"y".repeat(5000)}"`;
    for (const columns of [undefined, 40, 80, 200]) {
      const [line, caret] = excerptLines(await render("text", [underlined(text, "HERE")], { columns }));
      expect(line?.length).toBeLessThanOrEqual(columns ?? 120);
      expect(line?.slice(caret?.indexOf("^"), (caret?.lastIndexOf("^") ?? 0) + 1)).toBe("HERE");
      expect(line?.startsWith("…") && line.endsWith("…")).toBe(true);
    }
  });

  test("underlines a place that leaves the window as far as it is shown", async () => {
    const text = `"${"x".repeat(500)}${"HERE".repeat(500)}"`;
    const [line = "", caret = ""] = excerptLines(await render("text", [underlined(text, "HERE".repeat(500))], { columns: 80 }));
    expect(line.length).toBeLessThanOrEqual(80 - "  1 | ".length);
    expect(caret.length).toBe(line.length - "…".length);
    expect(line.slice(caret.indexOf("^"))).toMatch(/^HERE.*…$/);
  });

  test("when quiet, is silent about good documents and not about warnings", async () => {
    expect(await render("text", [good], { quiet: true })).toBe("");
    expect(await render("text", [good, underlined("{}", "{", { severity: "warning" })], { quiet: true })).toContain("2 files: 2 valid, 0 invalid; 0 errors, 1 warning\n");
    expect(await render("text", [good], { quiet: true, unreadable: ["gone.json"] })).toContain("1 file without a verdict");
  });

  test("shows at least one caret for an empty place, also at the end of the text", async () => {
    const text = '{"a": ';
    const [line, caret] = excerptLines(await render("text", [{ path: "a.json", text, diagnostics: [finding(text, text.length, text.length)] }]));
    expect(line).toBe(text);
    expect(caret).toBe(`${" ".repeat(text.length)}^`);
  });

  test("breaks messages only on a terminal", async () => {
    const message = "word ".repeat(60).trim();
    const narrow = await render("text", [underlined("{}", "{", { message })], { columns: 50 });
    expect(Math.max(...narrow.split("\n").slice(0, 8).map((line) => line.length))).toBeLessThanOrEqual(50);
    expect(await render("text", [underlined("{}", "{", { message })])).toContain(message);
  });

  test("colours only when told to, and lets nothing through that a terminal obeys", async () => {
    expect(await render("text", [bad], { colour: true })).toContain("\u001b[31merror\u001b[0m");
    expect(await render("text", [bad, odd])).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]/u);
  });
});

function excerptLines(output: string): [string | undefined, string | undefined] {
  const lines = output.split("\n").filter((line) => /^\s+\d* \| /.test(line));
  return [lines[0]?.replace(/^\s+\d* \| /, ""), lines[1]?.replace(/^\s+\| /, "")];
}

function columnsBefore(line: string, part: string): number {
  let width = 0;
  for (const character of line.slice(0, line.indexOf(part))) width += /[日本語]/.test(character) ? 2 : character === "\u0301" ? 0 : 1;
  return width;
}

describe("json", () => {
  const schema: unknown = JSON.parse(readFileSync(new URL("../../schemas/report/validation-report.v1.schema.json", import.meta.url), "utf8"));
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const matches = ajv.compile(schema as object);

  test.each([[[]], [[good]], [[good, bad, odd]]])("follows the published schema (case %#)", async (documents) => {
    const text = await render("json", documents);
    expect(matches(JSON.parse(text)), JSON.stringify(matches.errors)).toBe(true);
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`.replace(/"files": \[\]/, '"files": []').replace(/[\x7f-\x9f\u202e]/gu, "\\u202e"));
  });

  test("ndjson gives one report a line and the summary last", async () => {
    const lines = (await render("ndjson", [good, bad])).trimEnd().split("\n");
    const whole = JSON.parse(await render("json", [good, bad])) as { tool: unknown; files: unknown[]; summary: unknown };
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([...whole.files, { tool: whole.tool, summary: whole.summary }]);
  });
});

describe("sarif", () => {
  const schema = JSON.parse(readFileSync(new URL("./sarif-schema-2.1.0.json", import.meta.url), "utf8")) as object;
  const ajv = new Ajv.default({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const matches = ajv.compile(schema);

  test.each([[[]], [[good]], [[good, bad, odd]]])("follows the official schema (case %#)", async (documents) => {
    const log: unknown = JSON.parse(await render("sarif", documents, { unreadable: ["gone dir/x.json"] }));
    expect(matches(log), JSON.stringify(matches.errors)).toBe(true);
  });

  test("gives regions, rule indexes, fingerprints and fixes by line and column", async () => {
    const { runs } = JSON.parse(await render("sarif", [bad, odd])) as {
      runs: { results: { ruleIndex: number; ruleId: string; partialFingerprints: object; fixes?: unknown[]; locations: { physicalLocation: object }[] }[]; tool: { driver: { rules: { id: string }[] } } }[];
    };
    const results = runs[0]?.results ?? [];
    const rules = runs[0]?.tool.driver.rules ?? [];
    expect(results.map(({ ruleIndex }) => rules[ruleIndex]?.id)).toEqual(results.map(({ ruleId }) => ruleId));
    expect(results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "a.json", uriBaseId: "%SRCROOT%" },
      region: { startLine: 2, startColumn: 9, endLine: 2, endColumn: 14, charOffset: 10, charLength: 5 },
    });
    expect(JSON.stringify(results[0]?.fixes)).toContain('"deletedRegion":{"startLine":2,"startColumn":9,"endLine":2,"endColumn":14,"charOffset":10,"charLength":5}');
  });

  test("names each finding by a fingerprint that stays when lines move", async () => {
    const fingerprints = async (documents: readonly Document[]): Promise<string[]> => {
      const { runs } = JSON.parse(await render("sarif", documents)) as { runs: { results: { partialFingerprints: object }[] }[] };
      return (runs[0]?.results ?? []).map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
    };
    const twice: Document = { path: "a.json", text: "{}", diagnostics: [finding("{}", 0, 1), finding("{}", 1, 2)] };
    const documents = [twice, { ...twice, path: "b.json" }, { ...twice, line: 1 }, { ...twice, line: 2 }, { ...twice, diagnostics: [finding("{}", 0, 1, { ruleId: "json/syntax" }), finding("{}", 0, 1, { pointer: "/kind" })] }];
    const names = await fingerprints(documents);
    expect(new Set(names).size).toBe(names.length);
    expect(await fingerprints([{ ...twice, text: "\n\n{}", diagnostics: [finding("\n\n{}", 2, 3), finding("\n\n{}", 3, 4)] }])).toEqual(names.slice(0, 2));
  });

  test("encodes file names as URI references", () => {
    expect(artifactUri("./a b/ü#?%.json")).toBe("a%20b/%C3%BC%23%3F%25.json");
    expect(artifactUri("c:d//e.json")).toBe("c%3Ad/e.json");
    expect(artifactUri("/tmp/x y.json")).toBe("file:///tmp/x%20y.json");
  });
});

describe("junit", () => {
  test("counts, and escapes what XML reserves or forbids", async () => {
    const xml = await render("junit", [good, bad, odd], { unreadable: [hostile] });
    expect(xml).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|\p{Cs}/u);
    expect(xml.replace(/&(amp|lt|gt|quot|#\d+);/g, "")).not.toContain("&");
    expect(xml).toContain('<testsuite name="a.json" tests="1" failures="1" errors="0" skipped="0">');
    expect(xml).toContain('<testsuite name="good.json" tests="1" failures="0" errors="0" skipped="0">');
    expect(balanced(xml)).toBe(true);
  });

  test("stays well-formed whatever the text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        expect(balanced(await render("junit", [{ path: text, text, diagnostics: [finding(text, 0, text.length, { message: text })] }]))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

/** Whether every tag is closed in order and no stray angle bracket is left. */
function balanced(xml: string): boolean {
  const open: string[] = [];
  const rest = xml.replace(/^<\?xml [^?]*\?>/, "").replace(/<(\/?)(\w+(?:-\w+)?)((?:\s+\w+="[^"<>&]*(?:&[#\w]+;[^"<>&]*)*")*)\s*(\/?)>/g, (_tag, closing: string, name: string, _attributes, empty: string) => {
    if (closing !== "") return open.pop() === name ? "" : "<";
    if (empty === "") open.push(name);
    return "";
  });
  return open.length === 0 && !/[<>]/.test(rest);
}

describe("tap", () => {
  test("numbers the documents and keeps the findings in YAML", async () => {
    const lines = (await render("tap", [good, bad, odd], { unreadable: ["gone.json"] })).split("\n");
    expect(lines.filter((line) => /^(not )?ok /.test(line)).map((line) => line.split(" - ")[0])).toEqual(["ok 1", "not ok 2", "not ok 3", "not ok 4"]);
    expect(lines).toContain("1..4");
    const text = lines.join("\n");
    for (const block of text.matchAll(/^ {2}---\n([\s\S]*?)^ {2}\.\.\.$/gm)) expect(parseYaml(block[1]?.replace(/^ {2}/gm, "") ?? "")).toHaveProperty("message");
  });

  test("leads with the error where a warning stands before it", async () => {
    const diagnostics = [finding("{}", 0, 1, { severity: "warning", message: "Less." }), finding("{}", 1, 2, { message: "More." })];
    const block = /^ {2}---\n([\s\S]*?)^ {2}\.\.\.$/m.exec(await render("tap", [{ path: "a.json", text: "{}", diagnostics }]))?.[1];
    expect(parseYaml(block?.replace(/^ {2}/gm, "") ?? "")).toMatchObject({ message: "More.", severity: "error" });
  });

  test("cannot be told to skip by a file name", async () => {
    expect(await render("tap", [{ ...bad, path: "a.json # SKIP none" }])).toContain("not ok 1 - a.json \\# SKIP none");
  });
});

describe("github", () => {
  test("writes one annotation a finding, with columns only within a line", async () => {
    const several = underlined("{\n}", "{\n}");
    expect(await render("github", [bad, several])).toBe(
      "::error file=a.json,line=2,endLine=2,col=9,endColumn=14,title=mount/whole-home::The mount is a whole home folder.%0Ahttps://example.org/rule\n" +
        "::error file=a.json,line=1,endLine=2,title=mount/whole-home::The mount is a whole home folder.%0Ahttps://example.org/rule\n" +
        "2 files: 0 valid, 2 invalid; 2 errors, 0 warnings\n",
    );
  });

  test("a document cannot write commands of its own", async () => {
    const lines = (await render("github", [odd], { unreadable: [hostile] })).trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(0, 3)) expect(/^::(error|warning) file=[^:,]*(,\w+=[^:,]*)*::/.test(line)).toBe(true);
    expect(lines.join("\n")).not.toMatch(/[\0-\x09\x0b-\x1f\u202e]/);
  });
});

test("a job summary keeps what documents and file names hold as text", () => {
  let summary = "";
  const renderer = startMarkdownReport((text) => (summary += text), { tool, rules: [], colour: false, quiet: false, columns: undefined, locate: (path) => path });
  renderer.file(reportOf(odd), []);
  renderer.unreadable("<b>|`x`\n# no", "[a](b) @everyone");
  renderer.end({ files: 1, valid: 0, invalid: 1, errors: 1, warnings: 1 }, 1);
  const tables = summary.split("\n").filter((line) => line.startsWith("|"));
  expect(tables).toHaveLength(2 + odd.diagnostics.length);
  for (const row of tables) expect(row.split("|")).toHaveLength(6);
  expect(summary).not.toMatch(/<b>|`|@|\[a\]|^# no|::error|[\0-\x09\x0b-\x1f\u202e]/mu);
});

test("every format ends a report without documents", async () => {
  for (const { name } of formats) expect(await render(name, []), name).toMatch(/\n$/);
});
