import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contractWith, expectFindings, expectValid, faultsOf, findingsOf } from "./expectations.ts";

const plan = "sourceosctl agent-machine mounts plan";

describe("a home folder or what contains one", () => {
  test.each([
    "~", "~/", "~//", "~/.", "~/dev/..", "~/dev/../", "~/..", "~/../..", "~alice", "~alice/", "~root", "$HOME", "$HOME/", "${HOME}", "${HOME}/", '"$HOME"', "\"${HOME}\"/", "${HOME:-/tmp}",
    "${HOME%/}", "'~'", "'$HOME'", "'${HOME}/'", '"~"', "\\~", "/", "//", "/.", "/home", "/home/", "/home/alice", "/home/alice/", "/home/alice/x/..", "/home/*",
    "/home/$USER", "/home/${USER}/", '/home/"$(whoami)"', "/Users", "/users/alice", "/USERS/alice", "/Users/alice/", "/root", "/root/.", "/var/home/x", "/var/home", "/var",
    "/export/home/x", "/mnt/c/Users/x", "/mnt/c", "/usr/home/x", "/System/Volumes/Data/Users/x", "/*", "~/../bob", "/private/var", "/proc/self/root/home/alice",
    "/Volumes/Macintosh\\ HD/Users/alice", "/home/alice/../bob", "$HOME/./", "~+/../../../../../../../../home/alice/../../home/alice/..",
  ])("%s", (root) => {
    const expected = root.startsWith("~+") ? ["mount/unresolvable-path"] : ["mount/whole-home"];
    expect(faultsOf(`${plan} --dev-root ${root}`)).toEqual(expected);
    if (!root.startsWith("~+")) expect(faultsOf(`${plan} --docs-root=${root.startsWith("~") ? `"${root.replace("~", "$HOME")}"`.replace(/^"\$HOME([a-z]+)/, '"~$1') : root}`)).toEqual(expected);
  });
});

test("a word of the subcommand that may vanish hides no mount", () => {
  expect(faultsOf(`sourceosctl agent-machine \${QUIET:+doctor} mounts plan --dev-root ~`)).toEqual(["mount/whole-home"]);
  expect(faultsOf("sourceosctl agent-machine doctor mounts plan --dev-root ~")).toEqual([]);
});

describe("the homes of every system", () => {
  const administrators = ["/root", "/var/root", "/var/roothome", "/private/var/root"];
  const parents = [
    "/home", "/Users", "/var/home", "/private/var/home", "/export/home", "/mnt/c/Users", "/c/Users", "c:/Users", "/cygdrive/c/Users", "/System/Volumes/Data/Users",
    "/Volumes/Macintosh HD/Users", "/usr/home", "/exports/home", "/srv/home", "/data/home", "/mnt/home", "/net/home", "/nfs/home", "/nethome", "/host/home", "/host/Users",
    "/host/var/home", "/run/host/home", "/run/host/var/home", "/sysroot/home", "/host_mnt/Users", "/mnt/d/Users", "/d/Users", "d:/Users", "/cygdrive/d/Users",
    "/Volumes/Disk/Users", "/Volumes/Disk/home", "/proc/self/root/home", "/proc/1/root/proc/self/root/home",
  ];
  test.each([...administrators, ...parents, ...parents.map((parent) => `${parent}/alice`)])("%s is no root", (home) => {
    expect(faultsOf(`${plan} --dev-root '${home}'`)).toEqual(["mount/whole-home"]);
    expect(faultsOf(`${plan} --dev-root '${home}/../${home.split("/").at(-1) ?? ""}'`)).toEqual(["mount/whole-home"]);
  });
  test.each([...administrators, ...parents.map((parent) => `${parent}/alice`)])("%s has a closed folder, and open ones", (home) => {
    expect(faultsOf(`${plan} --dev-root '${home}/.ssh'`)).toEqual(["mount/sensitive-path"]);
    expect(faultsOf(`${plan} --dev-root '${home}/dev'`)).toEqual([]);
  });
  test.each(["/Users/Shared", "/Users/Shared/dev", "/Users/Public/dev", "/mnt/c/Users/Public", "/srv", "/data", "/mnt/d", "/Volumes/Disk"])("%s is nobody's", (root) => {
    expect(faultsOf(`${plan} --dev-root '${root}'`)).toEqual([]);
  });
});

describe("Downloads outside the shared folder", () => {
  test.each([
    "~/Downloads", "~/Downloads/", "$HOME/Downloads", '"$HOME"/Downloads/', "~/downloads", "~/Downloads/SourceOS", "~/Downloads/SourceOS/agent-downloads/..", "~/Downloads/SourceOS/agent-downloads2",
    "~/Downloads/other", "/Users/alice/Downloads", "/home/alice/Downloads/x", "/root/Downloads", "~alice/Downloads", "'~/Downloads'", "~/Downloads/*",
    "~/Downloads/sourceos/agent-downloads", "~/dev/../Downloads", "/mnt/c/Users/x/Downloads",
  ])("%s", (root) => {
    for (const flag of ["--downloads-root", "--dev-root", "--docs-root"]) expect(faultsOf(`${plan} ${flag} ${root}`)).toEqual(["mount/unscoped-downloads"]);
  });
});

describe("denied paths", () => {
  test.each([
    "~/.ssh", "~/.ssh/", "~/.ssh/id_ed25519", "~/.SSH", "~/.gnupg", "~/.aws", "~/.aws/credentials", "~/.kube", "~/.docker/config.json", "~/.npmrc", "~/.pypirc", "~/.azure", "~/.mozilla/firefox",
    "~/.config", "~/.config/gcloud", "~/.config/google-chrome/Default", "/home/alice/.ssh", "/root/.ssh", "'~/.ssh'", "~/Library/Keychains", "~/Library/Application\\ Support/Google",
    '"$HOME/Library/Application Support/Firefox/Profiles"', "~/Library/Application\\ Support/Google/Chrome\\ Beta", "~alice/.gnupg", "/Users/alice/.kube", "~/.ssh/$KEY", "~/.ssh/*", "~/dev/../.ssh",
  ])("%s", (root) => {
    expect(faultsOf(`${plan} --dev-root ${root}`)).toEqual(["mount/sensitive-path"]);
  });
});

describe("every denied path, and what lies in it", () => {
  test.each([
    ".ssh", ".gnupg", "Library/Keychains", "Library/Application Support/Google/Chrome", "Library/Application Support/Google/Chrome Canary", "Library/Application Support/Firefox",
    "Library/Application Support/Chromium", "Library/Application Support/BraveSoftware", "Library/Application Support/Microsoft Edge", "Library/Application Support/Vivaldi",
    "Library/Application Support/Arc", "Library/Safari", ".config/google-chrome", ".config/google-chrome-beta", ".config/chromium", ".config/BraveSoftware", ".config/microsoft-edge",
    ".config/vivaldi", ".config/mozilla", ".mozilla", "snap/firefox", "snap/chromium", ".var/app/org.mozilla.firefox", ".var/app/com.google.Chrome", ".var/app/org.chromium.Chromium",
    "AppData/Local/Google/Chrome", "AppData/Roaming/Mozilla", ".aws", ".config/gcloud", ".azure", ".kube", ".docker", ".npmrc", ".pypirc",
  ])("~/%s", (path) => {
    for (const root of [`~/${path}`, `~/${path}/x`, `/home/alice/${path.toUpperCase()}`]) expect(faultsOf(`${plan} --dev-root '${root}'`)).toEqual(["mount/sensitive-path"]);
  });
});

describe("raw stores go first", () => {
  test.each([
    "~/Library", "~/Library/", "~/library", '"$HOME/Library/Group Containers"', "~/Pictures", "~/Library/Reminders", "~/Library/Application\\ Support", "/Users/alice/Library",
    "'~/Pictures/Photos Library.photoslibrary'", "~/Pictures/*", "~/Library/Containers", "/Users/alice/Pictures/Photos\\ Library.photoslibrary/database",
    "~/Library/Group\\ Containers/group.com.apple.VoiceMemos.shared", "~/Library/Application\\ Support/com.apple.voicememos/Recordings",
  ])("%s", (root) => {
    const found = findingsOf(contractWith({ run: `${plan} --dev-root ${root}` }));
    expect(found.map(({ rule }) => rule)).toEqual(["app-data/raw-apple-store"]);
  });
});

describe("roots that cannot be known", () => {
  test.each([
    "$ROOT", '"$ROOT"', "~/$NAME", "$HOME/$NAME", "$HOME$SUFFIX", "$(cat root)", "`cat root`", "$1", '"$@"', "~/dev/*", "~/D*", "~/*", "~/.*", "/$X", "~/Downloads/$X", "~/Downloads/SourceOS/agent-downloads/$X",
    "~/dev/$(date +%F)", "/home/*/dev", "'$ROOT/x'", "../..", "$OLDPWD",
  ])("%s", (root) => {
    expect(faultsOf(`${plan} --dev-root ${root}`)).toEqual(["mount/unresolvable-path"]);
  });

  test.each(['$FLAGS', '"$@"', "$(flags)", '"$FLAG"', '"--$NAME" x', "-$X", "${EXTRA[@]}"])("options that may hold anything: %s", (words) => {
    expect(faultsOf(`${plan} --dev-root ~/dev ${words}`)).toEqual(["mount/unresolvable-path"]);
  });

  test("an unknown value of another flag says nothing of the roots", () => {
    expect(faultsOf(`${plan} --profile "$PROFILE" --dev-root ~/dev`)).toEqual([]);
    expect(faultsOf(`${plan} --profile="$PROFILE" --dev-root ~/dev`)).toEqual([]);
    expect(faultsOf(`${plan} --profile $PROFILE --dev-root ~/dev`)).toEqual([]);
  });
});

describe("roots that are fine", () => {
  test.each([
    "~/dev", "~/dev/", "~/dev/../projects", "$HOME/dev", '"$HOME/dev"', "${HOME}/dev", "~/Documents/SourceOS/agent-output", "~/Downloads/SourceOS/agent-downloads", "~/Downloads/SourceOS/agent-downloads/today",
    "'~/Downloads/SourceOS/agent-downloads'", "/workspace", "/workspace/dev", "/workspace/home", "/opt/src", "/srv/repositories", "/data", ".", "./data", "build", '"$PWD"', "$(pwd)", '"$GITHUB_WORKSPACE"', "$CI_PROJECT_DIR/out", "$CM_BUILD_DIR", "$bamboo_build_working_directory/out", "$FORGEJO_WORKSPACE",
    "~/.sshd-config", "~/.dockerfiles", "~/.config/sourceos", "~/DownloadsArchive", "~/Pictures/Screenshots", "~/Library/Caches/sourceos", "/home/$USER/dev", "/home/$(whoami)/dev", "/Users/$(id -un)/dev", "/homework", "/rootfs", "/Users/Shared/dev", "~alice/dev",
    "~/dev/Downloads", "/var/lib/sourceos", "/tmp/home",
  ])("%s", (root) => {
    expect(faultsOf(`${plan} --dev-root ${root}`)).toEqual([]);
  });
});

describe("however the command is written", () => {
  test.each([
    `${plan} --dev-root=$HOME`,
    `${plan} --dev $HOME`,
    `${plan} --dev=$HOME`,
    `${plan} --down ~`,
    `${plan} --d ~`,
    `${plan} \\\n  --dev-root \\\n  $HOME`,
    `R=$HOME; ${plan} --dev-root $R`,
    `R=~\n${plan} --dev-root "$R"`,
    `for R in ~/dev ~; do ${plan} --dev-root "$R"; done`,
    `if [ -n "$CI" ]; then R=~/dev; else R=$HOME; fi; ${plan} --dev-root "$R"`,
    `args=(--dev-root "$HOME"); ${plan} "\${args[@]}"`,
    `F="--dev-root $HOME"; ${plan} $F`,
    "sourceosctl agent-machine mounts init --execute --policy-ok --dev-root $HOME",
    `bash -c '${plan} --dev-root $HOME'`,
    `bash -lc "${plan} --dev-root ~"`,
    `sudo -E ${plan} --dev-root ~`,
    `env A=1 nice -n 5 timeout 10 ${plan} --dev-root ~`,
    `eval "${plan} --dev-root ~"`,
    `( cd /tmp && ${plan} --dev-root ~ ) &`,
    `plan() { ${plan} --dev-root "$1"; }; plan ~`,
    `bash <<'END'\n${plan} --dev-root ~\nEND`,
    `/opt/tools/bin/${plan} --dev-root ~`,
    `cd && ${plan} --dev-root .`,
    `cd ~/dev && ${plan} --dev-root ..`,
    `sourceosctl --verbose agent-machine mounts plan --dev-root ~`,
    `sourceosctl --config config.toml agent-machine mounts plan --dev-root ~`,
    `sourceosctl agent-machine --json mounts plan --dev-root ~`,
    `sourceosctl agent-machine mounts --dev-root ~ plan`,
    `${plan} --dev-root ~/dev --dev-root ~`,
    `${plan} --docs-root ~/dev extra --dev-root ~`,
    `pixi run ${plan} --dev-root ~`,
    `true | xargs ${plan} --dev-root ~`,
    'sourceosctl agent-machine mounts "$VERB" --dev-root ~',
    "sourceosctl agent-machine $VERB --dev-root ~",
    "sourceosctl $VERB --dev-root ~",
    "for v in list plan; do sourceosctl agent-machine mounts $v --dev-root ~; done",
    `a=source b=osctl; a=sourceosctl; $a agent-machine mounts plan --dev-root ~`,
    `s"ource"'osctl' agent-machine mounts pl\\an --dev-"root" ~`,
    `HOME=/home/alice; ${plan} --dev-root $HOME`,
    `! ${plan} --dev-root ~`,
    `${plan} --dev-root file:///home%2Falice`,
    `${plan} --dev-root ~\r\n`,
    `${plan} --dev-root '~ '`,
    `${plan} --dev-root '\${HOME:-/srv}'`,
    `X=<(true) ${plan} --dev-root ~`,
    `bash bin/${plan} --dev-root ~`,
    `sh -eu -o pipefail ./sourceosctl.sh agent-machine mounts plan --dev-root ~`,
    `sudo bash -x "$BIN/sourceosctl" agent-machine mounts plan --dev-root ~`,
    `python3 tools/sourceosctl.py agent-machine mounts plan --dev-root ~`,
    `node tools/sourceosctl.mjs agent-machine mounts plan --dev-root ~`,
    `./sourceosctl.py agent-machine mounts plan --dev-root ~`,
    `docker run --entrypoint sourceosctl image agent-machine mounts plan --dev-root ~`,
    `docker-compose run --rm service ${plan} --dev-root ~`,
    `go run ./cmd/${plan} --dev-root ~`,
    `cargo run --bin sourceosctl -- agent-machine mounts plan --dev-root ~`,
    `${plan} --dev-root '\\\\?\\C:\\Users\\alice'`,
    `${plan} --dev-root "//?/C:/Users/alice"`,
    `cd ~; ${plan} --dev-root /proc/self/cwd`,
    `cd ~/dev; ${plan} --dev-root /proc/self/cwd/..`,
    `x=$(${plan} --dev-root ~)`,
    `until ${plan} --dev-root ~; do :; done`,
    `case $1 in a) ${plan} --dev-root ~;; esac`,
  ])("%s", (run) => {
    expect(faultsOf(run)).toContain("mount/whole-home");
    expect(faultsOf(run).filter((rule) => rule !== "mount/whole-home" && rule !== "mount/unresolvable-path")).toEqual([]);
  });

  test.each([
    `echo ${plan} --dev-root ~`,
    `# ${plan} --dev-root ~`,
    `true # ${plan} --dev-root $HOME`,
    `cat <<'END'\n${plan} --dev-root ~\nEND`,
    `printf '%s\\n' '${plan} --dev-root ~'`,
    `${plan} --dev-root ~ --dev-root ~/dev`,
    `${plan} --profile --dev-root`,
    `${plan} -- --dev-root ~`,
    `root() { case "$1" in dev) R=~/dev;; all) R=~;; esac; }; root dev; ${plan} --dev-root "$R"`,
    `othertool agent-machine mounts plan --dev-root ~`,
    `bash check.sh ${plan} --dev-root ~`,
    `bash -c 'echo "$@"' _ ${plan} --dev-root ~`,
    `cat sourceosctl.py agent-machine mounts plan --dev-root ~`,
    `go install ./cmd/sourceosctl; go vet ./cmd/sourceosctl`,
    `${plan} --dev-root '\`pwd\`/src'`,
    `sourceosctl office generate --dry-run --output-root ~`,
    `sourceosctl office generate --dry-run --title 'agent-machine mounts plan --dev-root ~'`,
    `${plan} --dev-rootx ~/dev`,
    `${plan} --dev-root file:///home/alice/dev%20x`,
    `${plan} --dev-root '\\\\?\\C:\\work'`,
    `${plan} --dev-root /proc/self/cwd`,
    "sourceosctl agent-machine mounts list --dev-root ~",
    "sourceosctl agent-machine --json doctor --dev-root ~/dev",
    "sourceosctl agent-machine doctor --dev-root ~",
    `HOME=/workspace; ${plan} --dev-root $HOME/dev`,
    `git log --grep 'sourceosctl agent-machine mounts plan --dev-root ~'`,
  ])("not a mount: %s", (run) => {
    expect(faultsOf(run)).toEqual([]);
  });
});

describe("roots that a script takes out of a list", () => {
  const list = `dev-root:$HOME/dev\ndocs-root:ROOT`;
  const ways = [
    `while IFS=: read -r flag root; do ${plan} "--$flag" "$root"; done <<END\n${list}\nEND`,
    `for entry in ${list.replace("\n", " ")}; do ${plan} "--\${entry%%:*}" "\${entry#*:}"; done`,
    `for entry in ${list.replace("\n", " ")}; do IFS=: read -ra parts <<< "$entry"; ${plan} "--\${parts[0]}" "\${parts[1]}"; done`,
    `declare -A roots=([dev-root]=$HOME/dev [docs-root]=ROOT); for flag in "\${!roots[@]}"; do ${plan} "--$flag=\${roots[$flag]}"; done`,
    `roots=([0]=ROOT [1]=~/dev); ${plan} --dev-root "\${roots[1]}" --docs-root "\${roots[0]}"`,
    `args=(); for entry in ${list.replace("\n", " ")}; do args+=("--\${entry%%:*}" "\${entry#*:}"); done; ${plan} "\${args[@]}"`,
    `set --; for root in ROOT ~/dev; do set -- "$@" --dev-root "$root"; done; ${plan} "$@"`,
    `xargs -n2 ${plan} <<< "--docs-root ROOT --dev-root $HOME/dev"`,
    `declare -n root=DOCS; DOCS=ROOT; ${plan} --docs-root "$root"`,
    `spec=ROOT:/workspace/dev; ${plan} --dev-root "\${spec%:*}"`,
    `path=ROOT/x/y; ${plan} --dev-root "\${path%/x*}"`,
  ];
  test.each(ways)("%s", (run) => {
    for (const root of ["$HOME", "$HOME/.", "/home/alice"]) expect(faultsOf(run.replace("ROOT", root))).toEqual(["mount/whole-home"]);
    for (const root of ["$HOME/Documents/SourceOS/agent-output", "/workspace/x"]) expect(faultsOf(run.replace("ROOT", root))).toEqual([]);
  });

  test("a home is found out where the pattern might take part of its path besides", () => {
    expect(faultsOf(`path=$HOME/dev; ${plan} --dev-root "\${path%%/dev*}"`)).toEqual(["mount/whole-home"]);
    expect(faultsOf(`path=$HOME/dev/x; ${plan} --dev-root "\${path%%/x*}"`)).toEqual(["mount/unresolvable-path"]);
    expect(faultsOf(`declare -n root=HOME; ${plan} --dev-root "$root"`)).toEqual(["mount/whole-home"]);
  });

  test("a number is a name, whichever it is", () => {
    expect(faultsOf(`for n in $(seq 3); do ${plan} --dev-root ~/dev/run-$n; done`)).toEqual([]);
    // It lies where it should, but which folder it is nobody knows before the run.
    for (const run of [`${plan} --dev-root ~/dev/$$/src`, `cd ~/dev/run-$?; ${plan} --dev-root .`]) expect(faultsOf(run)).toEqual(["mount/unresolvable-path"]);
    expect(faultsOf(`${plan} --dev-root /home/user$?`)).toEqual(["mount/whole-home"]);
    expect(faultsOf(`${plan} --dev-root ~/.ssh$!`)).toEqual(["mount/sensitive-path"]);
    expect(faultsOf(`${plan} --dev-root ~/dev/$X`)).toEqual(["mount/unresolvable-path"]);
  });

  test("a word with a letter of its own never vanishes, and cd goes to no home", () => {
    expect(faultsOf(`cd run-$X; ${plan} --dev-root .`)).toEqual(["mount/unresolvable-path"]);
    expect(faultsOf(`cd $X; ${plan} --dev-root .`)).toEqual(["mount/whole-home"]);
    expect(faultsOf(`${plan} --dev-root /home/$id/dev`)).toEqual(["mount/unresolvable-path"]);
  });
});

describe("roots that the script itself has linked to another place", () => {
  test.each([
    ["ln -s ~ h; PLAN --dev-root h", "mount/whole-home"],
    ['ln -sfn "$HOME" /workspace/dev; PLAN --dev-root /workspace/dev', "mount/whole-home"],
    ["ln -s /home/bob/ x && cd x && PLAN --dev-root .", "mount/whole-home"],
    ["ln -s ~ a; ln -s a b; PLAN --dev-root b", "mount/whole-home"],
    ["sudo ln --symbolic / /srv/x && PLAN --dev-root /srv/x", "mount/whole-home"],
    ["ln -st /srv /home; PLAN --dev-root /srv/home", "mount/whole-home"],
    ["bash -c 'ln -s ~ h'; PLAN --dev-root h", "mount/whole-home"],
    ["sudo mount --bind ~ /mnt/x; PLAN --dev-root /mnt/x", "mount/whole-home"],
    ["mount -o rw,bind /home /mnt/x; PLAN --dev-root /mnt/x", "mount/whole-home"],
    ["ln -s ~/.ssh ~/dev/keys; PLAN --dev-root ~/dev/keys", "mount/sensitive-path"],
    ["cd ~/dev && ln -s ../.ssh; PLAN --dev-root ~/dev/.ssh", "mount/sensitive-path"],
    ["ln -s ~/Downloads ~/dev/; PLAN --dev-root ~/dev/Downloads/x", "mount/unscoped-downloads"],
    ["ln -s ~/Library L; PLAN --dev-root L", "app-data/raw-apple-store"],
    ['ln -s "$X" d; PLAN --dev-root d', "mount/unresolvable-path"],
    [`${"ln -s a b\n".repeat(300)}PLAN --dev-root c`, "mount/unresolvable-path"],
  ])("%s", (run, rule) => {
    expect(faultsOf(run.replace("PLAN", plan))).toEqual([rule]);
  });
  test.each([
    "ln -s ~/dev d; PLAN --dev-root d", "ln -s ~ ~/dev/home; PLAN --dev-root ~/dev", "ln -s a a; PLAN --dev-root a", "ln -s a b; ln -s b a; PLAN --dev-root a", "ln -s a a/b; PLAN --dev-root a/b/b",
    'ln -s "$PWD" ~/dev/repository; PLAN --dev-root ~/dev/repository', "ln file copy; PLAN --dev-root copy", "mount; PLAN --dev-root ~/dev",
  ])("fine: %s", (run) => {
    expect(faultsOf(run.replace("PLAN", plan))).toEqual([]);
  });
});

describe("one finding for a value", () => {
  test("a word that may have several faults reports each kind once", () => {
    const run = `for r in ~ / ~/.ssh ~/.aws ~/dev; do ${plan} --dev-root "$r"; done`;
    expectFindings(contractWith({ run }), ["mount/whole-home", "mount/sensitive-path"]);
  });

  test("the finding spans the word", () => {
    const run = `${plan} --docs-root ~/dev --dev-root ~`;
    const [finding] = expectFindings(contractWith({ run }), ["mount/whole-home"]);
    expect(finding?.pointer).toBe("/spec/lanes/0/steps/0/run");
    expect(run.slice(finding?.span?.start, finding?.span?.end)).toBe("~");
  });
});

describe("mounts of version 0.2", () => {
  const withSource = (source: string): ReturnType<typeof contractWith> =>
    contractWith({ lane: { mounts: [{ source, target: "/in", readOnly: true, class: "immutable_input" }] } });

  test.each([
    ["~", "mount/whole-home"], ["$HOME", "mount/whole-home"], ["${HOME}/", "mount/whole-home"], ["/", "mount/whole-home"], ["/Users/alice", "mount/whole-home"], ["/home/alice/dev/..", "mount/whole-home"],
    ["%USERPROFILE%", "mount/whole-home"], ["C:\\Users\\alice", "mount/whole-home"], ["file:///home/alice", "mount/whole-home"], ["~/Downloads", "mount/unscoped-downloads"],
    ["/home/alice/.ssh", "mount/sensitive-path"], ["~/.config", "mount/sensitive-path"], ["~/Library/Reminders", "app-data/raw-apple-store"],
    ["~/Pictures/Photos Library.photoslibrary", "app-data/raw-apple-store"], ["/Users/alice/Library", "app-data/raw-apple-store"], ["$DATA/x", "mount/unresolvable-path"], ["$(data-folder)/x", "mount/unresolvable-path"],
    ["`data-folder`", "mount/unresolvable-path"], ["$1/x", "mount/unresolvable-path"], ["{{ data }}/x", "mount/unresolvable-path"], [" ~", "mount/whole-home"], ["~\n", "mount/whole-home"], ["../sibling", "mount/unresolvable-path"],
  ])("%s", (source, rule) => {
    const [finding] = expectFindings(withSource(source), [rule]);
    expect(finding?.pointer).toBe("/spec/lanes/0/mounts/0/source");
  });

  test.each(["/workspace/x", "./data", "data", "~/dev", "${GITHUB_WORKSPACE}/out", "${{ github.workspace }}/out", "$(pwd)/out", "$CODEBUILD_SRC_DIR/out", "$HOME/Downloads/SourceOS/agent-downloads", "cache-volume", ""])("%s is fine", (source) => {
    expectValid(withSource(source));
  });
});

describe("the scoped folder is a certain fix only for the Downloads folder itself", () => {
  const fixed = (run: string): string | undefined => {
    const [finding] = expectFindings(contractWith({ run }), ["mount/unscoped-downloads"]);
    const [change] = finding?.fix?.changes ?? [];
    return change?.operation === "replace-text" ? run.slice(0, change.span.start) + change.text + run.slice(change.span.end) : undefined;
  };
  test.each([
    ["--downloads-root ~/Downloads", "--downloads-root ~/Downloads/SourceOS/agent-downloads"],
    ["--downloads-root ~/Downloads//", "--downloads-root ~/Downloads/SourceOS/agent-downloads"],
    ['--downloads-root="$HOME/Downloads/"', '--downloads-root="$HOME/Downloads/SourceOS/agent-downloads"'],
    ["--downloads-root '~/Downloads'", "--downloads-root '~/Downloads/SourceOS/agent-downloads'"],
  ])("%s", (before, after) => {
    expect(fixed(`${plan} ${before}`)).toBe(`${plan} ${after}`);
    expect(faultsOf(`${plan} ${after}`)).toEqual([]);
  });
  test.each(["--downloads-root ~/Downloads/other", "--dev-root ~/Downloads"])("%s has none", (words) => {
    expect(fixed(`${plan} ${words}`)).toBeUndefined();
  });
  test("a script in quotes has none", () => {
    expect(fixed(`bash -c '${plan} --downloads-root ~/Downloads'`)).toBeUndefined();
  });
});

describe("what does not change what a script does does not change the verdict", () => {
  const roots = fc.constantFrom("~", "$HOME", "~/dev", "~/Downloads", "~/.ssh", "~/Library", "$UNKNOWN", "/workspace", "/home/alice", "~/Downloads/SourceOS/agent-downloads");
  const flags = fc.constantFrom("--dev-root", "--docs-root", "--downloads-root", "--dev", "--docs");

  test("another variable, more quotes, bash -c, a comment, a group", () => {
    fc.assert(
      fc.property(roots, flags, fc.constantFrom("r", "ROOT", "_x9"), (root, flag, name) => {
        const expected = faultsOf(`${plan} ${flag} ${root}`);
        const unquotedEnd = root.startsWith("$") ? `"${root}"` : root;
        for (const run of [
          `${name}=${root}; ${plan} ${flag} "$${name}"`,
          `${name}=${root}\n${plan} ${flag} "\${${name}}"`,
          `bash -c '${plan} ${flag} ${root}'`,
          `${plan} ${flag} ${root} # ${plan} --dev-root ~`,
          `# nothing\n${plan} ${flag} ${unquotedEnd}`,
          `{ "sourceosctl" 'agent-machine' mounts plan ${flag} ${root}; }`,
          `sudo ${plan} ${flag} ${unquotedEnd} && echo done`,
        ]) expect(faultsOf(run), run).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
