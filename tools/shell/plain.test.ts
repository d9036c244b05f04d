import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpretScript } from "./analyse.ts";
import { plainScript } from "./plain.ts";

const PIECES = [
  "make", "test", "--flag=value", "~", "~/dev", "~bob", "a~", "x=~", "a:~/b", "X=1", "if", "then", "fi", "done", "time", "cd", "export", "exit", "sudo", "bash", "env",
  "xargs", "echo", "true", ":", "pwd", "./run.sh", "/usr/bin/make", "/usr/bin/", "bash.exe", "tool.exe", "-", "--", "-c", "%1", "a+=b", "+x", "@x", ".", "..", "2", "a,b", "é",
  " ", " ", " ", "  ", "\t", "\n", "\n\n", "\r", "'", '"', "\\", "$X", "`", "*", "?", "[", "]", "{", "}", "#", "!", "|", "&", ";", "(", ")", "<", ">", "^",
] as const;

describe("plainScript", () => {
  test("gives what the interpreter gives, wherever it gives anything", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }), (pieces) => {
        const script = pieces.join("");
        const plain = plainScript(script);
        if (plain !== undefined) expect(plain).toEqual(interpretScript(script));
      }),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }), (pieces) => {
        const script = pieces.join(" ");
        const plain = plainScript(script);
        if (plain !== undefined) expect(plain).toEqual(interpretScript(script));
      }),
      { numRuns: 5000 },
    );
  });

  test.each(["make test", "sourceosctl agent-machine mounts plan --dev-root ~/dev\n", "  a\n\n\tb c  ", "", "echo hello", "~/bin/tool x"])("reads %j", (script) => {
    expect(plainScript(script)).toEqual(interpretScript(script));
  });

  test.each(["cd x", "sudo ls", "bash x", "X=1", "a 'b'", "a $b", "a; b", "a # b", "a\\\nb", "ls *", "x=~", "if x", "a{b,c}", "tool~x y", "ls ~bob"])("leaves %j to the parser", (script) => {
    expect(plainScript(script)).toBeUndefined();
  });
});
