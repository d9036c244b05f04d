import type { Diagnostic, FileReport } from "./diagnostic.ts";
import { displayWidth } from "./display_width.ts";
import type { Excerpt, RenderContext, Renderer, Sink } from "./renderer.ts";
import { documentName, summaryLine } from "./summary.ts";
import { visible, visibleLines } from "./visible.ts";

const tabStop = 4;
const plainWidth = 120;
const widestMessage = 110;

/** The report people read: a line that editors can jump from, the message, the offending line and a caret under the exact place. */
export function startTextReport(sink: Sink, context: RenderContext): Renderer {
  const paint = context.colour ? inColour : (_style: Style, text: string) => text;
  return {
    file(report, excerpts) {
      for (const [index, diagnostic] of report.diagnostics.entries()) {
        sink(renderDiagnostic(report, diagnostic, excerpts[index], context.columns, paint));
      }
      if (report.valid && !context.quiet) sink(`${documentName(report)}: valid\n`);
    },
    unreadable() {
      // Standard error tells of it.
    },
    end(summary, unreadable) {
      if (!context.quiet || summary.errors + summary.warnings + unreadable > 0) sink(`${summaryLine(summary, unreadable)}\n`);
    },
  };
}

type Style = "error" | "warning" | "strong" | "faint";
type Paint = (style: Style, text: string) => string;

const codes: Record<Style, number> = { error: 31, warning: 33, strong: 1, faint: 2 };

function inColour(style: Style, text: string): string {
  return `\u001b[${codes[style]}m${text}\u001b[0m`;
}

function renderDiagnostic(report: FileReport, diagnostic: Diagnostic, excerpt: Excerpt | undefined, columns: number | undefined, paint: Paint): string {
  const { start, severity } = diagnostic;
  const place = `${visible(report.path)}:${start.line}:${start.column}`;
  const lines = [`${paint("strong", place)} ${paint(severity, severity)} ${paint("strong", diagnostic.ruleId)}`];
  lines.push(...wrapped(visibleLines(diagnostic.message), columns).map((line) => `  ${line}`));
  if (diagnostic.pointer !== "") lines.push(paint("faint", `  at ${visible(diagnostic.pointer)}`));
  if (excerpt !== undefined && excerpt.text !== "") lines.push(...renderExcerpt(excerpt, start.line, severity, columns, paint));
  // Documents of a stream are not mended in place.
  if (diagnostic.fix !== undefined) lines.push(`  fix: ${visible(diagnostic.fix.description)}${report.line === undefined ? " (--fix does it)" : ""}`);
  lines.push(paint("faint", `  see ${diagnostic.help}`));
  return `${lines.join("\n")}\n\n`;
}

function wrapped(message: string, columns: number | undefined): string[] {
  const paragraphs = message.split("\n");
  if (columns === undefined) return paragraphs;
  const width = Math.max(20, Math.min(columns, widestMessage) - 2);
  return paragraphs.flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    let lineWidth = 0;
    for (const word of paragraph.split(" ")) {
      const wordWidth = textWidth(word);
      if (line !== "" && lineWidth + 1 + wordWidth > width) {
        lines.push(line);
        line = "";
        lineWidth = 0;
      }
      lineWidth += line === "" ? wordWidth : wordWidth + 1;
      line = line === "" ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}

function renderExcerpt(excerpt: Excerpt, lineNumber: number, severity: Diagnostic["severity"], columns: number | undefined, paint: Paint): string[] {
  const number = String(lineNumber);
  const gutter = " ".repeat(number.length);
  const shown = windowed(excerpt, Math.max(20, (columns ?? plainWidth) - number.length - 5));
  return [
    `  ${paint("faint", `${number} |`)} ${shown.text}`,
    `  ${paint("faint", `${gutter} |`)} ${" ".repeat(shown.caretStart)}${paint(severity, "^".repeat(shown.caretLength))}`,
  ];
}

interface Cell {
  readonly text: string;
  readonly width: number;
}

/** The line as it is printed, cut to `width` columns so that the caret stays in sight, and where the caret goes. */
function windowed(excerpt: Excerpt, width: number): { text: string; caretStart: number; caretLength: number } {
  const { cells, startCell, endCell } = printedCells(excerpt);
  const before = cells.slice(0, startCell);
  const from = fittingFromRight(before, Math.max(Math.floor(width / 3), width - widthOf(cells.slice(startCell))));
  const cutBefore = excerpt.cutBefore || from > 0;
  const room = width - (cutBefore ? 1 : 0) - 1;
  const to = fittingFromLeft(cells, from, room);
  const cutAfter = excerpt.cutAfter || to < cells.length;
  const text = cells
    .slice(from, to)
    .map((cell) => cell.text)
    .join("");
  return {
    text: `${cutBefore ? "…" : ""}${text}${cutAfter ? "…" : ""}`,
    caretStart: (cutBefore ? 1 : 0) + widthOf(cells.slice(from, startCell)),
    caretLength: Math.max(1, widthOf(cells.slice(startCell, Math.min(endCell, to)))),
  };
}

function printedCells(excerpt: Excerpt): { cells: Cell[]; startCell: number; endCell: number } {
  const cells: Cell[] = [];
  let startCell: number | undefined;
  let endCell: number | undefined;
  let unit = 0;
  let column = 0;
  for (const character of excerpt.text) {
    if (unit >= excerpt.start) startCell ??= cells.length;
    if (unit >= excerpt.end) endCell ??= cells.length;
    const cell = printedCell(character, column);
    cells.push(cell);
    column += cell.width;
    unit += character.length;
  }
  return { cells, startCell: startCell ?? cells.length, endCell: endCell ?? cells.length };
}

function printedCell(character: string, column: number): Cell {
  if (character === "\t") {
    const width = tabStop - (column % tabStop);
    return { text: " ".repeat(width), width };
  }
  const text = visible(character);
  return { text, width: text === character ? displayWidth(character) : text.length };
}

function fittingFromRight(cells: readonly Cell[], room: number): number {
  let index = cells.length;
  let used = 0;
  for (let cell = cells[index - 1]; cell !== undefined && used + cell.width <= room; cell = cells[index - 1]) {
    used += cell.width;
    index -= 1;
  }
  return index;
}

function fittingFromLeft(cells: readonly Cell[], from: number, room: number): number {
  let index = from;
  let used = 0;
  for (let cell = cells[index]; cell !== undefined && used + cell.width <= room; cell = cells[index]) {
    used += cell.width;
    index += 1;
  }
  return index;
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((width, cell) => width + cell.width, 0);
}

function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += displayWidth(character);
  return width;
}
