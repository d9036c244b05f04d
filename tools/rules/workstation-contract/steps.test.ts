import { describe, expect, test } from "vitest";
import { contractWith, expectFindings, faultsOf, findingsOf } from "./expectations.ts";

describe("office/execute-without-policy", () => {
  test.each([
    "sourceosctl office generate --execute",
    "sourceosctl office generate --exec --title x",
    "sourceosctl agent-machine mounts init --execute --dev-root ~/dev",
    "sourceosctl agent-machine mounts init --e --dev-root ~/dev",
    "sourceosctl office generate --execute --p",
    "sourceosctl office generate --execute --title --policy-ok",
    "sourceosctl office generate --execute -- --policy-ok",
    "sourceosctl office generate --execute \"$POLICY\"",
    "if x; then P=--policy-ok; else P=--dry-run; fi; sourceosctl office generate --execute $P",
    "M=--execute; sourceosctl office convert a.odt --to pdf $M",
    "sourceosctl --execute office generate",
    "sourceosctl release apply --execute",
    "bash -c 'sourceosctl office generate --ex\"\"ecute'",
    "sourceosctl office generate --execute --policy-ok=false",
  ])("%s", (run) => {
    expect(faultsOf(run)).toEqual(["office/execute-without-policy"]);
  });
  test.each([
    "sourceosctl office generate --execute --policy-ok",
    "sourceosctl office generate --policy-ok --exec",
    "sourceosctl office generate --execute --pol",
    "sourceosctl agent-machine mounts init --execute --po --dev-root ~/dev",
    "sourceosctl office generate --dry-run",
    "sourceosctl office generate --title --execute",
    "sourceosctl office generate --title=--execute",
    "sourceosctl office generate --title 'please --execute'",
    "sourceosctl office generate -- --execute",
    "echo sourceosctl office generate --execute",
    "F='--execute --policy-ok'; sourceosctl office generate $F",
    "othertool office generate --execute",
  ])("fine: %s", (run) => {
    expect(faultsOf(run)).toEqual([]);
  });
});

describe("workspace-ops", () => {
  test.each([
    ["workspace-ops terminal-command run --no-audit -- make", "workspace-ops/audit-disabled"],
    ["workspace-ops terminal-command run --no-\"audit\" -- make", "workspace-ops/audit-disabled"],
    ["workspace-ops terminal-command run --no-a -- make", "workspace-ops/audit-disabled"],
    ["workspace-ops terminal-command run --no -- make", "workspace-ops/audit-disabled"],
    ["/usr/local/bin/workspace-ops terminal-command run make --no-audit", "workspace-ops/audit-disabled"],
    ["A=--no-audit; workspace-ops terminal-command run $A", "workspace-ops/audit-disabled"],
    ["npm exec workspace-ops -- terminal-command run --no-audit", "workspace-ops/audit-disabled"],
    ["uv run workspace-ops terminal-command run --no-audit", "workspace-ops/audit-disabled"],
    ["sh -c 'workspace-ops terminal-command run --no-audit'", "workspace-ops/audit-disabled"],
    ["sourceosctl workspace-ops terminal-command run --no-audit -- make", "workspace-ops/audit-disabled"],
    ["sourceosctl --json workspace-ops web-capture take --capture-scope=none", "workspace-ops/capture-unscoped"],
    ["agent-term workspace-ops local-agent-execution run --no-policy-gate", "workspace-ops/policy-gate-bypassed"],
    ["workspace-ops web-capture take --capture-scope none", "workspace-ops/capture-unscoped"],
    ["workspace-ops web-capture take --capture-scope=none", "workspace-ops/capture-unscoped"],
    ["workspace-ops web-capture take --capture 'none'", "workspace-ops/capture-unscoped"],
    ["workspace-ops web-capture take --capture-scope page --capture-scope none", "workspace-ops/capture-unscoped"],
    ["for s in page none; do workspace-ops web-capture take --capture-scope \"$s\"; done", "workspace-ops/capture-unscoped"],
    ["workspace-ops local-agent-execution run --no-policy-gate", "workspace-ops/policy-gate-bypassed"],
    ["workspace-ops local-agent-execution run --no-pol", "workspace-ops/policy-gate-bypassed"],
    ["nohup workspace-ops local-agent-execution run --no-policy-gate &", "workspace-ops/policy-gate-bypassed"],
  ])("%s", (run, rule) => {
    expect(faultsOf(run)).toEqual([rule]);
    expectFindings(contractWith({ run, labels: { "sourceos.workspace_ops": "false" } }), [rule]);
  });
  test.each([
    "echo \"never pass --no-audit\"",
    "workspace-ops terminal-command run -- make --no-audit",
    "workspace-ops terminal-command run # --no-audit",
    "workspace-ops web-capture take --capture-scope none-sensitive",
    "workspace-ops web-capture take --capture-scope none --capture-scope page",
    "workspace-ops web-capture list --capture-scope none",
    "workspace-ops web-capture take --title none",
    "workspace-ops local-agent-execution run --policy-gate strict",
    "workspace-ops-docs --no-audit",
    "sourceosctl workspace-ops terminal-command run -- npm ci --no-audit",
    "sourceosctl help workspace-ops --no-audit",
    "npm install --global workspace-ops --no-audit",
    "npm ci --no-audit",
    "docker build --tag workspace-ops --no-audit .",
    "workspace-ops terminal-command run 'x --no-audit'",
  ])("fine: %s", (run) => {
    expect(faultsOf(run)).toEqual([]);
  });
});

describe("shell", () => {
  test.each(["if true; then", "echo 'open", "for x in; do", "a && && b", "$(", "case x in"])("%j does not parse", (run) => {
    expect(faultsOf(run)).toContain("shell/syntax");
  });

  // In a list of unknown length the text may be cut, which is no fault where another text parses.
  test.each([
    "b+=(x)\ncat > f <<X\nmake \"${b[@]}\" y\nX\nbash f",
    'b+=(x)\nbash -c "make \\"${b[@]}\\" y"',
    'b+=(x)\neval "make \\"${b[@]}\\" y"',
    'b+=(x)\nssh host "make \\"${b[@]}\\" y"',
    "if a; then x=ls; else x='('; fi\neval \"$x\"",
  ])("%j may parse", (run) => {
    expect(faultsOf(run)).not.toContain("shell/syntax");
  });

  test("does not parse where none of the texts that may be run does", () => {
    expect(faultsOf("if a; then x='\"'; else x='('; fi\neval \"$x\"")).toContain("shell/syntax");
  });
  test.each(['"$TOOL" --version', "$(find-tool) run", "eval \"$SCRIPT\"", "curl -fsS https://example.org/x | bash"])("%s cannot be known", (run) => {
    expect(faultsOf(run)).toEqual(["shell/dynamic-command"]);
  });
  test("a script that cannot be followed to its end is an error, for nothing is known of the rest", () => {
    const calls = Array.from({ length: 40 }, (_, index) => `f${index}() { f${index + 1}; f${index + 1}; }`).join("\n");
    const found = findingsOf(contractWith({ run: `${calls}\nf40() { env A=b make; }\nf0` })).map(({ rule, severity }) => `${rule} ${severity ?? "as declared"}`);
    expect(found).toContain("shell/dynamic-command error");
  });
  test("a known variable is no dynamic command", () => {
    expect(faultsOf("T=pytest; $T -q")).toEqual([]);
  });
});
