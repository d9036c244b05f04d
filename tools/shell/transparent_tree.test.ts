import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpretScript } from "./analyse.ts";
import { readTransparent } from "./transparent_tree.ts";

describe("a script that shows all that it does, with the words that are put together in it", () => {
  test.each<[string, string]>([
    ["make", ""],
    ["if [ -f a ]; then make; elif ! git diff --quiet; then exit 1; else\n  echo 'no a' >&2\nfi", ""],
    ["for name in unit core; do\n  make \"test-$name\" --out \"out/$name.xml\" || exit 1\ndone", "test-\0 out/\0.xml "],
    ["while IFS= read -r line; do test -s \"$line\"; done < files.txt", "\0 "],
    ["until curl -sf http://localhost; do sleep 1; done &\nwait", ""],
    ["case \"$(uname -s)\" in Linux) os=linux ;; Darwin | *BSD) os=other ;; *) exit 1 ;; esac", "\0 *BSD * "],
    ["build() {\n  local mode=$1\n  make \"$mode\" OUT=\"${OUT:-out}/${mode%-*}\"\n}\nbuild release", "\0 \0 -* OUT=\0/\0 "],
    ["(cd src && { make; make check; })", ""],
    ["[[ -n ${CI:-} && $BRANCH != release/* ]] || make", "\0 \0 release/* "],
    ["((count += 1)); echo $((count * 2))", "\0 "],
    ["cat > x.env <<END\nNAME=$NAME\nWHEN=$(date +%s)\nEND", "NAME=\0\nWHEN=\0\n "],
    ["cat <<'END'\n$(bash x) `y`\nEND", ""],
    ["tr a b <<< \"$x\"", "\0 "],
    ["diff <(sort a) <(sort b)", "\0 \0 "],
    ["trap 'rm -f \"$tmp\"' EXIT", "\0 "],
    ["bash -euc 'set -x; make && make check'", ""],
    ["files=(a 'b c'); make \"${files[@]}\" ${#files[@]} ${files[0]:0:2} ${files[1]^^} ${1//-/_}", "\0 \0 \0 \0 \0 "],
    ["cat no\\ tes 'no'tes $'a\\tb'", "no tes notes a\tb "],
    ["sudo timeout 5 pixi run make; npm run x; npm exec tsc; command -v jq", ""],
    ["set -o errexit; set -Eeuo pipefail; unset A; export B C=d; readonly E=f", ""],
    ["runTests() { make; }; runTests", ""],
  ])("%j", (text, words) => {
    expect(readTransparent(text)).toEqual({ words, takesMore: false });
  });
});

test.each([
  "ls *.o", "ls a?", "x='*'; ls $x", "for f in *; do make; done", "cp a b", "sudo rsync -a a b", "tar -c .", "docker build .", "[[ $x == $(ls *) ]]", "echo ${x%${y:=*}}; ls $y", "while read -r p; do ls $p; done <<END\nx/*\nEND",
])("%j may take more than it names", (text) => {
  expect(readTransparent(text)).toMatchObject({ takesMore: true });
});

test.each([
  // Does not parse, here or where a text is for a shell.
  "if make", "make $(", "bash -c 'if'", "trap '(' EXIT", "if make; ; then make; fi", "cat <<'END\nx", "make(; x", "bash -c 'make(; x'", "if make; then make; ; fi", "echo `echo \\`x`",
  // Programs that are not written out, run others, or change the shell.
  "$x", "\"$@\"", "'make'", "m\\ake", "./*", "eval x", ". x", "source x", "bash x", "bash -c \"$x\"", "bash -c 'make' x", "bash -c '$x'", "sh", "env make", "sudo -u bob make", "sudo bash x", "sudo echo | sh", "time -p env x", "find . -exec make", "xargs make", "exec make",
  "npm exec bash", "npm --yes exec x", "docker run x", "pixi run 'a && b'", "pixi run --locked x", "timeout -k 5 5 x", "command x", "alias a=b", "shopt -s x", "set a", "set -f", "set -", "getopts a b", "mapfile x", "let x=1", "pushd x", "coproc make", "select x in a; do make; done", "for ((;;)); do make; done", "Bash x", "trap $x EXIT", "trap -p", "make\r",
  "bash -c 'bash -c \"bash -c \\'bash -c make\\'\"'", "eval() { make; }", "f() { eval x; }", "if eval x; then make; fi", "if make; then eval x; fi", "if make; then make; elif eval x; then make; fi", "if make; then make; else eval x; fi", "for x in a; do eval x; done", "while eval x; do make; done", "while make; do eval x; done",
  "case a in b) eval x ;; esac", "(eval x)", "{ eval x; }", "make && eval x", "make | eval x", "make & eval x", "make $(eval x)", "make <(eval x)", "trap 'eval x' EXIT", "bash -c 'eval x'", "! eval x", "make > $(eval x)", "x=$(eval x)", "x=($(eval x))", "make <<END\n$(eval x)\nEND", "make <<< $(eval x)", "[[ $(eval x) ]]", "[[ a == $(eval x) ]]", "[[ ! $(eval x) ]]", "[[ ( a && $(eval x) ) ]]", "case $(eval x) in a) make ;; esac", "case a in $(eval x)) make ;; esac", "echo ${x:-$(eval x)}", "for x in $(eval x); do make; done", "make 2>&1 > >(eval x)", "{ make; } > $(eval x)",
  // Variables that the shell acts on, and values that come about in other ways.
  "PATH=x", "IFS= make", "IFS=", "export HOME=x", "for IFS in a; do make; done", "read PATH", "read -a x", "read -p x y", "unset HOME", "unset -f x", "export $x", "export -n x", "declare -n x=y", "local -a x", "echo ${PATH:=x}", "((PATH = 1))", "echo $((HOME = 1))", "echo $(($(make)))", "echo $((`make`))", "x+=y", "x[$y]=z", "echo ${!x}", "echo ${x@P}", "echo ${!x*}", "echo ${x[$(make)]}", "make {fd}> x", "[[ a =~ b ]]", "echo ${x:$(make)}", "echo ${x,,[a]}",
  // Words that may be put together from pieces.
  "cat no$x", "cat ${x}tes", "cat $x$y", "cat $x-$y", "cat workspace-$x", "cat $x-ops", "cat {no,x}tes", "cat [n]otes", "cat @(n)otes", "cat $\"notes\"", "echo ${x/-/}", "echo ${x/-/o}", "echo ${x/-/$y}", "cat <<END\nno$x\nEND", "cat <<END\nno\\\ntes\nEND",
  "x=$(printf 'no%s' tes)", "echo $(echo -n no; echo tes)", "echo $(echo \"no\\ctes\")", "printf 'no%s' tes | read x", "diff <(printf %s%s no tes) x", "printf -v x y", "printf $x", "printf \"$x\"", "printf",
  // Files that the script itself writes and runs.
  "echo x > f; ./f", "make | tee f; sudo ./f", "{ make; } > f; bin/f", "if ./f; then make > f; fi", "tee f <<END\nx\nEND\n./f", "dd of=f <<END\nx\nEND\n./f",
])("%j has to be followed", (text) => {
  expect(readTransparent(text)).toBeUndefined();
});

test("what is written nowhere, or to another program, is no file to run", () => {
  expect(readTransparent("./configure > /dev/null 2>&1 | ./filter >&2")).toMatchObject({ words: "" });
});

test("a script takes no more than linear time", () => {
  for (const text of ["if a; then b; fi\n", "x='a'\"b\"\n", "cat <<E\n$x\nE\n", "case a in b) c ;; esac\n", "trap 'a; b' EXIT\n", "echo \"$(a)\" ${x:-y}\n", "((x += 1))\n"]) {
    // In quadratic time this would not be over before the test runner ends it.
    expect(readTransparent(text.repeat(200_000 / text.length))).toBeDefined();
  }
});

const literal = fc.constantFrom("z", "q", "e-", "-o", "e", "o", "-", "/z", "q/", "z.", "x", "~", "1", "*", ".", "f", "\\", "'z'", "\"q\"", "$'z'", "{z,q}", "[z]");
const variable = fc.constantFrom("A", "B", "f", "PATH");
const { script } = fc.letrec<{ script: string; command: string; simple: string; word: string; expansion: string }>((tie) => ({
  expansion: fc.oneof(
    variable.map((name) => `$${name}`),
    variable.map((name) => `\${${name}}`),
    fc.tuple(variable, fc.constantFrom(":-", ":=", "%", "##", "/-/", "//e/"), literal).map(([name, operator, text]) => `\${${name}${operator}${text}}`),
    tie("simple").map((text) => `$(${text})`),
    fc.constantFrom("$1", "$@", "$*", "${A[@]}", "${A:0:1}", "${!A}", "$((1+1))", "$((A=1))"),
  ),
  word: fc.array(fc.oneof({ weight: 3, arbitrary: literal }, tie("expansion"), tie("expansion").map((text) => `"${text}"`)), { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join("")),
  simple: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(variable, tie("word")).map(([name, value]) => `${name}=${value}`),
    fc
      .tuple(
        fc.constantFrom("make", "echo", "echo -n", "cat", "printf %s%s", "tee", "read", "cd", "./f", "sudo make", "pixi run x", "local", "export", "trap 'make' EXIT;", "eval", "$A", "f", "true", "[", "A=z make", "IFS= read -r"),
        fc.array(tie("word"), { maxLength: 2 }),
        fc.constantFrom("", "", "", " > f", " < f", " <<< z", " <<E\nz$A\nE"),
      )
      .map(([program, words, redirection]) => `${[program, ...words].join(" ")}${redirection}`),
  ),
  command: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie("simple"),
    fc.tuple(tie("command"), tie("command")).map(([first, second]) => `if ${first}\nthen ${second}\nfi`),
    fc.tuple(variable, tie("word"), tie("command")).map(([name, word, body]) => `for ${name} in ${word} z q; do ${body}\ndone`),
    fc.tuple(tie("command"), tie("command")).map(([first, second]) => `while ${first}\ndo ${second}\ndone`),
    fc.tuple(tie("word"), literal, tie("command")).map(([word, pattern, body]) => `case ${word} in ${pattern}) ${body}\n;; esac`),
    tie("command").map((body) => `f() { ${body}\n}`),
    fc.tuple(tie("command"), fc.constantFrom(" | ", " && ", " || ", "; "), tie("command")).map(([first, operator, second]) => `{ ${first}\n}${operator}{ ${second}\n}`),
    fc.tuple(tie("word"), tie("word")).map(([left, right]) => `[[ ${left} == ${right} ]]`),
  ),
  script: fc.array(tie("command"), { minLength: 1, maxLength: 3 }).map((commands) => commands.join("\n")),
}));

test("the interpreter finds no fault with it, no program that is not written out, and no name that stands neither in the text nor among the words", () => {
  let transparent = 0;
  fc.assert(
    fc.property(script, (text) => {
      const read = readTransparent(text);
      if (read === undefined) return;
      transparent += 1;
      const { problems, dynamic, commands } = interpretScript(text);
      expect({ problems, dynamic }, text).toEqual({ problems: [], dynamic: [] });
      const shown = `${text} ${read.words}`;
      for (const { argv, redirections } of commands) {
        for (const { values } of [...argv, ...redirections.map(({ target }) => target)]) {
          for (const value of values) {
            const spelled = value.map((fragment) => (fragment.kind === "text" ? fragment.text : "\0")).join("");
            for (const name of ["zq", "e-o"]) expect(spelled.includes(name) && !shown.includes(name), text).toBe(false);
          }
        }
      }
    }),
    { numRuns: 8_000 },
  );
  expect(transparent).toBeGreaterThan(300);
});
