import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { interpretScript } from "./analyse.ts";
import type { Value, Word } from "./model.ts";

/**
 * The analysis held against bash itself: each script is run, with a program `show` that records the arguments and the folder it was
 * given, and every recorded call must be one that the analysis lists. Where a case is `exact`, nothing else may be listed for `show`.
 */
const bashIsMissing = spawnSync("bash", ["--version"]).status !== 0;
const folder = mkdtempSync(join(tmpdir(), "shell-"));
const [home, checkout, programs, record] = ["home", "checkout", "programs", "record"].map((name) => join(folder, name)) as [string, string, string, string];
for (const path of [join(home, "dev"), join(checkout, "sub", "deep"), join(checkout, "other"), programs]) mkdirSync(path, { recursive: true });
for (const name of ["one.txt", "two.txt"]) writeFileSync(join(checkout, name), "");
writeFileSync(join(programs, "show"), `#!/bin/sh\n{ printf '%s\\036' "$PWD" "$@"; printf '\\035'; } >> '${record}'\n`);
chmodSync(join(programs, "show"), 0o755);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(script: string): { folder: string; words: string[] }[] {
  writeFileSync(record, "");
  spawnSync("bash", ["-c", script], { cwd: checkout, input: "", timeout: 20_000, env: { HOME: home, LC_ALL: "C", PATH: `${programs}:${process.env.PATH ?? ""}` } });
  return readFileSync(record, "utf8")
    .split("\x1d")
    .slice(0, -1)
    .map((call) => call.split("\x1e").slice(0, -1))
    .map(([where = "", ...words]) => ({ folder: where, words }));
}

function pattern(value: Value): string {
  const parts = value.map((fragment) => {
    switch (fragment.kind) {
      case "text":
        return fragment.text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
      case "home":
        return home.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
      case "workspace":
        return checkout.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
      case "glob":
      case "unknown":
        return "[^]*";
    }
  });
  return `^${parts.join("")}$`;
}

function fits(argv: readonly Word[], words: readonly string[]): boolean {
  const [first, ...rest] = argv;
  if (first === undefined) return words.length === 0;
  const holds = (text: string): boolean => first.values.some((value) => new RegExp(pattern(value)).test(text));
  if (!first.splits) return words[0] !== undefined && holds(words[0]) && fits(rest, words.slice(1));
  return Array.from({ length: words.length + 1 }, (_, count) => count).some((count) => words.slice(0, count).every(holds) && fits(rest, words.slice(count)));
}

const EXACT = [
  "X=<(true) show a; X=u<(true)v Y=\"w x\" show \"$Y\" b; show c",
  "X=a Y=<(true) Z+=b show d",
  "bash 3<<E <&3\nshow a\nE",
  "exec 4<<< 'show b'; bash <&4; show c",
  ". /dev/fd/3 3<<E\nX=d; show $HOME\nE\nshow \"$X\"",
  "bash /dev/fd/5 5<<< 'show e'; { bash <&6; } 6<<< 'show f'",
  "exec <<< 'show g'; bash",
  "BASH_ENV=<(echo 'show q; R=r') bash -c 'show \"$R\"'; bash -c 'show s'",
  "echo 'show t' > start; export BASH_ENV=$PWD/start; bash <<< 'show u'; BASH_ENV=; bash -c 'show v'",
  "f() { case \"$1\" in dev|src) R=~/dev;; 'x y') R=~ ;; *) R=none;; esac; }; f src; show $R; f 'x y'; show $R; f z; show $R",
  "X=ab; case $X in [bc]*) R=1;; a?) R=2;& q) R=${R}3;; *) R=4;; esac; show $R; case $X in *b) R=5;;& ab) R=${R}6;; esac; show $R",
  "echo 'show l' > >(bash); wait $!",
  "tee >(sh) <<< 'show m' >/dev/null; wait $!; { echo 'show n \\'; echo 'o'; } > >(bash -s); wait $!",
  "printf '%s\\n' ~ p > >(while read -r x; do show \"$x\"; done); wait $!",
  "while read -r x <&3; do show \"$x\"; done 3<<E\nh\ni\nE",
  "while read -ru 3 y; do show \"$y\"; done 3<<< j; while read -u4 z; do show \"$z\"; done 4< <(echo k)",
  "show a 'b c' \"d e\" f\\ g $'\\x41\\t' $\"h\"",
  'X="a  b*"; show $X "$X" ${X}c pre$X"post"',
  "show ~ ~/x $HOME/y ${HOME}z X=~/a a:~ --b=~ '~' \\~ ~\"x\"",
  "HOME=/h; show ~ $HOME; X=~/a:~/b; show $X",
  "X=abcabc; show ${X#a} ${X##*b} ${X%c} ${X%%b*} ${X/b/Q} ${X//b/Q} ${X/#a/Q} ${X/%c/Q} ${X:1:2} ${X: -2} ${#X} ${X^^} ${X^} ${X:-d} ${X:+e}",
  "unset X; show ${X:-d} ${X-\"a b\"} \"${X:-a b}\" ${X:+e} \"${X+e}\" ${X:=f} $X ${X:-~/n}; X=; show ${X:-~/q} \"${X:-~/q}\" ${X-u} \"$X\"",
  'a=(x "y z" w); show "${a[@]}" ${a[@]} "${a[*]}" "p${a[@]}q" ${a[1]} "${a[@]:1}" ${#a[@]} $a "${a[-1]}" "${a[@]%z}"; a+=(n); a[0]=m; show "${a[@]}"',
  'set -- a "b c" d; show "$@" $@ "$*" $# $2 "p$@q" "${@:2}"; shift; show "$@" "${9:-none}"',
  "show {a,b}{c,d} x{1..3} {3..1} {a..e..2} {01..3} {a} {} {a,{b,c}} {~,q}/r \\{a,b} {a,\"b c\"} a{,b} {a,b",
  "X={a,b}; show $X \"{a,b}\"",
  'IFS=,; X="a,,b c,"; show $X "$X"; IFS=:; Y=" d:e "; show $Y; read A B <<< "x:y:z"; show "$A" "$B"',
  "X=5; show $((X + 1)) $((X++)) $X $((2 ** 3 % 5)) $((X > 3 ? 10 : 20)) $((0x1f)) $((010)); ((X += 2)); let X*=2; show $X",
  "show $(echo a b) \"$(echo a b)\" `echo c` \"$(printf '%s-' x y)\" $(pwd) \"$(cd sub && pwd)\" $(cat <<< \"q r\") \"$(printf 'a\\n\\n')\"",
  "D=~/dev/x; show $(dirname $D) $(basename $D) ${D%/*} ${D##*/} $(dirname /a) $(dirname a) $(basename /a/b/)",
  "D=~/dev/x; S=k=$D:v; show ${S%%=*} ${S#*=} ${S##*:} ${S%:*} ${S/=/,} ${S//[=]/-} ${D%/*/*} ${D#$HOME/} ${D#~} ${D/#$HOME/'~'} ${D/%x/y} ${D%/y} ${D#y/}; S=$HOME:$D; show ${S%%:*} ${S#*:} ${S//:/ } ${S/$HOME/}",
  "show $(seq 3) $(seq 2 3 9) $(seq 3 -2 0) $(seq 2 1); printf -v p -- '-%s' a; show $p; a=([0]=~/x ~/y [3]=z:~/w); show \"${a[@]}\"; declare -A h=([k]=v [m]=w); for i in k m; do show ${h[$i]}; done",
  "cd sub; show .; cd deep; show .; cd ../..; show .; cd -; show $OLDPWD; pushd ../..; show .; popd; show $PWD; cd; show .",
  "X=a bash -c 'show $X \"$0\" \"$@\"' zero 'o n e' two; X=v; bash -c 'show [${X:-none}]'; export X; bash -c 'show $X'",
  "eval 'show a' ~; X='show b'; eval \"$X\"; $X c; echo 'show d ~' | bash; bash <<< 'show e'; bash <<E\nshow f $HOME\nE",
  'e() { echo "$1" >&2; }; show "$(e a 2>&1)" "$(e b 2>/dev/null)" "$(e c 2>&1 >/dev/null)" "$(e d |& cat)" "$({ (e f); } 2>&1)" "$(echo g >/dev/stdout)" "$(echo h 3>&1 1>&3)"; e i &> k; show "$(<k)"; e j > k 2>&1; show "$(<k)"; cp /dev/stdin k <<< "show l"; . ./k',
  'f() { local L=$1; G=$2; show "$L" "$G" $#; }; f a "b c"; show "$L" "$G"; g() { echo ~/out; }; show $(g)',
  "env X=1 show a; nice -n 1 show b; command show c; timeout 20 show d; echo a b | xargs show; echo a b | xargs -I{} show {} c",
  "cat > made.sh <<'E'\nshow made \"$1\"\nE\nbash made.sh x; . ./made.sh y; chmod +x made.sh; rm made.sh",
  "mapfile -t m <<< $'a b\\nc'; show \"${m[@]}\"; read -ra r <<< 'x  y'; show \"${r[@]}\"; printf -v p '%s/%s' q r; show $p",
  "declare -n r=T; r=5; show $T; declare -u U=ab; show $U; N=T; show ${!N}; declare -A h=([k]=v); show ${h[k]}",
  "X=a; X=b show $X; X+=c; show $X; A=1 B=$A; show $B",
  "a=(x y); printf -v 'a[0]' %s q; printf -v b%s z; printf -vp %s r; read -r a[1] <<< s; show \"${a[@]}\" $p; declare 'a[0]'=~/t; show \"${a[@]}\"; a[0]+=/u; show ${a[0]}",
  "a=(x y z); a[-1]=q; a[1-1]=r; i=1; a[i]=s; a[i+2]=t; show \"${a[@]}\"; unset 'a[1]' a[-1]; show \"${a[@]}\" \"p${a[1]}\"; a=([2]=u v); show \"${a[3]}\"; a+=([3]=w x); show \"${a[@]}\"",
  "z=k; declare -A h=([k]=v); h[z]=w; show ${h[k]} ${h[z]}; declare -n r=a; a=(x); r[0]=y; show ${a[0]}; a=(1 2); ((a[1]=3)); show ${a[0]}",
  "f() { show f; }; f=1; unset f; f; show done",
  "IFS=/; a=('' home a); show \"${a[*]}\"; j() { local IFS=:; show \"$*\" \"x$*y\"; }; j a b; IFS=; show \"${a[*]}\"; unset IFS; show \"${a[*]}\"",
  "X=abc; E=; a=(one 'two 2'); show \"${a[@]/#/p-}\" ${X/%//s} ${X/#/\"$HOME\"/} ${E/#/q} \"${X/b/~/q}\"; H=~/d; show ${H/#\\~/x} \"${H/#dev/x}\"",
  "X=a; E=; show ${X:+--root ~} ${X:+--root \"$HOME/a b\" q} p${X:+ a b }q ${E:-} ${X:+} [${E:-}] ${X:+a\\ b} ${E:-~/n o}; IFS=:; show ${X:+a:b} ${X:+\"c:d\":e\\:f}",
  "unset IFS; X='a b'; show $X; read A B <<< 'c d'; show $A $B; f() { local IFS; show $X; }; IFS=,; f; show $X",
  "a=([1]=x [5]=y [7]=z); show \"${!a[@]}\" \"${a[@]:1}\" ${a[@]: -3:2} \"${a[@]:6}\"; set -- a b c; show \"${@:1:$#-1}\" ${@: -2} \"${@: -9}\"; X=abc; n=1; show ${X:n:${#X}-2} ${X:$n+1}",
  "declare -A h=(k v); show ${h[k]} \"${!h[@]}\"; h+=(m w); show ${h[m]}",
  "pushd -n sub; show .; cd other; show .",
  "set -- a 'b c'; a=(x 'y z'); e=(); show ${1+\"$@\"} \"${1:+$@}\" \"${e[@]:-}\" \"${e[@]:+q}\" \"${e[*]+q}\" \"${@:-q}\"; show ${a[@]+\"${a[@]}\"} ${e[@]+\"${e[@]}\"} \"${e[@]+\"${e[@]}\"}\"; unset X; show \"${X:-\"${a[@]}\"}\"; W=${1+\"$@\"}; show \"$W\"; set -- ''; show \"${@:-q}\"",
  "R=$(echo \"  $HOME/a  b \" | xargs); show \"$R\"; cd sub; R=$(cd -); show \"$R\"; cd \"$(cd - > /dev/null; pwd)\"; show .",
  "f() { show f \"$@\"; }; bash -c \"$(declare -f f); f ~ b\"; g() (\nshow g\n); eval \"$(typeset -f g)\"; g",
  "mkdir bin; cat > bin/tool <<'E'\nshow tool \"$1\"\nE\nchmod +x bin/tool; PATH=$PWD/bin:$PATH; tool ~; nice tool a; cd sub; tool b",
] as const;

const COVERED = [
  "D=~/dev; show ${D%%/d*} ${D/dev/x} ${D//dev} ${D#x} ${D%%h*} ${D#*/} ${HOME#/} ${HOME%?}; X=$HOME; show ${X%e} ${X/ho/} ${X#*/home} ${X##*/}",
  "X=abc; E=; show ${X/b/<&>} \"${X//[ab]/&&}\" ${E/*/r} ${E/#*/r}; show ~:/x ~+:y",
  "b=(a); for i in 1 2; do b+=(--root \"$HOME/a b\"); done; show \"p${b[@]}s\" ${b[@]} p\"${b[@]}\"; set --; for i in 1; do set -- \"$@\" 'x y'; done; show $@ \"--x=$@\"",
  "declare -A h=([k]=v [m]=w [o]=u [q]=t); show \"${h[@]}\" ${h[@]}; for k in \"${!h[@]}\"; do show \"$k\" \"${h[$k]}\"; done; show \"${!h@}\" ${!h*}",
  "set -- a b; show ${@:0:1} \"${@:0}\" ${*: -3:1}",
  "find . -name '*.txt' -exec show {} +; find sub -execdir show {} . \\;; find sub/deep -maxdepth 0 -execdir show . \\;",
  "D=$PWD; X=~; trap 'show \"$X\" .' EXIT; cd other; [ -z \"$D\" ] || exit 1; X=a",
  "trap 'show debug' DEBUG; cd other",
  "mapfile -t m < <(cat one.txt - <<< $'a b\\nc'); show \"${m[@]}\" \"$(echo x $UNSET)y\"; read -ra r <<< \"$(cat - <<< 'a b c' 2>&1)\"; show \"${r[@]}\"",
  "a=(); b=(1); c=2; for i in 1 2 3 4 5; do a+=(\"${b[@]}\"); b+=(\"$c\"); c=$d; d=$e; e=$i; done; show \"${a[@]}\"; for i in x y z; do set -- \"$@\" -k \"$i\"; show \"$@\"; done",
  "a=(); for i in 1 2; do a+=(\"x $i\"); done; show \"$(echo \"${a[@]}\")\"; eval show \"${a[@]}\"; set --; show \"$(echo a \"$@\")\"",
  "echo 'show a ~' >> one.txt; bash one.txt; echo 'show b' >> new; . ./new; show \"$(cat new)\"",
  "show \"q${UNSET/#/p}\" \"${UNSET/%/p}r\"",
  "a=(x y); for i in 0 1; do show ${a[i]} ${a[$i]}; a[i]=z; done; show \"${a[@]}\"; k=q; declare -A h; h=([$k]=v); show ${h[q]}",
  "while read -r r; do :; done <<< dev; show \"p$r\"; while read -r a b && [ -n \"$b\" ]; do show \"$a\"; done <<< $'x y\\nz'; show \"$a$b\"",
  "for i in a b; do :; done; show $i; export A=a; env -i PATH=\"$PATH\" bash -c 'show p$A'; env - PATH=\"$PATH\" B=b bash -c 'show p$A $B'; (exec -c $(command -v bash) -c \"PATH='$PATH'; show p\\$A\")",
  "readonly R=a; (R=b); show $R; f() { local -r L=$1; show $L; }; f x; f y; bash -c 'R=c; show $R'; declare -r D=a; eval 'D=b' 2> /dev/null; show $D",
  "R=$(dirname \"$PWD\"); show \"$R\" \"${R%/*}\"; S=$(cd .. && pwd); T=$(cd ..; echo \"$PWD\"); show \"$S\" \"${S%/*}\" \"${T%/*}\"",
  "R=~; f() { R=x; }; unset f; f 2> /dev/null; show $R",
  "show *.txt; X='*.txt'; show $X \"$X\"",
  "for i in a b 'c d'; do show $i \"$i\"; done; show $i",
  "n=0; while [ $n -lt 3 ]; do n=$((n + 1)); X=$X$n; show $X; done; show $n $X",
  "for x in a b; do [ $x = a ] && { Y=~; break; }; Y=ok; done; show $Y",
  "if cd nowhere; then show a; else show b; fi 2>/dev/null; cd nowhere 2>/dev/null || cd sub; show .",
  'for x in a b; do case $x in a) X=1;; b) X=2;& c) X=${X}3;; esac; show "$X"; done',
  "f() { [ $# -gt 0 ] || return; show \"$1\"; shift; f \"$@\"; }; f a b c",
  "f() { if [ -n \"$1\" ]; then R=~; return; fi; R=x; }; f; show $R; f a; show $R",
  "( X=a; cd sub; show $X . ); show ${X:-none} .; { X=b; }; show $X | cat; echo r | while read -r l; do show $l; done",
  "a=(); for i in 1 2 3; do a+=(--x \"$i\"); done; show \"${a[@]}\"; trap 'show $Z' EXIT; Z=last",
  "while read -r k v; do show \"$k\" \"$v\"; done <<< $'a b c\\nd'; find . -name '*.txt' -exec show {} \\;",
  "set -- -a -b x; while getopts ab: o; do show $o $OPTARG; done",
  "X=$(for i in a b; do echo $i; done); show $X; show $(if false; then echo n; else echo y; fi)",
] as const;

describe.skipIf(bashIsMissing)("what bash runs (skipped where there is no bash)", () => {
  test.each([...EXACT, ...COVERED])("is listed: %s", (script) => {
    const commands = interpretScript(script).commands.filter((command) => command.argv[0]?.values.some((value) => value[0]?.kind === "text" && value[0].text === "show"));
    const calls = run(script);
    expect(calls.length).toBeGreaterThan(0);
    const missing = calls.filter(
      (call) => !commands.some((command) => fits(command.argv.slice(1), call.words) && command.directories.some((directory) => new RegExp(pattern(directory)).test(call.folder))),
    );
    expect(missing).toEqual([]);
    if (EXACT.some((exact) => exact === script)) {
      const extra = commands.filter((command) => !calls.some((call) => fits(command.argv.slice(1), call.words)));
      expect(extra).toEqual([]);
    }
  });
});
