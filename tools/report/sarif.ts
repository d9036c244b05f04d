import { createHash } from "node:crypto";
import type { Diagnostic, FileReport, Position } from "./diagnostic.ts";
import { safeJson, toolMembers } from "./json.ts";
import type { Excerpt, RenderContext, Renderer, ReportedRule, Sink } from "./renderer.ts";
import { wellFormed } from "./visible.ts";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const home = "https://github.com/SociOS-Linux/workstation-contracts";

/** SARIF 2.1.0 (OASIS), for code scanning. Results come before the tool, so that a rule met late still gets its index. */
export function startSarifReport(sink: Sink, context: RenderContext): Renderer {
  const rules = ruleTable(context.rules);
  const notifications: object[] = [];
  let results = 0;
  sink(`{\n"$schema": ${safeJson(schema)},\n"version": "2.1.0",\n"runs": [{\n"columnKind": "utf16CodeUnits",\n"results": [`);
  return {
    file(report, excerpts) {
      const uri = artifactUri(context.locate(report.path));
      const fingerprint = fingerprints(report, uri);
      for (const [index, diagnostic] of report.diagnostics.entries()) {
        const value = result(diagnostic, uri, rules.indexOf(diagnostic), fingerprint(diagnostic), excerpts[index]);
        sink(`${results === 0 ? "" : ","}\n${safeJson(value)}`);
        results += 1;
      }
    },
    unreadable(path, reason) {
      const physicalLocation = { artifactLocation: artifactLocation(artifactUri(context.locate(path))) };
      notifications.push({ level: "error", message: { text: reason }, locations: [{ physicalLocation }] });
    },
    end() {
      const { name, version, ruleset } = toolMembers(context.tool);
      const driver = { name, version, informationUri: home, rules: rules.descriptors(), properties: { ruleset } };
      const invocation = {
        executionSuccessful: notifications.length === 0,
        ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
      };
      sink(`\n],\n"invocations": [${safeJson(invocation)}],\n"tool": ${safeJson({ driver })}\n}]\n}\n`);
    },
  };
}

/** A path as a relative URI reference of encoded segments, or as a file URI where it leaves the working folder. */
export function artifactUri(path: string): string {
  const encoded = wellFormed(path)
    .split("/")
    .filter((segment, index) => segment !== "." && (segment !== "" || index === 0))
    .map(encodeURIComponent)
    .join("/");
  return path.startsWith("/") ? `file://${encoded}` : encoded;
}

interface RuleTable {
  readonly indexOf: (diagnostic: Diagnostic) => number;
  readonly descriptors: () => object[];
}

/** The known rules, in their order, and after them any that a diagnostic names besides. */
function ruleTable(known: readonly ReportedRule[]): RuleTable {
  const descriptors = known.map(descriptor);
  const indexes = new Map(known.map((rule, index) => [rule.id, index]));
  return {
    indexOf({ ruleId, help }) {
      const index = indexes.get(ruleId);
      if (index !== undefined) return index;
      indexes.set(ruleId, descriptors.length);
      return descriptors.push({ id: ruleId, helpUri: help }) - 1;
    },
    descriptors: () => descriptors,
  };
}

function descriptor(rule: ReportedRule): object {
  return {
    id: rule.id,
    shortDescription: { text: rule.demands },
    fullDescription: { text: `${rule.demands} ${rule.because}` },
    help: { text: `${rule.because} ${rule.instead}` },
    helpUri: `${home}/blob/main/docs/rules/${rule.id}.md`,
    defaultConfiguration: { level: rule.severity },
  };
}

function result(diagnostic: Diagnostic, uri: string, ruleIndex: number, fingerprint: string, excerpt: Excerpt | undefined): object {
  return {
    ruleId: diagnostic.ruleId,
    ruleIndex,
    level: diagnostic.severity,
    message: { text: diagnostic.message },
    locations: [
      {
        physicalLocation: { artifactLocation: artifactLocation(uri), region: region(diagnostic.start, diagnostic.end) },
        logicalLocations: [{ fullyQualifiedName: diagnostic.pointer, kind: "member" }],
      },
    ],
    partialFingerprints: { "contractPointer/v1": fingerprint },
    ...(diagnostic.fix === undefined ? {} : { fixes: [fix(diagnostic.fix, uri, excerpt)] }),
  };
}

function fix(mend: NonNullable<Diagnostic["fix"]>, uri: string, excerpt: Excerpt | undefined): object {
  const replacements = mend.edits.map((edit, index) => {
    const place = excerpt?.edits[index];
    return {
      deletedRegion: place === undefined ? { charOffset: edit.start, charLength: edit.end - edit.start } : region(place.start, place.end),
      insertedContent: { text: edit.text },
    };
  });
  return { description: { text: mend.description }, artifactChanges: [{ artifactLocation: artifactLocation(uri), replacements }] };
}

function artifactLocation(uri: string): object {
  return uri.startsWith("file:") ? { uri } : { uri, uriBaseId: "%SRCROOT%" };
}

function region(start: Position, end: Position): object {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}

/** Names a finding by its file, rule and pointer, so that it stays the same finding when lines move. */
function fingerprints(report: FileReport, uri: string): (diagnostic: Diagnostic) => string {
  const seen = new Map<string, number>();
  return (diagnostic) => {
    const key = JSON.stringify([uri, report.line ?? null, diagnostic.ruleId, diagnostic.pointer]);
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    return createHash("sha256").update(`${key}\n${occurrence}`).digest("hex");
  };
}
