import { describe, expect, test } from "vitest";
import type { Fragment, Path, Value } from "./model.ts";
import { resolvePath, resolveValue } from "./path.ts";

const HOME: Fragment = { kind: "home", user: undefined };
const CHECKOUT: Value = [{ kind: "workspace" }];

/** `~` and `$` letters stand for fragments: `<home>`, `<home:user>`, `<workspace>`, `<unknown>`, `<*>`. */
function value(text: string): Value {
  return text
    .split(/(<[^>]*>)/)
    .filter((part) => part !== "")
    .map((part): Fragment => {
      if (part === "<home>") return HOME;
      if (part.startsWith("<home:")) return { kind: "home", user: part.slice(6, -1) };
      if (part === "<workspace>") return { kind: "workspace" };
      if (part === "<unknown>") return { kind: "unknown", reason: "it is a test" };
      if (part === "<*>") return { kind: "glob", text: "*" };
      return { kind: "text", text: part };
    });
}

function render(path: Path): string {
  const anchor = { root: "", home: `~${path.user ?? ""}`, workspace: "checkout", unknown: path.above > 0 ? "checkout" : "?" }[path.anchor];
  const steps = [...Array.from({ length: path.above }, () => ".."), ...path.segments.map((segment) => segment.name)];
  return path.anchor === "root" ? `/${steps.join("/")}` : [anchor, ...steps].join("/");
}

const CASES: readonly (readonly [string, string])[] = [
  ["/", "/"],
  ["//", "/"],
  ["/etc/", "/etc"],
  ["/etc//ssl/./certs/..", "/etc/ssl"],
  ["/..", "/"],
  ["/home/alice/..", "/home"],
  ["", "checkout"],
  [".", "checkout"],
  ["a/b", "checkout/a/b"],
  ["./a/../b/", "checkout/b"],
  ["..", "checkout/.."],
  ["../../x", "checkout/../../x"],
  ["<home>", "~"],
  ["<home>/", "~"],
  ["<home>/dev/..", "~"],
  ["<home>/..", "~/.."],
  ["<home>/../bob", "~/../bob"],
  ["<home>/../../etc", "~/../../etc"],
  ["<home:bob>/x", "~bob/x"],
  ["/<home>", "~"],
  ["//<home>/x", "~/x"],
  ["/mnt<home>", "/mnt/*"],
  ["<home><home>/x", "~/*/x"],
  ["<home>x/y", "~/../*x/y"],
  ["x<home>", "checkout/x/*"],
  ["<workspace>/a", "checkout/a"],
  ["<workspace>/../a", "checkout/../a"],
  ["~", "checkout/~"],
  ["~/dev", "checkout/~/dev"],
  ["<unknown>", "?"],
  ["<unknown>/a", "?/a"],
  ["<unknown>a/b", "?/*a/b"],
  ["/home/<unknown>", "/home/*"],
  ["/home/<unknown>/x", "/home/*/x"],
  ["<home>/<*>", "~/*"],
  ["<home>/a<*>b/..", "~"],
];

describe("resolvePath", () => {
  test.each(CASES)("%s from the checkout", (written, expected) => {
    expect(render(resolvePath(value(written), CHECKOUT))).toBe(expected);
  });

  test("is relative to the folder", () => {
    expect(render(resolvePath(value("x"), value("<home>/a")))).toBe("~/a/x");
    expect(render(resolvePath(value("../.."), value("<home>/a")))).toBe("~/..");
    expect(render(resolvePath(value("x"), value("<unknown>")))).toBe("?/x");
    expect(render(resolvePath(value("/x"), value("<unknown>")))).toBe("/x");
  });

  test("says which part is not known", () => {
    expect(resolvePath(value("/a/<unknown>"), CHECKOUT).unknown).toBe("it is a test");
    expect(resolvePath(value("/a/<unknown>"), CHECKOUT).segments[1]).toEqual({ name: "*", pattern: true });
    expect(resolvePath(value("/a/b"), CHECKOUT).unknown).toBeUndefined();
    expect(resolvePath(value(".."), CHECKOUT)).toMatchObject({ anchor: "unknown", above: 1 });
  });

  test("resolves again what it resolved", () => {
    for (const [written, expected] of CASES) {
      const once = resolveValue(value(written), CHECKOUT);
      expect(render(resolvePath(once, value("<home>/elsewhere")))).toBe(expected);
    }
  });
});
