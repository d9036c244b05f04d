import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpretScript } from "./analyse.ts";
import type { Script } from "./model.ts";
import { renderScript } from "./rendering.ts";

function reasons(script: string): string[] {
  return interpretScript(script).dynamic.map((entry) => entry.reason);
}

describe("what cannot be known", () => {
  test.each([
    "$CMD x", '"$CMD" x', "$(curl x)", "*", 'eval "$X"', 'bash -c "$X"', 'bash -c "ls $X"', "curl x | bash", "bash <(curl x)", "source <(curl x)", "bash", "sudo $X ls",
    "bash < script.sh", 'trap "$X" EXIT', "a=($(ls)); \"${a[@]}\"", "$X$Y", 'ssh host "$X"', "/usr/bin/p*n", "env -S \"$X\"",
    "xargs -I\"$X\" ls x", "ls | parallel", "ls | parallel 'bash -c \"x {}\"'", "parallel -I\"$X\" ls ::: a", "bash /dev/fd/3 3< f", "bash 3< f <&3", "exec 3< f; bash <&3", "exec < f; bash", "bash <&-", "make > >(bash)", "exec > >(bash); make", "make 2> >(bash)", "bash <&4 3<<< ls", ". /dev/fd/3", "bash -c \"ls $?$X\"", "bash -c \"$?\"", "bash -c \"ls $0\"", "A=$?; A+=$X; eval \"ls $A\"", "curl x >> f; . ./f", "x=$(declare -p A); eval \"$x\"", "export -p > f; . ./f", "set > f; . ./f", "eval \"$(readonly)\"", "eval \"$(declare -f)\"",
  ])("%s is reported", (script) => {
    expect(reasons(script)).not.toEqual([]);
  });

  test.each([
    "ls $X", 'echo "$(curl x)"', "make $TARGET", '"$DIR/bin/tool" x', "$(which python) -c 1", "$(command -v python) x", "~/bin/tool", "bash script.sh", "source ./env.sh", "X=tool; $X a",
    "bash -c 'ls \"$X\"'", 'bash -c "cd $HOME"', "echo ls | bash", "timeout $T ls", "cat <<E | grep x\n$X\nE", "a=(ls -l); \"${a[@]}\"", "command -v $X",
    "ls | xargs -P\"$(nproc)\" -n 9 grep x", "ls | xargs -P$N grep x", "ls | parallel -j\"$(nproc)\" gzip {}", "ls | parallel ssh {} uptime", "echo A=b >> .env; . ./.env", "ls & pid=$!; trap \"kill $pid\" EXIT", "bash -c \"make -j$(nproc)\"", "exec < /dev/null; sudo -i; bash", "exec 3< f; read -r x <&3; exec 3<&-", "echo $X | sudo -Sv", "sudo --validate < f", "echo \"status=$?\" > f; . ./f", "eval \"A=$#; ls $((X + 1))\"", "echo alias l=ls >> ~/.bashrc; source ~/.bashrc",
  ])("%s is not", (script) => {
    expect(reasons(script)).toEqual([]);
  });

  test.each(["P=${P:-python3}; $P x", "${MAKE:-make} test"])("%s is reported once", (script) => {
    expect(reasons(script)).toHaveLength(1);
  });

  test("is reported where it stands", () => {
    expect(interpretScript('ls; eval "$X"').dynamic).toMatchObject([{ start: 9, end: 13 }]);
    expect(interpretScript("ls; $CMD").dynamic).toMatchObject([{ start: 4, end: 8 }]);
  });
});

describe("syntax", () => {
  test.each([
    ["if true; then ls", 16],
    ["echo 'abc", 5],
    ["ls | | cat", 5],
    ["echo $(ls | )", 11],
    ["bash -c 'if true'", 8],
    ["eval 'ls |'", 5],
    ["f() { ls; ", 10],
    ["echo `if`", 5],
    ["bash <<E\nfor\nE", 0],
    ["if a; ; then b; fi", 6],
    ["while a & b; ; do c; done", 13],
    ["if a; then b; ; fi", 14],
    ["cat <<'EOF\nx\nEOF", 6],
    ["cat(; x", 3],
    ["cat(x", 3],
    ["bash -c 'x; cat(; y'", 8],
    ["echo `x; cat(`", 12],
  ])("%s is a problem", (script, start) => {
    const { problems } = interpretScript(script);
    expect(problems.length).toBeGreaterThan(0);
    expect(Math.abs((problems[0]?.start ?? -1) - start)).toBeLessThanOrEqual(6);
  });

  test.each(["", "#", "ls &", "a=(1\n2)", "case x in esac", "cat <<E", "echo \"it's\"", "[[ a =~ ^(b|c)$ ]]", "f(){ :;};f", "echo ${a[$((1+2))]}", "bash -c \"if $X\"", "for ((;;)); do :; done", "echo $'a\\'b'", "a & (b)", "a & ((1))", "cat <<E;\n;x\nE\n(b)", "case x in a) b; ;; (c) d; ;& esac", "cat <<'E'\n; ;\nE", "f() (a); (b) # ; ;", "echo 'a; ; b' \"cat(\"", "time (a); ! (b)", "ls !(a) @(b)"])("%s is none", (script) => {
    expect(interpretScript(script).problems).toEqual([]);
  });
});

describe("positions", () => {
  test("are those of the words in the script", () => {
    const script = "cd x && sourceosctl --dev-root \"$HOME\"";
    const command = interpretScript(script).commands[1];
    expect(script.slice(command?.start, command?.end)).toBe('sourceosctl --dev-root "$HOME"');
    expect(command?.argv.map((word) => script.slice(word.start, word.end))).toEqual(["sourceosctl", "--dev-root", '"$HOME"']);
  });

  test("in a nested text are those of the word that holds it", () => {
    const script = "ls; bash -c 'rm a; rm b'";
    for (const command of interpretScript(script).commands.slice(2)) expect(script.slice(command.start, command.end)).toBe("'rm a; rm b'");
    const backticks = "echo `echo \\`rm\\``";
    for (const command of interpretScript(backticks).commands) expect(command.end).toBeLessThanOrEqual(backticks.length);
  });
});

/** What must not depend on how a script is written. */
function meaning(script: string): string[] {
  const lines = renderScript(script).filter((line) => !/^(<[^>]*> )*(bash|eval) /.test(line));
  // Nested texts stand in one place, where equal commands are listed once.
  return [...new Set(lines.map((line) => line.replace(/^(<[^>]*> )+/, "")))];
}

const WORDS = ["tool", "--flag", "--root=$A", "$A", '"$B"', "~", "~/dev", '"$HOME/x"', "a/../b", "${A:-~/d}", "${B%/*}", "$(pwd)", "'q r'", "x$A"] as const;
const STATEMENTS = ["A=~/a", "B=b/c", 'A="$B"', "cd sub", "cd ..", "if test x; then A=1; else B=$HOME; fi", "for A in u v; do tool $A; done", "f() { tool $1; }; f ~", "(cd /; tool)"] as const;
const word = fc.constantFrom(...WORDS);
const statement = fc.oneof(fc.constantFrom(...STATEMENTS), fc.array(word, { maxLength: 3 }).map((words) => ["tool", ...words].join(" ")));
const script = fc.array(statement, { minLength: 1, maxLength: 6 }).map((statements) => statements.join("\n"));

describe("the meaning of a script is the same", () => {
  test("whatever its variables are called", () => {
    fc.assert(fc.property(script, (text) => {
      expect(meaning(text.replaceAll(/\bA\b/g, "LONG_name1").replaceAll(/\bB\b/g, "_x"))).toEqual(meaning(text));
    }), { numRuns: 300 });
  });

  test("with comments and blank lines in it", () => {
    fc.assert(fc.property(script, fc.constantFrom("# rm -rf ~\n", "\n\n", "  # it's\n", ": 'note'\n#x\n"), (text, comment) => {
      expect(meaning(text.split("\n").join(`\n${comment}`)).filter((line) => !line.startsWith(": note"))).toEqual(meaning(text));
    }), { numRuns: 300 });
  });

  test("inside bash -c, eval and a heredoc", () => {
    fc.assert(fc.property(script, (text) => {
      const quoted = `'${text.replaceAll("'", "'\\''")}'`;
      const expected = meaning(text);
      expect(meaning(`bash -c ${quoted}`)).toEqual(expected);
      expect(meaning(`eval ${quoted}`)).toEqual(expected);
      expect(meaning(`bash <<'END'\n${text}\nEND`).filter((line) => line !== "bash")).toEqual(expected);
      expect(meaning(`X=${quoted}; eval "$X"`)).toEqual(expected);
    }), { numRuns: 300 });
  });

  test("however its plain words are quoted", () => {
    const plain = fc.stringMatching(/^[a-z][a-z0-9/._-]{0,6}$/);
    const styles = [(text: string): string => `'${text}'`, (text: string): string => `"${text}"`, (text: string): string => `\\${text}`, (text: string): string => `${text.slice(0, 1)}""${text.slice(1)}`, (text: string): string => `$'${text}'`];
    fc.assert(fc.property(fc.array(plain, { minLength: 2, maxLength: 4 }), fc.constantFrom(...styles), (words, quote) => {
      const [program = "tool", ...rest] = words.map((each) => (/^[a-z]{2,}$/.test(each) ? `zz${each}` : `zz${each}`));
      expect(renderScript([program, ...rest].map(quote).join(" "))).toEqual([[program, ...rest].join(" ")]);
    }), { numRuns: 300 });
  });
});

function checkShape(text: string, result: Script): void {
  const isInside = ({ start, end }: { start: number; end: number }): boolean => 0 <= start && start <= end && end <= text.length;
  const words = result.commands.flatMap((command) => [...command.argv, ...command.redirections.map((redirection) => redirection.target)]);
  expect([...result.commands, ...words, ...result.problems, ...result.dynamic].filter((each) => !isInside(each))).toEqual([]);
  expect(words.filter((each) => each.values.length === 0)).toEqual([]);
  expect(result.commands.filter((command) => command.directories.length === 0)).toEqual([]);
}

const TOKENS = [
  "a", "ls ", "if ", "then ", "else ", "fi", "; ", "\n", " && ", " || ", " | ", " & ", "( ", " )", "{ ", " }", "while ", "do ", "done", "for i in a $X; ", "case $x in ", "a) ", ";; ", "esac", "'", '"', "$(", "`", "${X", "${X:-", "}",
  "$((", "))", "[[ ", " ]] ", "<<E\n", "E\n", "< f", "> g ", "2>&1 ", "X=1 ", "X=$X$X ", "a=(b ", "f() ", "function g ", "\\", "!", "# c\n", "<(", "<<< ", "$X ", "*", "[", "]", "~", "~/x ", "bash -c ", "eval ", "sudo ", "xargs ", "cd ",
  "export ", "local ", "read X ", "set -- ", "shift\n", "trap ", "alias ", "source ", "find . -exec ", "{} \\; ", "{a,b}", "{1..9}", "${X%/*}", "${X/a/b}", '"$@" ', "${a[@]}", "break\n", "return\n", "exit\n", "printf ", "%s ", "\uE0000\uE001", "\0", "é", "\u{1F600}", "\r\n",
] as const;

describe("any text", () => {
  test("is analysed to an end, with positions inside it", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 24 }), (tokens) => {
      const text = tokens.join("");
      checkShape(text, interpretScript(text));
    }), { numRuns: 2000 });
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      checkShape(text, interpretScript(text));
    }), { numRuns: 1000 });
  });
});

describe("a script that is made to be hard", () => {
  const many = (text: string, count: number): string => text.repeat(count);
  test.each<[string, string]>([
    ["nested substitutions", `echo ${many("$(echo ", 3000)}${many(")", 3000)}`],
    ["nested groups", `${many("{ ", 20_000)}ls`],
    ["nested functions", many("function f ", 20_000)],
    ["open quotes", many('"', 50_001)],
    ["one long line", many("a", 1_000_000)],
    ["many assignments", many("X=$X${X}a\n", 20_000)],
    ["doubling", `X=ab\n${many('X="$X $X"\n', 200)}ls $X`],
    ["nested loops", `${many("for i in a b; do X=$X$i; ", 60)}ls $X; ${many("done; ", 60)}`],
    ["functions that call each other", `${Array.from({ length: 40 }, (_, index) => `f${index}() { f${index + 1}; f${index + 1}; }`).join("\n")}\nf0`],
    ["recursion", 'f() { f "$@" x; f; }; f a'],
    ["eval of itself", "X='eval \"$X$X\"'; eval \"$X\""],
    ["aliases of each other", "alias a='b; b' b='a; a'\na\nb"],
    ["deep folders", `${many("cd x\n", 3000)}ls`],
    ["braces", `ls ${many("{a,b}", 5000)}`],
    ["sums", `echo $((${many("1+", 20_000)}1))`],
    ["wrappers of wrappers", `${many("sudo ", 5000)}ls`],
    ["unknown words", `${many("$X ", 5000)}ls`],
    ["lists of unknown length", `x=$(echo ${many("${a[@]} ", 30_000)}); ls $x`],
    ["unknown words of a shell", `bash -c ${many("$X ", 50_000)}ls`],
    ["options of a wrapper", `git ${many("-c a=b ", 50_000)}status`],
    ["a growing list", `${many("a+=(x)\n", 5000)}ls "\${a[@]}"`],
    ["patterns", `X=${many("a", 250)}; ${many("ls ${X%%*b*c} ${X//a*b/c};", 100)}`],
    ["sources of parallel", `parallel ls ${Array.from({ length: 8000 }, (_, index) => `{${index + 1}}`).join(" ")}${many(" ::: a b", 8000)}`],
    ["options of parallel and xargs", `parallel ${many("-j 4 ", 50_000)}ls ::: a; xargs ${many("-n 1 ", 50_000)}ls`],
    ["open calculations of parallel", `parallel 'ls ${many("{=", 100_000)}' ::: a`],
    ["items of parallel", `parallel ls ::: ${many("a ", 100_000)}`],
    ["a word in very many pieces", `X=${many("<(b)", 50_000)} cat a${many("<(b)", 50_000)}`],
    ["readers of what a command writes", `cat ${many(">(b) ", 20_000)}; ${many("true > >(", 300)}${many(")", 300)}`],
    ["a pipeline of shells", many("echo 'echo ls | bash' | bash | ", 500) + "cat"],
  ])("%s", (_, text) => {
    checkShape("x".repeat(text.length), interpretScript(text));
  });

  test("is reported when it is not followed to its end", () => {
    const text = `${Array.from({ length: 40 }, (_, index) => `f${index}() { f${index + 1}; f${index + 1}; }`).join("\n")}\nf0`;
    expect(reasons(text)[0]).toMatch(/beyond what can be followed/);
  });
});
