import { describe, expect, test } from "vitest";
import { renderScript } from "./rendering.ts";

describe("quoting", () => {
  test.each<[string, string[]]>([
    ["a 'b c' \"d e\" f\\ g h\"i\"'j'", ["a [b c] [d e] [f g] hij"]],
    ["a \"\\$x \\q \\\\\" '\\n' $'\\t\\x41\\'' $\"l\"", ["a [$x \\q \\] \\n [\tA'] l"]],
    ["a # b", ["a"]],
    ["a#b \"#\" '#' \\#", ["a#b # # #"]],
    ["\"\" ''", ["'' ''"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("tilde", () => {
  test.each<[string, string[]]>([
    ["ls ~ ~/x ~bob ~bob/x ~+ \"~\" '~' \\~ ~\"x\" a~ x~/y", ["ls {~} {~}/x {~bob} {~bob}/x {checkout} ~ ~ ~ ~x a~ x~/y"]],
    ["ls X=~/a X=a:~/b --x=~/c a:~/d 2=~", ["ls X={~}/a X=a:{~}/b --x=~/c a:~/d 2=~"]],
    ["X=~/a:~/b; ls \"$X\"; X=\"~\"; ls $X; X=a~; ls $X", ["ls {~}/a:{~}/b", "ls ~", "ls a~"]],
    ["HOME=/h; ls ~ ~/x $HOME", ["ls /h /h/x /h"]],
    ["unset HOME; ls ~ \"[$HOME]\"", ["unset HOME", "ls {~} []"]],
    ["cd x; ls ~+/y; cd ..; ls ~-/z", ["cd x", "ls {checkout}/x/y @{checkout}/x", "cd .. @{checkout}/x", "ls {checkout}/x/z"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("variables", () => {
  test.each<[string, string[]]>([
    ["ls $X \"$X\" ${X} \"a$X/b\"", ["ls {?}... {?} {?}... a{?}/b"]],
    ["X=1 ls $X; X=2; X=3 ls $X; ls $X", ["ls {?}...", "ls 2", "ls 2"]],
    ["X=a; X+=b; ls $X ${X}c \"$X\"d '$X'", ["ls ab abc abd $X"]],
    ["X='a b  c'; ls $X \"$X\" p$X; X=' a '; ls x${X}y \"[$X]\"", ["ls a b c [a b  c] pa b c", "ls x a y [[ a ]]"]],
    ["X=; ls $X \"$X\" y; unset X; ls $X \"[$X]\"", ["ls '' y", "unset X", "ls []"]],
    ["X='*.txt ~ $Y'; ls $X; ls \"$X\"", ["ls {:*}.txt... ~ $Y", "ls [*.txt ~ $Y]"]],
    ["IFS=,; X='a,b c,,d'; ls $X", ["ls a [b c] '' d"]],
    ["X=a || X=b; ls $X", ["ls a|b"]],
    ["X=a && X=b; ls $X", ["ls b"]],
    ["export A=~/x B=\"c d\"; readonly C=e; declare -x D=f; ls $A \"$B\" $C $D", ["export A={~}/x [B=c d]", "readonly C=e", "declare -x D=f", "ls {~}/x [c d] e f"]],
    ["N=X; X=5; ls ${!N}", ["ls 5"]],
    ["declare -n r=X; r=5; ls $X", ["declare -n r=X", "ls 5"]],
    ["declare -l P; P=/HOME/x; ls $P; declare -u Q=ab; ls $Q", ["declare -l P", "ls /home/x", "declare -u Q=ab", "ls AB"]],
    ["Y=$((1 + 2 * 3)); X=4; ls $Y $((X * 2)) $((X++)) $X $((0x10)) $(( unknown + $W ))", ["ls 7 8 4 5 16 {?}"]],
    ["printf -v X '%s/%s' a b; ls $X", ["printf -v X %s/%s a b", "ls a/b"]],
    ["printf -v X -- '--%s' a; ls $X; printf -vY -- b; ls $Y; printf -v Z -- -- --; ls $Z", ["printf -v X -- --%s a", "ls --a", "printf -vY -- b", "ls b", "printf -v Z -- -- --", "ls --"]],
    ["declare -n r=HOME; ls $r; declare -n q=NONE; ls ${q:-d}", ["declare -n r=HOME", "ls {~}", "declare -n q=NONE", "ls {?}|d..."]],
    ["read X <<< \"~/lit\"; ls $X; read -r A B <<< \"x y z\"; ls \"$A\" \"$B\"; IFS=: read -r A B <<< \"x:y\"; ls $A $B", ["read X", "ls ~/lit", "read -r A B", "ls x [y z]", "read -r A B", "ls x y"]],
    ["IFS=: read -r A B <<< \"dev:$HOME/x\"; ls $A $B; read A B <<< \" ~ $HOME \"; ls $A $B; read A <<< \" $HOME \"; ls \"$A\"", ["read -r A B", "ls dev {~}/x", "read A B", "ls ~ {~}", "read A", "ls {~}"]],
    ["read A B <<< \"a $X\"; ls \"$A\" \"$B\"", ["read A B", "ls {?} {?}"]],
    ["for R in a:$HOME/x b:c; do IFS=: read -ra P <<< \"$R\"; ls \"${P[0]}\" \"${P[1]}\"; done", ["read -ra P", "ls a|b {~}/x|c"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("expansions", () => {
  test.each<[string, string[]]>([
    ["ls ${X:-d} \"${X:-d e}\" ${X-~/f}", ["ls {?}|d... {?}|[d e] {?}|{~}/f..."]],
    ["X=v; ls ${X:-d} ${X:+a} ${X:=q} ${X:?e}", ["ls v a v v"]],
    ["unset X; ls ${X:-d} \"[${X:+a}]\" ${X:=q} $X", ["unset X", "ls d [] q q"]],
    ["P=/a/b/c.tar.gz; ls ${P%.*} ${P%%.*} ${P#*/} ${P##*/} ${P/b/x} ${P//\\//-} ${P:1:3} ${#P} ${P/#\\/a/y} ${P/%gz/z}", ["ls /a/b/c.tar /a/b/c a/b/c.tar.gz c.tar.gz /a/x/c.tar.gz -a-b-c.tar.gz a/b 13 y/b/c.tar.gz /a/b/c.tar.z"]],
    ["X=aBc; ls ${X^^} ${X,,} ${X^} ${X,} ${X@U}", ["ls ABC abc ABc aBc ABC"]],
    ["ls ${HOME%/} ${HOME%/*} ${HOME%%/*} \"${HOME##*/}\" ${HOME:-x} ${HOME}/x ${HOME}x /$HOME", ["ls {~} {~}/.. {?} {~} {~}/x {~}x /{~}"]],
    ["D=~/a/b; ls ${D%/b} ${D%/*} ${D##*/} ${D#/x}", ["ls {~}/a {~}/a b {~}/a/b|{?}..."]],
    // A folder's own path is read as one piece; where the pattern might take something of it all the same, that is not known besides.
    ["D=~/a/b; ls ${D%%/a*} ${D%/*/*} ${D/b/c} ${D#$HOME/} ${D/%b/c} ${D#x}", ["ls {~}|{?}... {~} {~}/a/c|{?}... a/b {~}/a/c {~}/a/b"]],
    ["S=k:~/v; ls ${S%%:*} ${S#*:} ${S/:/=}; S=~/v:/w; ls ${S%%:*} ${S#*:} ${S%:*} ${S//:/,}", ["ls k {~}/v k={~}/v", "ls {~}/v /w {~}/v {~}/v,/w"]],
    ["S=a:$X/b:c; ls \"${S%%:*}\" \"${S#*:}\" \"${S##*:}\" \"${S%:*}\" \"${S/a/b}\" \"${S/c/b}\"", ["ls a {?}/b:c c a:{?}/b b:{?}/b:c {?}"]],
    ["X=/home/a; ls ${X#$HOME/}; X=/b; ls ${X%$HOME} ${X%x$HOME}; ls ${HOME//\\//-} ${HOME#?} ${HOME#/}", ["ls /home/a|{?}...", "ls /b|{?}... /b|{?}...", "ls {?}... {?}... {?}..."]],
    ["S=~/a\uf700b; ls ${S/b/c}; S=~/a; ls ${S/a/\uf700}", ["ls {?}...", "ls {?}..."]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("arrays", () => {
  test.each<[string, string[]]>([
    ["a=(x \"y z\" ~/w); ls \"${a[@]}\" ${a[1]} \"${a[*]}\" ${#a[@]} $a ${a[-1]} \"${a[@]:1}\" \"p${a[@]}q\"", ["ls x [y z] {~}/w y z [x y z {~}/w] 3 x {~}/w [y z] {~}/w px [y z] {~}/wq"]],
    ["a=(1 2); a+=(3); a[1]=z; ls \"${a[@]}\"; unset a; ls \"${a[@]}\" end", ["ls 1 z 3", "unset a", "ls end"]],
    ["declare -A m=([k]=v [l]=w); ls ${m[k]} \"${m[$Q]}\"", ["declare -A m={?}", "ls v v|w|''"]],
    ["read -ra a <<< \"x y\"; ls \"${a[@]}\"; mapfile -t b <<< \"q r\"; ls \"${b[@]}\"", ["read -ra a", "ls x y", "mapfile -t b", "ls [q r]"]],
    ["a=(--x); [ -n \"$Y\" ] && a+=(--y); ls \"${a[@]}\"", ["[ -n {?} ]", "ls --x", "ls --x --y"]],
    ["declare -A m=([k]=v [l]=w [n]=x); for K in \"${!m[@]}\"; do ls $K ${m[$K]}; done; for K in k l; do ls ${m[$K]}; done", ["declare -A m={?}", "ls k|l|n v|w|x", "ls v|w"]],
    ["f() { local -n r=$1; ls ${r[$2]}; }; declare -A m=([k]=v [l]=w); f m l", ["declare -A m={?}", "f m l", "local -n r=m", "ls w"]],
    ["a=(); for K in x y; do a+=(--k \"$K\"); done; ls \"${a[@]}\"; set --; for K in x y; do set -- \"$@\" $K; done; ls \"$@\"", ["ls --k|x|y...", "set --", "set -- x|y... x|y", "ls x|y..."]],
    ["i=0; while t; do a+=(\"x$i\"); i=$((i + 1)); done; ls \"${a[@]}\"", ["t", "ls {?}|x0|x1|{?}..."]],
    ["a=([0]=~/x ~/y [3]=z:~/w [4]='~'); ls \"${a[@]}\"", ["ls {~}/x {~}/y z:{~}/w ~"]],
    ["ls $(seq 3) $(seq 2 2 6) $(seq 3 -1 1) $(seq 5 1); ls $(seq 1.5); ls $(seq 1000)", ["seq 3", "seq 2 2 6", "seq 3 -1 1", "seq 5 1", "ls 1 2 3 2 4 6 3 2 1", "seq 1.5", "ls {?}...", "seq 1000", "ls {?}..."]],
    ["set -- a \"b c\"; ls \"$@\" $2 $#; shift; ls \"$1\" \"${1:-n}\" \"[$2]\"; for i; do ls \"$i\"; done", ["set -- a [b c]", "ls a [b c] b c 2", "shift", "ls [b c] [b c] []", "ls [b c]"]],
    ["a=($(ls)); ls \"${a[@]}\" ${a[0]}", ["ls", "ls {?}... {?}..."]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("braces and patterns", () => {
  test.each<[string, string[]]>([
    ["X=<(echo tool a); . $X; A[1]=<(echo tool b) tool c; X=u; X+=<(tool d)v; ls $X", ["echo tool a", ". {?}...", "<.> tool a", "echo tool b", "tool c", "tool d", "ls u{?}v..."]],
    ["ls {a,b}<(tool c) x<(tool d){e,f}", ["tool c", "tool d", "ls a b {?} x {?} e f"]],
    ["ls {a,b}/{c,d} x{1..3} {a..c} {~,q}/r {a} {} {a,{b,c}}", ["ls a/c a/d b/c b/d x1 x2 x3 a b c {~}/r q/r {a} {} a b c"]],
    ["ls {a,\"b c\"} a{,b} \\{a,b} \"{a,b}\" {1..1000}", ["ls a [b c] a ab {a,b} {a,b} {?}..."]],
    ["X={a,b}; ls $X", ["ls {a,b}"]],
    ["ls *.txt a?b [ab]c \"*\" \\*", ["ls {:*}.txt... a{:?}b... {:[ab]}c... * *"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("substitutions", () => {
  test.each<[string, string[]]>([
    ["ls $(echo a b) \"$(echo a b)\" `echo c` $(printf '%s/' x y) \"$(pwd)\" $(cat <<< d)", ["echo a b", "echo a b", "echo c", "printf %s/ x y", "pwd", "cat", "ls a b [a b] c x/y/ {checkout} d"]],
    ["D=$(dirname ~/a/b); ls $D $(basename ~/a/b) \"$(realpath ./x/..)\" $(cd ~ && pwd) \"$(false || echo e)\"", ["dirname {~}/a/b", "basename {~}/a/b", "realpath ./x/..", "cd {~}", "pwd @{~}", "false", "echo e", "ls {~}/a b {checkout} {~} ''|e"]],
    ["R=$(git rev-parse --show-toplevel); ls $R/x $GITHUB_WORKSPACE/y \"$CI_PROJECT_DIR\"", ["git rev-parse --show-toplevel", "ls {checkout}/x {checkout}/y {checkout}"]],
    ["ls $(ls) \"$(curl x)\"", ["ls", "curl x", "ls {?}... {?}"]],
    ["X=$(if a; then echo b; else echo c; fi); ls $X", ["a", "echo b", "echo c", "ls {?}b|{?}c..."]],
    ["diff <(ls a) >(cat b)", ["ls a", "diff {?} {?}", "cat b"]],
    ["for x in >(cat a); do ls; done; f() for x in >(cat b); do ls; done", ["ls", "cat a", "ls", "cat b"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

describe("what is written by another number than that of the standard output", () => {
  test.each<[string, string]>([
    ["e 2>&1", "{~}"], ["e 2>&1 | cat", "{~}"], ["e |& cat", "{~}"], ["{ (e); } 2>&1", "{~}"], ["e 2>&1 >/dev/null", "{~}"], ["e", "''"], ["echo a 1>&2", "''"], ["echo a >/dev/stdout", "a"], ["echo a >/dev/stderr 2>&1", "''"], ["ask 3>&1 1>&2 2>&3", "{?}"],
    ["ask 2>&1 >/dev/tty", "{?}"], ["cd x 2>&1 >/dev/null && pwd", "{checkout}/x"], ["dirname ~/a 2>&1", "{~}"], ["{ echo a; e; } 2>&1", "[a\n{~}]|[{~}\na]"],
  ])("is in what $(%s) gives only where it leads there", (command, expected) => {
    expect(renderScript(`e() { echo ~ >&2; }; A=$(${command}); ls "$A"`)).toContain(`ls ${expected}`);
  });
});

describe("redirections", () => {
  test.each<[string, string[]]>([
    ["ls > ~/o 2>&1 < i >> j &> k >| l <> m 2> n", ["ls >{~}/o <i >>j &>k >|l <>m >n"]],
    ["> f; < ~/g", [">f", "<{~}/g"]],
    ["{ ls; } > g", [">g", "ls"]],
    ["while read -r x; do ls \"$x\"; done < list", ["<list", "read -r x", "ls {?}"]],
    ["echo x >&2 <&3", ["echo x"]],
    ["cat << E > f", ["cat >f"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});
