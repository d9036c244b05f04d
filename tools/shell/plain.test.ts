import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpretScript } from "./analyse.ts";
import { outlineOf } from "./outline.ts";
import { plainCommands } from "./plain.ts";

const PIECES = [
  "make", "test", "--flag=value", "~", "~/dev", "~bob", "a~", "x=~", "a:~/b", "X=1", "if", "then", "fi", "done", "time", "cd", "export", "exit", "sudo", "bash", "env",
  "xargs", "echo", "true", ":", "pwd", "./run.sh", "/usr/bin/make", "/usr/bin/", "bash.exe", "tool.exe", "-", "--", "-c", "%1", "a+=b", "+x", "@x", ".", "..", "2", "a,b", "é",
  "'a b'", '"c d"', "''", '"$HOME"', "$HOME", "${HOME}/x", "$X", '"$(nproc)"', " && ", " || ", " | ", "; ", " > f", " >> f", " 2>&1", "2>/dev/null", " \\\n", "# c\n", "set -eu", "npm", "npm -c", "exec", "docker --rm", "run",
  "printf", "tar", "cp", "mkdir -p x", "tee", "git", "'", '"', "\\", "`", "*", "?", "[", "]", "{", "}", "#", "!", "|", "&", ";", "(", ")", "<", ">", "^", " ", " ", " ", "  ", "\t", "\n", "\n\n", "\r",
] as const;

describe("plainCommands", () => {
  test.each([
    ["", 12],
    [" ", 8],
  ])("gives what the interpreter gives, wherever it gives anything (pieces joined by %j)", (joint, maxLength) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength }), (pieces) => {
        const script = pieces.join(joint);
        const outline = outlineOf(script);
        if (outline === undefined) return;
        const commands = plainCommands(outline);
        const whole = interpretScript(script);
        expect({ problems: whole.problems, dynamic: whole.dynamic }, script).toEqual({ problems: [], dynamic: [] });
        if (commands !== undefined) expect(commands, script).toEqual(whole.commands);
      }),
      { numRuns: 5000 },
    );
  });

  test.each(["make test", "sourceosctl agent-machine mounts plan --dev-root ~/dev\n", "  a\n\n\tb c  ", "", "echo hello", "a 'b' \"c\" d'e'\"f\"", 'x > "$HOME/y" 2>&1 && z', "set -e\nmake # c"])("reads %j", (script) => {
    const outline = outlineOf(script);
    expect(outline === undefined ? undefined : plainCommands(outline)).toEqual(interpretScript(script).commands);
  });

  test.each(["cd x", "X=1", "export X=1", "a $b", 'a "$(b)"', "exit 1", "echo a || b"])("leaves %j to the interpreter", (script) => {
    const outline = outlineOf(script);
    expect(outline === undefined ? undefined : plainCommands(outline)).toBeUndefined();
  });
});
