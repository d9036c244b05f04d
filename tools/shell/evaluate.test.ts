import { describe, expect, test } from "vitest";
import { renderScript } from "./rendering.ts";

describe("lists and pipelines", () => {
  test.each<[string, string[]]>([
    ["a; b && c || d | e & f", ["a", "b", "c", "d", "e", "f"]],
    ["! a; time b; time -p c | d", ["a", "<time> b", "<time> c", "<time> d"]],
    ["(cd x; a); b; { cd y; }; c", ["cd x", "a @{checkout}/x", "b", "cd y", "c @{checkout}/y"]],
    ["a | while read -r x; do X=$x; done; ls $X", ["a", "read -r x", "ls {?}..."]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("conditions", () => {
  test.each<[string, string[]]>([
    ["if a; then b; elif c; then d; else e; fi", ["a", "b", "c", "d", "e"]],
    ["if [ -d x ]; then A=1; else A=2; fi; ls $A", ["[ -d x ]", "ls 1|2"]],
    ["case $x in a|b) A=1;; c) A=2;& d) A=${A}3;; esac; ls \"$A\"", ["ls 1|23|{?}3|{?}"]],
    ["case $x in a) A=1;; *) A=2;; esac; ls $A", ["ls 1|2"]],
    ["[ -d x ] && A=1 || A=2; ls $A", ["[ -d x ]", "ls 1|2"]],
    ["[ -d x ] && a || A=2; ls $A", ["[ -d x ]", "a", "ls 2|{?}..."]],
    ["[ -d x ] && A=1 || b && A=3; ls $A", ["[ -d x ]", "b", "ls 1|3|{?}..."]],
    ["[[ -f ~/x && $Y == a* ]] && ls", ["[[ -f {~}/x {?} == a{:*} ]]", "ls"]],
    ["[ -z \"$D\" ] && { D=~; exit 1; }; ls \"$D\"", ["[ -z {?} ]", "exit 1", "ls {?}"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("loops", () => {
  test.each<[string, string[]]>([
    ["for i in a b \"c d\"; do ls \"$i\"; done; ls \"$i\"", ["ls a|b|[c d]", "ls [c d]"]],
    ["for i in a b; do x && break; done; ls $i; for i in a b; do i=c; done; ls $i; for i in a *; do x; done; ls \"$i\"", ["x", "break", "ls a|b", "ls c", "x", "ls a|{:*}"]],
    ["for i in *.txt $X; do ls \"$i\"; done", ["ls {:*}.txt|{?}"]],
    ["for ((i = 0; i < 3; i++)); do ls x; done", ["ls x"]],
    ["X=; while a; do X=${X}b; done; ls \"$X\"", ["a", "ls ''|b|bb|{?}"]],
    ["for x in a b; do [ $x = a ] && { Y=~; break; }; Y=ok; done; ls $Y", ["[ a|b = a ]", "break", "ls ok|{~}"]],
    ["while a; do b && continue; X=c; done; until d; do e; done", ["a", "b", "continue", "d", "e"]],
    ["select x in a b; do ls $x; break; done", ["ls a|b", "break"]],
    ["while read -r line; do ls \"$line\"; done <<< \"a b\"", ["read -r line", "ls [a b]"]],
    ["cd x; for d in a b; do cd \"$d\"; ls; cd ..; done", ["cd x", "cd a|b @{checkout}/x", "ls @{checkout}/x/a|{checkout}/x/b", "cd .. @{checkout}/x/a|{checkout}/x/b"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("functions", () => {
  test.each<[string, string[]]>([
    ["f() { ls \"$1\" $#; }; f a; f b \"c d\"", ["f a", "ls a 1", "f b [c d]", "ls b 2"]],
    ["f() { ls \"$@\"; }", ["ls {?}..."]],
    ["f() { local X=1; Y=2; }; X=0; f; ls $X $Y", ["f", "local X=1", "ls 0 2"]],
    ["f() { if a; then R=~; return; fi; R=x; }; f; ls $R", ["f", "a", "return", "ls x|{~}"]],
    ["f() { echo ~/dev; }; ls $(f)", ["f", "echo {~}/dev", "ls {~}/dev"]],
    ["f() { [ \"$1\" ] && f \"$2\"; rm \"$1\"; }; f a b", ["f a b", "[ a ]", "f b", "[ {?}|'' ]", "f {?}|''", "rm {?}|''", "rm a"]],
    ["f() ( cd /; ls ); f; ls", ["f", "cd /", "ls @/", "ls"]],
    ["function g { cd ~; }; g; ls", ["g", "cd {~}", "ls @{~}"]],
    ["f() { X=1; }; if a; then f() { X=2; }; fi; f; ls $X", ["a", "f", "ls 1|2"]],
    ["cd() { builtin cd \"$@\" && ls; }; cd ~/x", ["cd {~}/x", "builtin cd {~}/x", "<builtin> cd {~}/x", "ls @{~}/x"]],
    ["f() { shift; ls \"$@\"; }; f a b c", ["f a b c", "shift", "ls b c"]],
    ["f() { ls a; }; f() { ls b; }; f", ["f", "ls b"]],
    ["f() { ls a; }; . ./x; f() { ls b; }; if c; then f() { ls d; }; fi", [". ./x", "c", "ls a", "ls b", "ls d"]],
    ["f() { ls a; }; case $x in y) f() { ls b; };; esac", ["ls a", "ls b"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("folders", () => {
  test.each<[string, string[]]>([
    ["cd a && ls; cd .. ; cd ~/x; ls; cd -; ls; cd; ls; cd \"$Q\"; ls", ["cd a", "ls @{checkout}/a", "cd .. @{checkout}/a", "cd {~}/x", "ls @{~}/x", "cd - @{~}/x", "ls", "cd", "ls @{~}", "cd {?} @{~}", "ls @{?}"]],
    ["pushd a; ls; pushd ~; popd; ls; popd; ls", ["pushd a", "ls @{checkout}/a", "pushd {~} @{checkout}/a", "popd @{~}", "ls @{checkout}/a", "popd @{checkout}/a", "ls"]],
    ["cd x || exit 1; ls; cd y || ls z", ["cd x", "exit 1", "ls @{checkout}/x", "cd y @{checkout}/x", "ls z @{checkout}/x"]],
    ["if ! cd x; then exit 1; fi; ls", ["cd x", "exit 1 @{checkout}/x", "ls @{checkout}/x"]],
    ["cd $GITHUB_WORKSPACE/a/../b; ls; cd /; cd ..; ls", ["cd {checkout}/a/../b", "ls @{checkout}/b", "cd / @{checkout}/b", "cd .. @/", "ls @/"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("texts that run", () => {
  test.each<[string, string[]]>([
    ["bash -c 'ls ~'; sh -lc \"ls $HOME\"; bash -euo pipefail -c 'ls a'; bash -c -e 'ls b'; bash --norc -c 'ls c'; zsh -ec 'ls d'; /bin/dash -c 'ls e'", ["bash -c [ls ~]", "<bash -c> ls {~}", "sh -lc [ls {~}]", "<sh -c> ls {~}", "bash -euo pipefail -c [ls a]", "<bash -c> ls a", "bash -c -e [ls b]", "<bash -c> ls b", "bash --norc -c [ls c]", "<bash -c> ls c", "zsh -ec [ls d]", "<zsh -c> ls d", "/bin/dash -c [ls e]", "<dash -c> ls e"]],
    ["bash -c 'ls \"$0\" \"$1\" \"$@\"' zero one \"t w o\"; bash -s a <<< 'ls $1'", ["bash -c [ls \"$0\" \"$1\" \"$@\"] zero one [t w o]", "<bash -c> ls zero one one [t w o]", "bash -s a", "<bash> ls a"]],
    ["X=a; bash -c 'ls [$X]'; export X; bash -c 'ls [$X]'; X=b bash -c 'ls $X'; set -a; Y=c; sh -c 'ls $Y'", ["bash -c [ls [$X]]", "<bash -c> ls {:[a]}|{:[]}...", "export X", "bash -c [ls [$X]]", "<bash -c> ls {:[a]}...", "bash -c [ls $X]", "<bash -c> ls b", "set -a", "sh -c [ls $Y]", "<sh -c> ls c"]],
    ["bash -c \"ls $X\"; bash -c \"$X\"; bash -c \"cd $HOME && ls\"", ["bash -c [ls {?}]", "<bash -c> ls {?}...", "bash -c {?}", "bash -c [cd {~} && ls]", "<bash -c> cd {~}", "<bash -c> ls @{~}"]],
    ["eval ls a; eval \"ls $HOME\" b; X='ls ~'; eval $X; $X; eval 'Y=~'; ls $Y", ["eval ls a", "<eval> ls a", "eval [ls {~}] b", "<eval> ls {~} b", "eval ls ~", "<eval> ls {~}", "ls ~", "eval Y=~", "ls {~}"]],
    ["echo 'ls a' | bash; printf 'ls %s\\n' a b | sh -s; echo -e 'ls\\ta' | sh; curl x | bash; echo ls a | tee f | cat | bash", ["echo [ls a]", "bash", "<bash> ls a", "printf [ls %s\\n] a b", "sh -s", "<sh> ls a", "<sh> ls b", "echo -e ls\\ta", "sh", "<sh> ls a", "curl x", "bash", "echo ls a", "tee f", "cat", "bash", "<bash> ls a"]],
    ["bash <<E\nls $HOME\nE\nsh <<'E'\nls $HOME\nE\nsudo bash -s <<-E\n\tls t\n\tE", ["bash", "<bash> ls {~}", "sh", "<sh> ls {~}", "sudo bash -s", "<sudo> bash -s", "<sudo> <bash> ls t"]],
    ["cat <<E\nrm -rf /\nE\necho 'rm -rf /' > note.txt; grep \"rm -rf\" f # rm x", ["cat", "echo [rm -rf /] >note.txt", "grep [rm -rf] f"]],
    ["case a in b) tool x;; A) R=1;; a) R=2;; esac; ls $R; case $X in a) R=3;; esac; ls $R; case a in $X) R=4;; esac; ls $R", ["tool x", "ls 1|2", "ls 1|2|3", "ls 1|2|3|4"]],
    ["echo 'bash -c ls' > f; export BASH_ENV=f; bash x.sh", ["echo [bash -c ls] >f", "export BASH_ENV=f", "bash x.sh", "<BASH_ENV> bash -c ls", "<BASH_ENV> <bash -c> ls"]],
    ["BASH_ENV=<(echo ls a) bash x.sh; BASH_ENV=<(echo ls b) sh -c 'ls c'; BASH_ENV=y bash -c 'ls d'", ["echo ls a", "bash x.sh", "<BASH_ENV> ls a", "echo ls b", "sh -c [ls c]", "<sh -c> ls c", "bash -c [ls d]", "<bash -c> ls d"]],
    ["bash <(curl x); source <(echo ls a); . /dev/stdin <<< 'ls b'; tee >(sh) < f", ["curl x", "bash {?}", "echo ls a", "source {?}", "<source> ls a", ". /dev/stdin", "<.> ls b", "tee {?} <f", "sh"]],
    ["cat > /tmp/x.sh <<'E'\nls ~/q\nE\nchmod +x /tmp/x.sh; bash /tmp/x.sh; . /tmp/x.sh; /tmp/x.sh", ["cat >/tmp/x.sh", "chmod +x /tmp/x.sh", "bash /tmp/x.sh", "<bash> ls {~}/q", ". /tmp/x.sh", "<.> ls {~}/q", "/tmp/x.sh", "<x.sh> ls {~}/q"]],
    ["S=$(mktemp); echo 'ls z' > \"$S\"; echo 'ls w' >> $S; bash \"$S\"; (echo ls q > k); sh ./k", ["mktemp", "echo [ls z] >{?}", "echo [ls w] >>{?}", "bash {?}", "<bash> ls z", "<bash> ls w", "echo ls q >k", "sh ./k", "<sh> ls q"]],
    ["trap 'rm ~/x' EXIT; trap - INT; trap '' TERM", ["trap [rm ~/x] EXIT", "trap - INT", "trap '' TERM", "<trap> rm {~}/x"]],
    ["trap 'ls $X .' EXIT; X=~; cd sub; X=b", ["trap [ls $X .] EXIT", "cd sub", "<trap> ls b|{~} . @{checkout}/sub|{checkout}"]],
    ["alias l='ls -l' g=git; l x; g y", ["alias [l=ls -l] g=git", "l x", "ls -l x", "g y", "git y"]],
    ["alias w='env ' l='ls -l ' d=dir\nw l d", ["alias [w=env ] [l=ls -l ] d=dir", "w l d", "env l d", "<env> l d", "env ls -l d", "<env> ls -l d", "env ls -l dir", "<env> ls -l dir"]],
    ["alias w='env' l='ls -l'\nw l", ["alias w=env [l=ls -l]", "w l", "env l", "<env> l"]],
    ["bash -c \"bash -c \\\"bash -c 'ls ~'\\\"\"; bash; bash script.sh; . ./env.sh", ["bash -c [bash -c \"bash -c 'ls ~'\"]", "<bash -c> bash -c [bash -c 'ls ~']", "<bash -c> <bash -c> bash -c [ls ~]", "<bash -c> <bash -c> <bash -c> ls {~}", "bash", "bash script.sh", ". ./env.sh"]],
    ["coproc ls a; coproc N { ls b; }", ["ls a", "ls b"]],
    ["$(which python) -c 1; \"$BASH\" -c 'ls a'; $SHELL -c 'ls b'; $CMD x; \"$DIR/bin/tool\"; ~/bin/tool; *; $SUDO ls; \\ls; l\"s\"; $(echo ls) x", ["which python", "{?}/python... -c 1", "-c 1", "{?}/bash -c [ls a]", "<bash -c> ls a", "{?}/sh... -c [ls b]", "<sh -c> ls b", "-c [ls b]", "{?}... x", "x", "{?}/bin/tool", "{~}/bin/tool", "{:*}...", "{?}... ls", "ls", "ls", "ls", "echo ls", "ls x"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});
