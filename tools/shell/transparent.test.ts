import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpretScript } from "./analyse.ts";
import type { Script } from "./model.ts";
import { FOLDER_TAKERS, RUNNER_NAMES, WRAPPER_NAMES } from "./names.ts";
import { takingOf } from "./transparent.ts";
import { wrapperNamed } from "./wrappers.ts";

test.each([
  "", " \n\t", "# only a comment, 'open", "make test", "  make\n\n\tmake test # all\n", "set -euo pipefail\ncargo build --locked", "a && b || c | d; e;", "x 'a b' \"c d\" --flag='e f' key=\"$X y\"", "cat ~ ~/dev ~/'a b'",
  "x > y 2>&1", "x >> \"$OUT/y\" 2>/dev/null", "x \\\n  --y \\\n  z", "export A=b\nC='d e'\nE=\"$A/f\"", "jobs --n \"$(nproc)\" \"$(git rev-parse HEAD)\"", "./gradlew build", "/usr/bin/make", "scripts/build.sh --x", "npm ci", "npm run build", "docker build -t x:1 .",
  "git diff --exit-code || exit 1", "cd src && make", "echo ${A}/b $C_d", "nix build .#default", "set -Eeuo pipefail", "make -j$(nproc)", "CI=true GOFLAGS=-mod=vendor go test ./...", "CI=true npm ci", "sudo apt-get install -y jq", "timeout 60 nice make", "pixi run test", "bundle exec rake", "command -v jq || exit 1", "env | sort > env.txt", "[ -n \"$X\" ] && make", "rm -rf build/* *.o", "printf '%s\\n' \"$X\" x", "printf x", "echo 'fertig ✓' \"$X é\"",
])("%j is transparent", (script) => {
  expect(takingOf(script)).toBeDefined();
});

test.each([
  "if x; then y; fi", "(make)", "f() { x; }", "$X", '"make"', "m\\ake", "bash x", "bash5 x", "sudo bash x", "sudo -u bob make", "pixi run bash", "pixi run 'a && b'", "npx -c x", "timeout 5 sh x", "env A=b make", "env > f $X", "time -bin/x $X", "command x", "time if x; then y; fi", "] x", "eval x", "cat <<E\nE", "cat < x", "* x", "./*.sh", "ls [ab]", "echo {a,b}", "make &", "make &&", "&& make", "make &&\n", "make &&\nx", "make;;", "a |& b", "ls ~bob", "a~", "x=~bob",
  "bash.exe x", "ksh93 x", "/bin/sh x", "echo `x`", "echo ${A:-b}", "echo $((1))", "echo $1", 'echo "$@"', "IFS=x", "PATH=.", "HOME=/x", "cat $HOME", "cat \"${PWD}\"", "cat $BASH_ENV", "set -f", "set a", "export -n A", "export A", "npm exec bash", "npm -c x", "npm --yes exec x",
  "docker run x", "docker compose run x", "echo 'open", 'echo "open', "> f", "x >", "x > > y", "read A", "unset A", "printf -v A x", "printf '-v' A x", "printf \"-v\" A x", "printf $A x", "printf", "echo x > f; ./f", "echo x > f; sudo ./f", "echo x > f; A=b ./f", "echo x > f\ntimeout 5 bin/f", "echo x | tee f && npx ./f", "echo x | tee f && ./f", "\u00e9", "make\r\n", "A=b bash", "A=b sudo bash", "A='b' make", "A=b export C=d", "A=b set -e", "echo é", "x #y\n#z\n(", "x$A#b", "A=#'", "A=#(", "A=b#(","cat $A$B", "no$A", "$A-ops", "${A}tes", "workspace-$A", "no'tes'", '"no"tes',
  "'no'\"tes\"", "echo \"$(cat f)\"", "echo $(echo no)", "echo $(make x)", "echo $(git bisect run x)", "echo $(git -C x status)", "git submodule foreach x", "git rebase -x y z", "x\\\ny", `make ${"x".repeat(20_000)}`,
])("%j is not", (script) => {
  expect(takingOf(script)).toBeUndefined();
});

test("no program that runs others hides what it runs", () => {
  for (const name of WRAPPER_NAMES) {
    const { subcommands = [], groups = [], begins = [], variants, texts = [], values = "", flags = "" } = wrapperNamed(name) ?? {};
    const options = texts.map((text) => (text.length === 1 ? `-${text}` : `--${text}`));
    for (const word of ["", "5", ...subcommands, ...groups, ...begins, ...(variants?.keys() ?? []), ...options, ...Array.from(values + flags, (letter) => `-${letter}`)]) {
      for (const run of ["bash x", "'a && b'", "env -S x"]) {
        if (!RUNNER_NAMES.some((runner) => runner === name) || word !== "") expect(takingOf(`${name} ${word} ${run}`.replace("  ", " ")), `${name} ${word} ${run}`).toBeUndefined();
      }
    }
  }
});

const pieces = fc.constantFrom(
  "no", "tes", "notes", "workspace", "-ops", "workspace-", "ops", "make ", "cat ", "npm ", "npm run ", "docker ", "exec ", "run ", "cp -R ", "~", "~/", "/", "A=", "B=", "A", "$A", "${A}", "${A", "$B", "$X", "_", "-", ".", "=", ":", ",",
  "$PWD", "$HOME", "$(nproc)", "$(date +F)", "$(cat f)", "$(git x)", '"', "'", "export ", "set -eu", "cd ", "echo ", "./x", "bin/x.sh ", "if ", "then ", "#", "x#", "✓", "set -E", "A=b ", "printf ", "-v", "%s", "*", "?", "sudo ", "time ", "pixi run ", "timeout 5 ", "[ ", " ]", "env", "command -v ", "x$(nproc)", "bash ", "env ", "> ", ">> f", "printf %s%s no tes > f\n", "sudo ./f", "A=b ./f", "./f", "2>&1", " && ", " || ", " | ", ";", "\n", " \\\n ", " # c\n", " ", " ", " ", "&", "%", "(", ")", "`", "\\", "*", "é",
);

describe("a transparent script", () => {
  test.each([
    ["", 14],
    [" ", 9],
  ])("parses, gives no program that is not written out, and no name that does not stand in it (pieces joined by %j)", (joint, maxLength) => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength }), (chosen) => {
        const text = chosen.join(joint);
        if (takingOf(text) === undefined) return;
        const script = interpretScript(text);
        expect({ problems: script.problems, dynamic: script.dynamic }, text).toEqual({ problems: [], dynamic: [] });
        for (const name of ["notes", "workspace-ops"]) expect(mentions(script, name) && !text.includes(name), text).toBe(false);
      }),
      { numRuns: 40_000 },
    );
  });

  test("takes what it names only where no program takes whole folders and no word is a pattern", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (chosen) => {
        const text = chosen.join(" ");
        if (takingOf(text) !== "what it names") return;
        for (const { argv, redirections } of interpretScript(text).commands) {
          const words = [...argv, ...redirections.map(({ target }) => target)];
          expect(words.some(({ values }) => values.some((value) => value.some(({ kind }) => kind === "glob"))), text).toBe(false);
          expect(argv[0]?.values.some(([program]) => program?.kind === "text" && FOLDER_TAKERS.includes(program.text)), text).toBe(false);
        }
      }),
      { numRuns: 40_000 },
    );
  });

  test.each([
    ["make", "what it names"],
    ["git diff; sudo make a b > c", "what it names"],
    ["cp a b", "more"],
    ["make && sudo tar -cf x y", "more"],
    ["git diff; docker build .", "more"],
    ["make x\nrm *.o", "more"],
    ["./configure", "more"],
  ])("%j takes %s", (script, taking) => {
    expect(takingOf(script)).toBe(taking);
  });

  test.each([
    ["make ", "x", ""],
    ["make", " ", "("],
    ["", "make x\n", "("],
    ["make", " x", "("],
    ["make", " x y\nz", "("],
    ["make", " x y > z", "("],
    ["make", " 'a b'", "("],
    ["make ", "$A/", "("],
    ["make", " \\\n ", "("],
    ["x", " && x", "("],
    ["A=", "$(", "("],
    ["A=", "x", " ("],
    ["A=", "'x'", " ("],
    ["x", "a/", "("],
    ["", "A=b;", "("],
    ["set", " -e", "("],
    ["", "a=b ", "("],
    ["x a", "#", "("],
    ["make 'a", "é", "'("],
    ["#", " ", "\n("],
  ])("is told from others in linear time: %j, %j over and over, %j", (start, repeated, end) => {
    const text = `${start}${repeated.repeat(16_000 / repeated.length)}${end}`;
    // In quadratic time this would not be over before the test runner ends it.
    for (let round = 0; round < 100; round += 1) expect(takingOf(text) !== undefined).toBe(end === "");
  });
});

/** Whether some word of some command holds a name as it stands, whatever its variables are. */
function mentions({ commands }: Script, name: string): boolean {
  return commands.some(({ argv, redirections }) => [...argv, ...redirections.map(({ target }) => target)].some((word) => word.values.some((value) => value.map((fragment) => (fragment.kind === "text" ? fragment.text : "\0")).join("").includes(name))));
}
