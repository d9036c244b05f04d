import { describe, expect, test } from "vitest";
import { contractWith, expectFindings, expectValid } from "./expectations.ts";
import { nearestKey } from "./evidence_registry.ts";

const demands = [
  ["sourceos.agent_machine", "evidence/agent-machine-mount", "agent-machine.mount.evidence"],
  ["sourceos.office_plane", "evidence/office-artifact", "office.artifact.evidence"],
  ["sourceos.terminal_command", "evidence/terminal-command", "terminal.command.evidence"],
  ["sourceos.browser_session", "evidence/browser-capture", "browser.capture.evidence"],
  ["sourceos.local_agent_execution", "evidence/agent-execution", "agent.execution.evidence"],
  ["sourceos.file_conflict", "evidence/file-conflict", "file.conflict.evidence"],
] as const;

describe.each(demands)("%s", (label, rule, key) => {
  test.each(["true", "True", "TRUE", " true", "true\n", true])("%j demands the key in every lane", (value) => {
    const contract = contractWith({ labels: { [label]: value }, emit: ["env.fingerprint"] });
    const warnings = typeof value === "string" && value !== "true" ? ["label/not-boolean"] : [];
    const [finding] = expectFindings(contract, [rule, ...warnings]).filter((found) => found.rule === rule);
    expect(finding?.pointer).toBe("/spec/lanes/0/evidence/emit");
    expect(finding?.fix?.changes).toEqual([{ operation: "append", pointer: "/spec/lanes/0/evidence/emit", value: key }]);
    expectFindings(contractWith({ labels: { [label]: value }, emit: [key] }), warnings);
  });

  test.each(["false", false, null, "", 1, {}])("%j demands nothing", (value) => {
    const found = expectFindings(contractWith({ labels: { [label]: value }, emit: ["env.fingerprint"] }), value === "" ? ["label/not-boolean"] : []);
    expect(found.every(({ rule: id }) => id === "label/not-boolean")).toBe(true);
  });

  test("the pointer is the nearest thing that exists", () => {
    const labels = { [label]: "true" };
    const [bare] = expectFindings(contractWith({ labels, lane: { evidence: {} } }), [rule]);
    expect(bare?.pointer).toBe("/spec/lanes/0/evidence");
    expect(bare?.fix?.changes).toEqual([{ operation: "set", pointer: "/spec/lanes/0/evidence/emit", value: [key] }]);
    const contract = structuredClone(contractWith({ labels })) as { spec: { lanes: Record<string, unknown>[] } };
    delete contract.spec.lanes[0]?.evidence;
    const [none] = expectFindings(contract as never, [rule]);
    expect(none?.pointer).toBe("/spec/lanes/0");
    expect(none?.fix?.changes).toEqual([{ operation: "set", pointer: "/spec/lanes/0/evidence", value: { emit: [key] } }]);
  });

  test("a misspelled key is mended instead of added", () => {
    const found = expectFindings(contractWith({ labels: { [label]: "true" }, emit: [key.replaceAll(".", "_")] }), [rule, "evidence/unknown-key"]);
    for (const { fix } of found) expect(fix?.changes).toEqual([{ operation: "set", pointer: "/spec/lanes/0/evidence/emit/0", value: key }]);
  });
});

describe("a lane is known by what its steps do", () => {
  test("by each of them, whatever the others do", () => {
    const scripts = ["sourceosctl agent-machine status", "sourceosctl office plan", "workspace-ops terminal-command run", "make test"];
    for (const runs of [scripts, scripts.toReversed()]) {
      const steps = runs.map((run, index) => ({ name: `step ${index}`, run }));
      expectFindings(contractWith({ lane: { steps }, emit: ["env.fingerprint"] }), ["evidence/agent-machine-mount", "evidence/office-artifact"]);
    }
  });
  test.each([
    "sourceosctl agent-machine mounts plan --dev-root ~/dev", "sourceosctl agent-machine start", "bash -c 'sourceosctl agent-machine status'", "S=sourceosctl; $S --quiet agent-machine status",
    "pixi run sourceosctl agent-machine status",
  ])("%s", (run) => {
    expectFindings(contractWith({ run, emit: ["env.fingerprint", "agent-machine.mount.plan"] }), ["evidence/agent-machine-mount"]);
  });
  test.each([
    "sourceosctl office generate --dry-run", "sourceosctl office --workroom-id x plan", "sourceosctl office validate x", "sourceosctl office evidence inspect", 'sourceosctl office "$VERB"',
    "for v in doctor plan; do sourceosctl office $v; done",
  ])("%s", (run) => {
    expectFindings(contractWith({ run, emit: ["env.fingerprint"] }), ["evidence/office-artifact"]);
  });
  test.each(["sourceosctl office doctor", "sourceosctl office --workroom-id x doctor", "sourceosctl office --help", "sourceosctl --version", "echo sourceosctl agent-machine start", "which sourceosctl", "# sourceosctl office plan",
    "sourceosctl notes add office", "agent-term office inspect x"])("nothing of %s", (run) => {
    expectValid(contractWith({ run, emit: ["env.fingerprint"] }));
  });
});

describe("keys", () => {
  test("a repeated key, at the repetition", () => {
    const [finding] = expectFindings(contractWith({ emit: ["health", "stage", "health"] }), ["evidence/duplicate-key"]);
    expect(finding).toMatchObject({ pointer: "/spec/lanes/0/evidence/emit/2", fix: { changes: [{ operation: "remove", pointer: "/spec/lanes/0/evidence/emit/2" }] } });
  });
  test.each([
    ["env.fingerprnt", "env.fingerprint"], ["Env.Fingerprint", "env.fingerprint"], ["agent_machine.mount_evidence", "agent-machine.mount.evidence"], ["container.digests", "container.digest"], ["heath", "health"],
    ["entirely.different", undefined], ["x".repeat(5000), undefined], ["", undefined],
  ])("%j is near %s", (key, nearest) => {
    expect(nearestKey(key)).toBe(nearest);
    const [finding] = expectFindings(contractWith({ emit: [key] }), ["evidence/unknown-key"]);
    if (nearest !== undefined) expect(finding?.message).toContain(`Did you mean ${nearest}?`);
  });
  test("a message cannot grow with the key or carry control characters", () => {
    const [finding] = expectFindings(contractWith({ emit: [`\u001b[2J\u202e${"y".repeat(100_000)}`] }), ["evidence/unknown-key"]);
    expect(finding?.message.length).toBeLessThan(500);
    expect(finding?.message).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});
