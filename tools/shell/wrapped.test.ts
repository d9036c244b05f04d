import { describe, expect, test } from "vitest";
import { interpretScript } from "./analyse.ts";
import { renderScript } from "./rendering.ts";

describe("wrappers", () => {
  test.each<[string, string[]]>([
    ["sudo ls; sudo -u x -E ls; sudo --user=x ls; sudo --us x ls; sudo -ux ls; sudo A=1 B=$C ls; doas -u x ls; sudo -- ls; sudo -n; sudo -l", ["sudo ls", "<sudo> ls", "sudo -u x -E ls", "<sudo> ls", "sudo --user=x ls", "<sudo> ls", "sudo --us x ls", "<sudo> ls", "sudo -ux ls", "<sudo> ls", "sudo A=1 B={?}... ls", "<sudo> ls", "doas -u x ls", "<doas> ls", "sudo -- ls", "<sudo> ls", "sudo -n", "sudo -l"]],
    ["timeout 5 $(command -v ls) a; nice $BIN/ls ~", ["command -v ls", "timeout 5 {?}/ls... a", "<timeout> {?}/ls... a", "<timeout> a", "nice {?}/ls... {~}", "<nice> {?}/ls... {~}", "<nice> {~}"]],
    ["env A=~/x B=2 ls; env -i ls; env -u A ls; env -C ~/q ls; env --chdir=/q ls; env -S 'bash -c \"ls x\"'; env - A=1 ls; env", ["env A={~}/x B=2 ls", "<env> ls", "env -i ls", "<env> ls", "env -u A ls", "<env> ls", "env -C {~}/q ls", "<env> ls @{~}/q", "env --chdir=/q ls", "<env> ls @/q", "env -S [bash -c \"ls x\"]", "<env> bash -c [ls x]", "<env> <bash -c> ls x", "env - A=1 ls", "<env> ls", "env"]],
    ["nice -n 10 ls; nice -10 ls; nice --adj 5 ls; ionice -c2 -n7 ls; ionice -p 5; nohup ls; setsid -f ls; stdbuf -oL -e0 ls", ["nice -n 10 ls", "<nice> ls", "nice -10 ls", "<nice> ls", "nice --adj 5 ls", "<nice> ls", "ionice -c2 -n7 ls", "<ionice> ls", "ionice -p 5", "nohup ls", "<nohup> ls", "setsid -f ls", "<setsid> ls", "stdbuf -oL -e0 ls", "<stdbuf> ls"]],
    ["timeout 5 ls; timeout -k 5 -s KILL 10 ls; timeout --signal KILL 5 ls; timeout $T ls", ["timeout 5 ls", "<timeout> ls", "timeout -k 5 -s KILL 10 ls", "<timeout> ls", "timeout --signal KILL 5 ls", "<timeout> ls", "timeout {?}... ls", "<timeout> ls"]],
    ["command ls; command -v ls; command -p ls; builtin cd x; exec -a n ls; exec > log; /usr/bin/time -f %e ls; time -f %e ls", ["command ls", "<command> ls", "command -v ls", "command -p ls", "<command> ls", "builtin cd x", "<builtin> cd x", "exec -a n ls @{checkout}/x", "<exec> ls @{checkout}/x", "exec >log @{checkout}/x", "/usr/bin/time -f %e ls @{checkout}/x", "<time> ls @{checkout}/x", "<time> -f %e ls @{checkout}/x", "<time> <time> ls @{checkout}/x"]],
    ["echo a b | xargs ls; echo a b | xargs -n1 ls; find . | xargs -I{} cp {} /x; xargs -0 -n 1 -P4 ls -l < f; echo \"a b\" | xargs -I% ls %/c; xargs", ["echo a b", "xargs ls", "<xargs> ls a b", "echo a b", "xargs -n1 ls", "<xargs> ls a|b...", "find .", "xargs -I{} cp {} /x", "<xargs> cp {?} /x", "xargs -0 -n 1 -P4 ls -l <f", "<xargs> ls -l {?}...", "echo [a b]", "xargs -I% ls %/c", "<xargs> ls [a b/c]", "xargs"]],
    ["find ~ . -name '*.py' -exec cat {} \\; -execdir rm {} +; find -exec sh -c 'ls \"$1\"' _ {} \\;", ["find {~} . -name *.py -exec cat {} ; -execdir rm {} +", "<find> cat {~}|{~}/{?}|.|./{?}", "<find> rm {~}|{~}/{?}|.|./{?}... @{~}/..|{~}|{~}/{?}|{checkout}|{checkout}/{?}", "find -exec sh -c [ls \"$1\"] _ {} ;", "<find> sh -c [ls \"$1\"] _ {?}", "<find> <sh -c> ls {?}"]],
    ["su -c 'ls a'; su - bob -c 'ls b'; su bob -c 'ls c'; runuser -u x -- ls d; runuser -l x -c 'ls e'; sudo su - bob <<< 'ls f'", ["su -c [ls a]", "<su -c> ls a", "su - bob -c [ls b]", "<su -c> ls b @{~}", "su bob -c [ls c]", "<su -c> ls c", "runuser -u x -- ls d", "<runuser> ls d", "runuser -l x -c [ls e]", "<runuser -c> ls e @{~}", "sudo su - bob", "<sudo> su - bob", "<sudo> <su> ls f @{~}"]],
    ["chroot /r ls; unshare -r --mount ls; flock /l ls; flock -n /l -c 'ls a'; watch -n 1 'ls b'; watch ls c; script -qc 'ls d' /dev/null; busybox sh -c 'ls e'; busybox ls", ["chroot /r ls", "<chroot> ls @{?}", "unshare -r --mount ls", "<unshare> ls", "flock /l ls", "<flock> ls", "flock -n /l -c [ls a]", "<flock -c> ls a", "watch -n 1 [ls b]", "<watch> ls b", "watch ls c", "<watch> ls c", "script -qc [ls d] /dev/null", "<script -c> ls d", "busybox sh -c [ls e]", "<busybox> sh -c [ls e]", "<busybox> <sh -c> ls e", "busybox ls", "<busybox> ls"]],
    ["ssh -p 22 u@h ls '~'; ssh h \"cd x && ls\"; ssh h <<< 'ls z'; ssh h -v ls; ssh -N h", ["ssh -p 22 u@h ls ~", "<ssh> ls {~} @{~}", "ssh h [cd x && ls]", "<ssh> cd x @{~}", "<ssh> ls @{~}/x", "ssh h", "<ssh> ls z @{~}", "ssh h -v ls", "<ssh> ls @{~}", "ssh -N h"]],
    ["strace -f -e trace=open ls; caffeinate -i ls; systemd-run --user --scope ls; xvfb-run -a ls; taskset -c 0 ls; chrt -f 1 ls; numactl -N 0 ls; gosu u ls; tini -- ls", ["strace -f -e trace=open ls", "<strace> ls", "caffeinate -i ls", "<caffeinate> ls", "systemd-run --user --scope ls", "<systemd-run> ls", "xvfb-run -a ls", "<xvfb-run> ls", "taskset -c 0 ls", "<taskset> ls", "chrt -f 1 ls", "<chrt> ls", "numactl -N 0 ls", "<numactl> ls", "gosu u ls", "<gosu> ls", "tini -- ls", "<tini> ls"]],
    ["parallel ls ::: a b; parallel 'ls {} x' ::: 1; hyperfine 'ls 1' 'ls 2'; seq 3 | parallel ls", ["parallel ls ::: a b", "<parallel> ls a", "<parallel> ls b", "parallel [ls {} x] ::: 1", "<parallel> ls 1 x", "hyperfine [ls 1] [ls 2]", "<hyperfine> ls 1", "<hyperfine> ls 2", "seq 3", "parallel ls", "<parallel> ls {?}"]],
    ["parallel ls --{1}={2} ::: a b ::: ~; parallel -I@ ls @ ::: c; parallel ls {1} ::: d :::+ e; parallel ls {//} ::: f/g", ["parallel ls --{1}={2} ::: a b ::: {~}", "<parallel> ls --a={~}", "<parallel> ls --b={~}", "parallel -I@ ls @ ::: c", "<parallel> ls c", "parallel ls {1} ::: d :::+ e", "<parallel> ls d", "parallel ls {//} ::: f/g", "<parallel> ls {?}..."]],
    ["parallel -N2 ls ::: a b; parallel --colsep , ls {2} ::: a,b; parallel {} ::: 'ls a'; parallel -j\"$(nproc)\" ls :::: f", ["parallel -N2 ls ::: a b", "<parallel> ls a", "<parallel> ls b", "<parallel> ls a b", "parallel --colsep , ls {2} ::: a,b", "<parallel> ls {?}...", "parallel {} ::: [ls a]", "<parallel> ls a", "nproc", "parallel -j{?} ls :::: f", "<parallel> ls {?}"]],
    ["xargs -P$(nproc) -n1 ls; xargs --max-procs=\"${JOBS:-4}\" ls", ["nproc", "xargs -P{?}... -n1 ls", "<xargs> ls {?}...", "xargs --max-procs={?}|--max-procs=4 ls", "<xargs> ls {?}..."]],
    ["pixi run tool x; pixi run -e dev --manifest-path p.toml tool y; pixi install; nix develop .#x -c tool z; nix develop --command bash -c 'ls q'; nix-shell --run 'ls r' -p x; nix build", ["pixi run tool x", "<pixi> tool x", "pixi run -e dev --manifest-path p.toml tool y", "<pixi> tool y", "pixi install", "nix develop .#x -c tool z", "<nix> tool z", "nix develop --command bash -c [ls q]", "<nix> bash -c [ls q]", "<nix> <bash -c> ls q", "nix-shell --run [ls r] -p x", "<nix-shell --run> ls r", "nix build"]],
    ["uv run tool; poetry run tool; conda run -n e tool; npx tool a; npm exec -- tool; npm install; docker run --rm -v a:b img sh -c 'ls w'; docker compose exec -T svc ls e; kubectl exec p -- ls k; podman ps", ["uv run tool", "<uv> tool", "poetry run tool", "<poetry> tool", "conda run -n e tool", "<conda> tool", "npx tool a", "<npx> tool a", "npm exec -- tool", "<npm> tool", "npm install", "docker run --rm -v a:b img sh -c [ls w]", "<docker> sh -c [ls w] @{?}", "<docker> <sh -c> ls w @{?}", "docker compose exec -T svc ls e", "<docker> ls e @{?}", "kubectl exec p -- ls k", "<kubectl> ls k @{?}", "podman ps"]],
    ["sudo $OPTS ls; sudo \"$OPTS\" ls; env $X bash -c 'ls'; for o in -E -n; do sudo $o ls; done; nice --unknown-option ls", ["sudo {?}... ls", "<sudo> ls", "sudo {?} ls", "<sudo> {?} ls", "env {?}... bash -c ls", "<env> bash -c ls", "<env> <bash -c> ls", "sudo -E|-n ls", "<sudo> ls", "nice --unknown-option ls", "<nice> ls"]],
    ["sudo env nice -n 5 timeout 3 bash -c 'exec ls'", ["sudo env nice -n 5 timeout 3 bash -c [exec ls]", "<sudo> env nice -n 5 timeout 3 bash -c [exec ls]", "<sudo> <env> nice -n 5 timeout 3 bash -c [exec ls]", "<sudo> <env> <nice> timeout 3 bash -c [exec ls]", "<sudo> <env> <nice> <timeout> bash -c [exec ls]", "<sudo> <env> <nice> <timeout> <bash -c> exec ls", "<sudo> <env> <nice> <timeout> <bash -c> <exec> ls"]],
    ["printf 'a b\\0c\\0' | xargs -0 ls; echo a,b | xargs -d , -n1 ls; echo 'x y' > f; xargs -a f ls", ["printf [a b\\0c\\0]", "xargs -0 ls", "<xargs> ls [a b] c", "echo a,b", "xargs -d , -n1 ls", "<xargs> ls a|[b\n]...", "echo [x y] >f", "xargs -a f ls", "<xargs> ls x y"]],
    ["su - bob -c 'ls a'; su -l bob <<< 'ls b'; runuser --login bob -c 'ls c'; sudo -iu bob ls d; sudo --login ls e; su bob -c 'ls f'", ["su - bob -c [ls a]", "<su -c> ls a @{~}", "su -l bob", "<su> ls b @{~}", "runuser --login bob -c [ls c]", "<runuser -c> ls c @{~}", "sudo -iu bob ls d", "<sudo> ls d @{~}", "sudo --login ls e", "<sudo> ls e @{~}", "su bob -c [ls f]", "<su -c> ls f"]],
    ["sem -j4 ls a; annotate-output ls b; screen -dmS x ls c; screen -S x -X quit ls; tmux new-session -d -s x 'ls d'; tmux kill-server", ["sem -j4 ls a", "<sem> ls a", "annotate-output ls b", "<annotate-output> ls b", "screen -dmS x ls c", "<screen> ls c", "screen -S x -X quit ls", "tmux new-session -d -s x [ls d]", "<tmux> ls d", "tmux kill-server"]],
    ["parallel 'ls {= $_ =~ s/a{2}// =}' ::: b", ["parallel [ls {= $_ =~ s/a{2}// =}] ::: b", "<parallel> {?}..."]],
    ["vagrant ssh web -c 'ls a'; vagrant up; colima ssh -p x -- ls b; lima ls c", ["vagrant ssh web -c [ls a]", "<vagrant -c> ls a @{~}", "vagrant up", "colima ssh -p x -- ls b", "<colima> ls b @{?}", "lima ls c", "<lima> ls c @{?}"]],
    ["multipass exec vm -- ls a; buildah run -v x:/y c -- ls b; devcontainer exec --workspace-folder . ls c", ["multipass exec vm -- ls a", "<multipass> ls a @{?}", "buildah run -v x:/y c -- ls b", "<buildah> ls b @{?}", "devcontainer exec --workspace-folder . ls c", "<devcontainer> ls c @{?}"]],
    ["su bob -- -c 'ls a'; env -S\"ls $HOME\"", ["su bob -- -c [ls a]", "<sh -c> ls a", "env [-Sls {~}]", "<env> ls {~}"]],
    ["pixi run 'ls a && ls b'; pixi run -e dev 'ls a'; pixi run task; sh -c 'exec \"$0\" \"$@\"' ls a", ["pixi run [ls a && ls b]", "<pixi> ls a", "<pixi> ls b", "pixi run -e dev [ls a]", "<pixi> ls a", "pixi run task", "<pixi> task", "sh -c [exec \"$0\" \"$@\"] ls a", "<sh -c> exec ls a", "<sh -c> <exec> ls a"]],
    ["at now <<< 'ls a'", ["at now", "<at> ls a"]],
    ["workspace-ops --no-audit terminal-command run -- ls --no-audit; workspace-ops local-agent-execution run --capture-scope x bash -c 'ls a'; workspace-ops web-capture take ls; workspace-ops terminal-command run --new ls b", ["workspace-ops --no-audit terminal-command run -- ls --no-audit", "<workspace-ops> ls --no-audit", "workspace-ops local-agent-execution run --capture-scope x bash -c [ls a]", "<workspace-ops> bash -c [ls a]", "<workspace-ops> <bash -c> ls a", "workspace-ops web-capture take ls", "workspace-ops terminal-command run --new ls b", "<workspace-ops> ls b", "<workspace-ops> b"]],
    ["bwrap --ro-bind / / --overlay a b c --setenv A ls --chdir x ls a; bwrap --die-with-parent -- ls b", ["bwrap --ro-bind / / --overlay a b c --setenv A ls --chdir x ls a", "<bwrap> ls a @{?}", "bwrap --die-with-parent -- ls b", "<bwrap> ls b @{?}"]],
    ["git submodule --quiet foreach --recursive 'ls a'; git bisect run ls b; git rebase -i --exec 'ls c' main; git -C x rebase main -x 'ls d'; git status; ls \"$(git rev-parse --show-toplevel)\"", ["git submodule --quiet foreach --recursive [ls a]", "<git> ls a @{?}", "git bisect run ls b", "<git> ls b", "git rebase -i --exec [ls c] main", "<git --exec> ls c", "git -C x rebase main -x [ls d]", "<git -x> ls d @{checkout}/x", "git status", "git rev-parse --show-toplevel", "ls {checkout}"]],
    ["nix run nixpkgs#ls -- a; nix run --option x y github:o/ls -b; nix run . -- ls; nix shell x -c ls c; guix shell x -- ls d", ["nix run nixpkgs#ls -- a", "<nix> ls a", "nix run --option x y github:o/ls -b", "<nix> ls -b", "nix run . -- ls", "<nix> . ls", "nix shell x -c ls c", "<nix> ls c", "guix shell x -- ls d", "<guix> ls d"]],
    ["kubectl exec p -n x ls a; kubectl exec -f y -- ls b; oc rsh p ls c; limactl shell m ls d; ssh-agent -t 5 ls e; xcrun --sdk x ls f; xcrun --find ls; sandbox-exec -p '(x)' ls g", ["kubectl exec p -n x ls a", "<kubectl> ls a @{?}", "kubectl exec -f y -- ls b", "<kubectl> ls b @{?}", "oc rsh p ls c", "<oc> ls c @{?}", "limactl shell m ls d", "<limactl> ls d @{?}", "ssh-agent -t 5 ls e", "<ssh-agent> ls e", "xcrun --sdk x ls f", "<xcrun> ls f", "xcrun --find ls", "sandbox-exec -p (x) ls g", "<sandbox-exec> ls g"]],
    ["corepack pnpm exec ls a; corepack enable; flatpak run --share=x --command=ls org.x -b; start-stop-daemon --start --exec /bin/ls -- -c; flatpak run org.x ls", ["corepack pnpm exec ls a", "<corepack> pnpm exec ls a", "<corepack> <pnpm> ls a", "corepack enable", "flatpak run --share=x --command=ls org.x -b", "<flatpak> ls -b @{?}", "start-stop-daemon --start --exec /bin/ls -- -c", "<start-stop-daemon> /bin/ls -c", "flatpak run org.x ls", "<flatpak> ls @{?}"]],
  ])("%s", (script, expected) => {
    expect(renderScript(script)).toEqual(expected);
  });
});

test.each<[string, string[]]>([
  ["env -i B=b bash -c 'ls p$A p$B'", ["<env> <bash -c> ls p pb"]],
  ["env - bash -c 'ls p$A ~'", ["<env> <bash -c> ls p {~}"]],
  ["exec -c bash -c 'ls p$A'", ["<exec> <bash -c> ls p"]],
  ["bwrap --clearenv bash -c 'ls p$A'", ["<bwrap> <bash -c> ls p @{?}"]],
  ["sudo bash -c 'ls p$A'", ["<sudo> <bash -c> ls pa|p"]],
  ["sudo -nE bash -c 'ls p$A'", ["<sudo> <bash -c> ls pa"]],
  ["sudo A=b bash -c 'ls p$A'", ["<sudo> <bash -c> ls pb"]],
  ["nice bash -c 'ls p$A'", ["<nice> <bash -c> ls pa"]],
])("%s passes on what it leaves of the environment", (script, expected) => {
  expect(renderScript(`export A=a; ${script}`).filter((line) => line.includes("> ls p"))).toEqual(expected);
});

test("options that are not known add to the work, and do not multiply it", () => {
  const options = Array.from({ length: 200 }, (_, index) => `--new-${index} c`).join(" ");
  const { commands, dynamic } = interpretScript(`gdb --batch ${"-ex c ".repeat(200)} -p 1; setpriv ${options} ls`);
  expect(dynamic).toEqual([]);
  expect(commands.map(({ argv }) => argv.length)).toContain(1);
});

test.each(["workspace-ops local-agent-execution run --task \"$TASK\"", "workspace-ops local-agent-execution run --shell bash", "workspace-ops local-agent-execution run \"$TASK\""])("%s may run no command, so none is missed", (script) => {
  expect(interpretScript(script).dynamic).toEqual([]);
});

test.each(["workspace-ops local-agent-execution run -- \"$TASK\"", "workspace-ops terminal-command run bash -c \"$X\""])("%s runs what cannot be known", (script) => {
  expect(interpretScript(script).dynamic).toHaveLength(1);
});
