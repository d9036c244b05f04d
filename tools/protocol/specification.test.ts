import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errorCodes } from "./codes.ts";
import { messageTypes, payloadMembers, senders } from "./messages.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Requirement {
  readonly id: string;
  readonly level: "MUST" | "SHOULD" | "MAY";
  readonly side: "adapter" | "runner";
  readonly text: string;
  readonly anchor: string;
}

const specification = read("docs/specs/ipc-v0.md");
const registry = (JSON.parse(read("conformance/ipc-v0/requirements.json")) as { requirements: Requirement[] }).requirements;
const set = (name: string): string[] => (JSON.parse(read(`conformance/ipc-v0/sets/${name}.json`)) as { requirements: string[] }).requirements;

const sentence = /^- <a id="(?<anchor>[a-z0-9-]+)"><\/a>\*\*(?<id>[A-Z0-9-]+)\*\* \((?<side>adapter|runner), (?<set>core|hardened)\) (?<text>.+)$/;
const written = specification.split("\n").flatMap((line) => {
  const groups = sentence.exec(line)?.groups;
  return groups === undefined ? [] : [groups as Record<"anchor" | "id" | "side" | "set" | "text", string>];
});

describe("the specification and the registry of requirements", () => {
  test("hold the same requirements in the same words and order", () => {
    const fromSpecification = written.map(({ anchor, id, side, text }) => ({
      id,
      level: /\b(?:MUST|SHOULD|MAY)\b/.exec(text)?.[0],
      side,
      text,
      anchor: `docs/specs/ipc-v0.md#${anchor}`,
    }));
    expect(registry).toEqual(fromSpecification);
  });

  test("give each requirement one id, one anchor made of it, and one keyword", () => {
    expect(new Set(registry.map(({ id }) => id)).size).toBe(registry.length);
    for (const { id, anchor, text } of registry) {
      expect(anchor.split("#")[1]).toBe(id.toLowerCase());
      expect(text.match(/\b(?:MUST|SHOULD|MAY)\b/g), id).toHaveLength(1);
    }
  });

  test("use the keywords of RFC 2119 nowhere but in requirements", () => {
    const elsewhere = specification
      .split("\n")
      .filter((line) => !sentence.test(line) && /\b(?:MUST|SHOULD|MAY|SHALL|REQUIRED|RECOMMENDED|OPTIONAL)\b/.test(line));
    expect(elsewhere).toEqual(["normative. The words MUST, MUST NOT, SHOULD and MAY are to be read as RFC 2119 and RFC 8174 say."]);
  });

  test("number a runner's requirements from 101 and an adapter's from 1, without gaps", () => {
    const last = new Map<string, number>();
    for (const { id, side } of registry) {
      const [, chapter = "", digits = ""] = id.split("-");
      const key = `${chapter} ${side}`;
      const expected = (last.get(key) ?? (side === "runner" ? 100 : 0)) + 1;
      expect(Number(digits), id).toBe(expected);
      last.set(key, expected);
    }
  });

  test("agree on the sets: core is what is marked core, hardened is everything", () => {
    expect(set("core-2026")).toEqual(written.filter((entry) => entry.set === "core").map(({ id }) => id));
    expect(set("hardened-2026")).toEqual(registry.map(({ id }) => id));
  });

  test("give the payloads of each type the same members and the same sender as the code does", () => {
    const rows = specification.split("\n").flatMap((line) => {
      const [, type, side, payload] = /^\| `([a-z_]+)` \| (runner|adapter|either) \| .*\| (.+) \|$/.exec(line) ?? [];
      if (type === undefined || payload === undefined) return [];
      return [{ type, side, members: payload.startsWith("free") ? undefined : payload.match(/\w+/g) }];
    });
    expect(rows).toEqual(messageTypes.map((type) => ({ type, side: senders[type], members: payloadMembers[type] })));
  });

  test("list the same error codes as the code does", () => {
    const rows = specification.split("\n").flatMap((line) => {
      const cells = /^\| `([A-Z_]+)` \| (yes|no) \| (.+) \|$/.exec(line);
      return cells === null ? [] : [{ code: cells[1], retryable: cells[2] === "yes", when: cells[3]?.replaceAll("`", "") }];
    });
    expect(rows).toEqual(errorCodes.map(({ code, retryable, when }) => ({ code, retryable, when })));
  });

  test("mention only codes that exist", () => {
    const known = new Set<string>(errorCodes.map(({ code }) => code));
    const mentioned = registry.flatMap(({ text }) => text.match(/\b(?:IPC|ADAPTER|CONTRACT)_[A-Z_]+[A-Z]\b/g) ?? []);
    expect(mentioned.filter((code) => !known.has(code))).toEqual([]);
  });
});
