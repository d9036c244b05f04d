import { describe, expect, test, vi } from "vitest";
import type { JsonObject, JsonValue } from "../../json/value.ts";
import { contractWith, expectFindings, expectValid, pinnedImage } from "./expectations.ts";

const digest = pinnedImage.slice(pinnedImage.indexOf("@"));
const withImage = (image: JsonValue): JsonObject => contractWith({ lane: { backend: { type: "container", container: { image } } } });

describe("image/digest-pinned", () => {
  test.each([
    `ubuntu${digest}`, `ubuntu:22.04${digest}`, `ghcr.io/org/app${digest}`, `localhost:5000/app:1${digest}`, `localhost/app${digest}`, `registry.example.org:443/a/b/c-d__e.f:V1.2_x-y${digest}`, `[::1]:5000/app${digest}`,
    `127.0.0.1/app${digest}`, `a--b/c${digest}`, `a_b.c-d/e${digest}`, `a_b:80${digest}`, `${"n".repeat(255)}${digest}`, `x:${"t".repeat(128)}${digest}`,
  ])("%s is pinned", (image) => {
    expectValid(withImage(image));
  });
  test.each([
    "ubuntu:22.04", "ghcr.io/org/app", `ubuntu${digest}\n`, `ubuntu${digest} `, ` ubuntu${digest}`, `ubuntu${digest.toUpperCase()}`, `ubuntu${digest.toUpperCase().replace("SHA256", "sha256")}`, `ubuntu${digest.slice(0, -1)}`, `ubuntu${digest}0`,
    `ubuntu${digest.replace("sha256", "sha512")}`, digest, digest.slice(1), `Ubuntu${digest}`, `ghcr.io/Org/app${digest}`, `ubuntu:${digest}`, `ubuntu:a b${digest}`, `docker://ubuntu${digest}`, `ubuntu${digest}${digest}`,
    `-x${digest}`, `x/${digest}`, `x//y${digest}`, `x._y${digest}`, `${"n".repeat(256)}${digest}`, `x${"/y".repeat(200)}${digest}`, `ubuntu:${"t".repeat(129)}${digest}`, "", "@", "@sha256:REPLACE_WITH_DIGEST", "ubuntu@sha256:replace_with_digest",
    "ubuntu@sha256:REPLACE_WITH_DIGEST\n", `ubuntu@sha256:${"g".repeat(64)}`, `ubuntu\u0000${digest}`, `-bad.example.org/app${digest}`, `a_b:80/app${digest}`,
  ])("%j is not", (image) => {
    const [finding] = expectFindings(withImage(image), ["image/digest-pinned"]);
    expect(finding?.pointer).toBe("/spec/lanes/0/backend/container/image");
  });
  test("a container block counts whatever the type", () => {
    expectFindings(contractWith({ lane: { backend: { type: "pixi", pixi: {}, container: { image: "ubuntu:latest" } } } }), ["image/digest-pinned", "backend/foreign-block"]);
  });
  test("hostile names end quickly", () => {
    for (const image of [`${"a-".repeat(500_000)}!${digest}`, `${"a/".repeat(500_000)}A${digest}`, "@".repeat(1_000_000), `x:${"-".repeat(1_000_000)}${digest}`]) expectFindings(withImage(image), ["image/digest-pinned"]);
  });
});

describe("image/placeholder-digest", () => {
  const contract = withImage("ghcr.io/org/app:1@sha256:REPLACE_WITH_DIGEST");
  test.each([["contract.json", undefined], ["/a/examples/b/contract.json", "warning"], ["examples/contract.json", "warning"], ["./examples/../contract.json", undefined], ["my-examples/contract.json", undefined], ["examples.json", undefined],
    ["x/examples", undefined], ["<stdin>", undefined], ["Examples/contract.json", undefined]])("%s, wherever it is judged", (path, severity) => {
    for (const folder of ["/elsewhere", "/a/examples/b"]) {
      const working = vi.spyOn(process, "cwd").mockReturnValue(folder);
      const [finding] = expectFindings(contract, ["image/placeholder-digest"], path);
      expect(finding?.severity).toBe(severity);
      working.mockRestore();
    }
  });
});

describe("backend", () => {
  const backend = (value: JsonObject): JsonObject => contractWith({ lane: { backend: value } });
  test("each type has its own block", () => {
    expectValid(backend({ type: "pixi", pixi: {} }));
    expectValid(backend({ type: "nix", nix: { flake: ".", installable: ".#x" } }));
    for (const type of ["pixi", "container", "nix"]) {
      const [finding] = expectFindings(backend({ type }), ["backend/missing-block"]);
      expect(finding?.pointer).toBe("/spec/lanes/0/backend");
      expect(finding?.fix?.changes).toEqual(type === "pixi" ? [{ operation: "set", pointer: "/spec/lanes/0/backend/pixi", value: {} }] : undefined);
    }
  });
  test.each([null, [], "x"])("a block that is %j is not missing, and the schema tells what is wrong with it", (block) => {
    for (const type of ["pixi", "container", "nix"]) expectValid(backend({ type, [type]: block }));
  });
  test("another's block is removed where the own one is there", () => {
    const [finding] = expectFindings(backend({ type: "pixi", pixi: {}, container: { image: pinnedImage } }), ["backend/foreign-block"]);
    expect(finding).toMatchObject({ pointer: "/spec/lanes/0/backend/container", atKey: true, fix: { changes: [{ operation: "remove", pointer: "/spec/lanes/0/backend/container" }] } });
    const both = expectFindings(backend({ type: "pixi", container: { image: pinnedImage } }), ["backend/foreign-block", "backend/missing-block"]);
    expect(both.map(({ fix }) => fix)).toEqual([undefined, undefined]);
  });
  test.each(["x", "#", "x#", "#x", " #x", "x# ", "", "\t#\n"])("the installable %j lacks a part", (installable) => {
    expectFindings(backend({ type: "nix", nix: { flake: ".", installable } }), ["backend/nix-installable"]);
  });
  test.each(["", " ", "\t\n", "\u00a0"])("the flake %j is blank", (flake) => {
    const [finding] = expectFindings(backend({ type: "nix", nix: { flake, installable: ".#x" } }), ["backend/nix-installable"]);
    expect(finding?.pointer).toBe("/spec/lanes/0/backend/nix/flake");
  });
});

describe("promotion/stage-required", () => {
  const stage = { environment: "vm", candidate: "c", smokeRef: "s" };
  const promotion = { requiresStagePass: true, rollbackStrategy: "snapshot" };
  test("on any backend", () => {
    expectFindings(contractWith({ lane: { promotion } }), ["promotion/stage-required"]);
    expectFindings(contractWith({ lane: { promotion, stage: null } }), ["promotion/stage-required"]);
    expectValid(contractWith({ lane: { promotion, stage } }));
    expectValid(contractWith({ lane: { promotion: { ...promotion, requiresStagePass: false } } }));
  });
});

describe("label/not-boolean", () => {
  test.each([["sourceos.agent_machine", "yes"], ["sourceos.workspace_ops", "1"], ["sourceos.workspace_ops", "False"], ["sourceos.other", "TRUE"], ["sourceos.other", "on"], ["sourceos.agent-machine", "enabled"], ["sourceos.office_plan", "x"]])(
    "%s: %s", (key, value) => {
      const [finding] = expectFindings(contractWith({ labels: { [key]: value } }), ["label/not-boolean"]);
      expect(finding?.pointer).toBe(`/metadata/labels/${key}`);
    });
  test.each([["sourceos.capability", "agent-machine-office"], ["sourceos.owner", "team"], ["team.flag", "yes"], ["sourceos.workspace_ops", "false"], ["sourceos.tier", "1"]])("%s: %s is fine", (key, value) => {
    expectValid(contractWith({ labels: { [key]: value } }));
  });
  test("a spelling of true or false is mended", () => {
    const [finding] = expectFindings(contractWith({ labels: { "sourceos.a/b": " FALSE" } }), ["label/not-boolean"]);
    expect(finding?.fix?.changes).toEqual([{ operation: "set", pointer: "/metadata/labels/sourceos.a~1b", value: "false" }]);
  });
});

describe("names", () => {
  test("repeated names, at each repetition", () => {
    const lane = { name: "a", backend: { type: "pixi", pixi: {} }, steps: [{ name: "s" }, { name: "t" }, { name: "s" }, { name: "s" }] };
    const contract = { metadata: {}, spec: { lanes: [lane, { ...lane, steps: [] }, { ...lane, name: "A", steps: [] }] } };
    const found = expectFindings(contract, ["lane/duplicate-name", "step/duplicate-name", "step/duplicate-name"]);
    expect(found.map(({ pointer }) => pointer)).toEqual(["/spec/lanes/1/name", "/spec/lanes/0/steps/2/name", "/spec/lanes/0/steps/3/name"]);
  });
});

describe("documents of any shape", () => {
  test.each<JsonValue>([
    null, [], "x", 1, {}, { metadata: null, spec: [] }, { metadata: { labels: null }, spec: { lanes: null } }, { metadata: { labels: [] }, spec: { lanes: {} } }, { spec: { lanes: [null, 1, [], {}] } },
    { spec: { lanes: [{ name: 1, backend: null, steps: {}, evidence: [], mounts: {}, promotion: [] }] } }, { spec: { lanes: [{ backend: { type: 1, container: null }, steps: [null, { run: 1 }], evidence: { emit: [1, null] }, mounts: [null, { source: 1 }] }] } },
    { spec: { lanes: [{ backend: { type: "container", container: { image: 1 } } }] } }, { spec: { lanes: [{ backend: { type: "__proto__" } }, { backend: { type: "constructor" } }] } },
  ])("%j does no harm", (document) => {
    expectValid(document);
  });
});
