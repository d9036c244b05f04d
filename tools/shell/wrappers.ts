import type { WrapperName } from "./names.ts";

/**
 * Programs that run another program, as data: what stands between their own name and the command they run.
 * Sources: the manual pages of the programs (GNU coreutils, util-linux, sudo, doas, findutils, procps, macOS, pixi, Nix).
 */
export interface Wrapper {
  /** Short options that take a value, in the same word or the next. */
  readonly values?: string;
  /** Short options that take no value. Together with `values` they are all that the program knows. */
  readonly flags?: string;
  /** Long options that take a value, as `--name value` or `--name=value`. Their unambiguous abbreviations count. */
  readonly longValues?: readonly string[];
  readonly longFlags?: readonly string[];
  /** Long options that take several values, each a word of its own, and how many (`bwrap --bind from to`). */
  readonly longCounts?: Readonly<Record<string, number>>;
  /** Long options of one dash (`find`-like programs) are not split into letters. */
  readonly singleDash?: boolean;
  /** How many words stand before the command (`timeout 5 command`). */
  readonly operands?: number;
  /** Whether `NAME=value` words may stand before the command. */
  readonly assignments?: boolean;
  /** Words of which one must come first (`pixi run`); without it the program runs nothing. */
  readonly subcommands?: readonly string[];
  /** Whether the subcommand is itself the program (`corepack pnpm`). */
  readonly runsSubcommand?: boolean;
  /** Subcommands behind which other words count than behind the rest (`git bisect`). */
  readonly variants?: ReadonlyMap<string, Wrapper>;
  /** Options with which the program runs nothing (`command -v`). */
  readonly inert?: readonly string[];
  /** Options whose value is a text for the shell (`su -c`, `script -c`). */
  readonly texts?: readonly string[];
  /** Options whose value is the folder to run in. */
  readonly folders?: readonly string[];
  /** Options whose value is split into words and put before the command (`env -S`). */
  readonly splits?: readonly string[];
  /** Options whose value is the program; its arguments stand behind the operands, or behind `--` (`flatpak run --command=program`). */
  readonly programs?: readonly string[];
  /** Whether the command's first word names a package, whose program is called like it (`nix run nixpkgs#program`). */
  readonly installable?: boolean;
  /** Whether what stands behind the options may be something else than a command, where no `--` stands before it. */
  readonly likely?: boolean;
  /** Whether a lone `-` is an option (`env -`). */
  readonly dash?: boolean;
  /** Options with which the command gets none of the variables that the shell exports. */
  readonly clears?: readonly string[];
  /** Options without which it may get none of them. */
  readonly keeps?: readonly string[];
  /** Options whose value is a variable to unset. */
  readonly unsets?: readonly string[];
  /** Options behind which the command begins, whatever stands between (`nix develop -c command`). */
  readonly begins?: readonly string[];
  /** The words are joined and run as a text: by a shell here, or on another machine. */
  readonly joined?: boolean;
  /** A command that is one word is a text for the shell (`pixi run 'a && b'`). */
  readonly lone?: boolean;
  /** Where the command runs, when that is not the present folder. */
  readonly place?: "home" | "unknown";
  /** Whether the command is run by the shell itself, so that it may be a builtin that changes it. */
  readonly inShell?: boolean;
  /** Whether nothing behind the command is run (`exec`). */
  readonly replaces?: boolean;
  /** A use of its own that no table describes. */
  readonly special?: "find" | "xargs" | "parallel" | "su";
  /** Words that may stand before the subcommand (`docker compose run`). */
  readonly groups?: readonly string[];
  /** Every operand is a text for the shell (`hyperfine 'a' 'b'`). */
  readonly each?: boolean;
  /** Without a command it starts a shell, which reads the standard input. */
  readonly interactive?: boolean;
}

/** `tool run command`: a package or environment manager that runs a program in its environment. */
function runner(subcommands: readonly string[], longValues: readonly string[] = [], longFlags: readonly string[] = [], values = "", flags = ""): Wrapper {
  return { subcommands, longValues, longFlags, values, flags };
}

/** Says what stands between a program's own name and the command that it runs; undefined for a program that runs none. */
export function wrapperNamed(name: string): Wrapper | undefined {
  wrappers ??= new Map(Object.entries(makeTable()));
  return wrappers.get(name);
}

/** Made when it is first asked for: most scripts name no wrapper. */
let wrappers: ReadonlyMap<string, Wrapper> | undefined;

function makeTable(): Readonly<Record<WrapperName, Wrapper>> {
  const SUDO: Wrapper = {
    values: "CDghpRrTtUu", flags: "AbBEeHhiKklnPSsVvN",
    longValues: ["close-from", "chdir", "group", "host", "prompt", "chroot", "role", "type", "command-timeout", "other-user", "user", "preserve-env"],
    longFlags: ["askpass", "background", "bell", "preserve-env", "edit", "set-home", "help", "login", "remove-timestamp", "reset-timestamp", "list", "non-interactive", "preserve-groups", "stdin", "shell", "version", "validate", "no-update"],
    assignments: true, folders: ["D", "chdir"], interactive: true, keeps: ["E", "preserve-env"],
  };

  const TIMEOUT: Wrapper = { values: "ks", flags: "vfp", longValues: ["kill-after", "signal"], longFlags: ["preserve-status", "foreground", "verbose"], operands: 1 };

  const PIXI: Wrapper = {
    ...runner(
      ["run", "exec", "x", "r"],
      ["environment", "manifest-path", "color", "concurrent-downloads", "concurrent-solves", "pinning-strategy", "spec", "channel", "platform", "with", "workspace", "auth-file", "pypi-keyring-provider", "executable"],
      ["frozen", "locked", "as-is", "no-lockfile-update", "no-install", "clean-env", "skip-deps", "dry-run", "verbose", "quiet", "force-reinstall", "revalidate", "no-progress", "tls-no-verify", "list", "help", "no-modify-ps1"],
      "empwsc", "vqhnx",
    ),
    lone: true,
  };
  const CONDA = runner(["run"], ["name", "prefix", "cwd"], ["verbose", "dev", "debug-wrapper-scripts", "no-capture-output", "live-stream", "attach", "clean-env"], "npae", "v");
  const DOCKER_LONG = [
    "name", "volume", "env", "env-file", "workdir", "user", "entrypoint", "network", "mount", "label", "platform", "publish", "memory", "cpus", "add-host", "cap-add", "cap-drop", "device", "dns", "gpus", "hostname",
    "ipc", "log-driver", "log-opt", "pid", "pull", "restart", "runtime", "security-opt", "shm-size", "stop-signal", "tmpfs", "ulimit", "userns", "uts", "volumes-from", "detach-keys", "context", "host", "log-level", "cidfile", "annotation", "expose", "group-add", "ip", "link", "pids-limit", "sysctl",
  ] as const;
  const DOCKER_FLAGS = ["rm", "detach", "interactive", "tty", "init", "privileged", "read-only", "publish-all", "no-healthcheck", "quiet", "latest", "oom-kill-disable", "sig-proxy", "tls"] as const;
  const CONTAINER: Wrapper = { subcommands: ["run", "exec", "create"], groups: ["compose", "container"], operands: 1, place: "unknown", values: "vewuphlmac", flags: "itdqPT", longValues: DOCKER_LONG, longFlags: DOCKER_FLAGS };

  const KUBECTL: Wrapper = {
    subcommands: ["exec", "run", "rsh"], operands: 1, begins: ["--"], place: "unknown", values: "ncsvlfoL", flags: "itqR",
    longValues: ["namespace", "container", "context", "cluster", "user", "kubeconfig", "server", "token", "as", "as-group", "request-timeout", "filename", "pod-running-timeout", "image", "restart", "env", "labels", "port", "overrides", "image-pull-policy", "output", "shell"],
    longFlags: ["stdin", "tty", "quiet", "rm", "attach", "command", "privileged", "leave-stdin-open", "insecure-skip-tls-verify", "no-tty"],
  };

  const NIX_VALUES = ["max-jobs", "cores", "extra-experimental-features", "experimental-features", "inputs-from", "update-input", "include", "file", "expr", "store", "eval-store", "log-format", "profile", "output-lock-file", "reference-lock-file", "unset", "keep"];
  const NIX: Wrapper = {
    values: "IfjLku", flags: "iLv", longValues: NIX_VALUES, longCounts: { option: 2, "override-input": 2, arg: 2, argstr: 2, redirect: 2 },
    longFlags: ["impure", "refresh", "offline", "no-write-lock-file", "no-update-lock-file", "accept-flake-config", "print-build-logs", "show-trace", "quiet", "verbose", "debug", "ignore-environment", "recreate-lock-file", "no-registries", "commit-lock-file"],
  };

  const GIT_LONG = ["git-dir", "work-tree", "namespace", "super-prefix", "config-env"];

  return {
    env: { values: "uSCaP", flags: "i0v", longValues: ["unset", "split-string", "chdir", "argv0"], longFlags: ["ignore-environment", "null", "debug", "block-signal", "default-signal", "ignore-signal", "list-signal-handling"], assignments: true, folders: ["C", "chdir"], splits: ["S", "split-string"], dash: true, clears: ["-", "i", "ignore-environment"], unsets: ["u", "unset"] },
    sudo: SUDO,
    doas: { values: "aCu", flags: "Lns", keeps: [] },
    su: { special: "su" },
    runuser: { special: "su" },
    sg: { values: "c", operands: 1, joined: true, texts: ["c"] },
    nice: { values: "n", flags: "0123456789", longValues: ["adjustment"] },
    ionice: { values: "cnpPu", flags: "t", longValues: ["class", "classdata", "pid", "pgid", "uid"], longFlags: ["ignore"], inert: ["p", "pid", "P", "pgid", "u", "uid"] },
    chrt: { values: "TPD", flags: "abdfimorRvp", longValues: ["sched-runtime", "sched-period", "sched-deadline"], longFlags: ["batch", "deadline", "fifo", "idle", "other", "rr", "reset-on-fork", "all-tasks", "max", "pid", "verbose"], operands: 1, inert: ["p", "pid"] },
    taskset: { flags: "acp", longFlags: ["all-tasks", "cpu-list", "pid"], operands: 1, inert: ["p", "pid"] },
    nohup: {},
    timeout: TIMEOUT,
    gtimeout: TIMEOUT,
    time: { values: "fo", flags: "apqv", longValues: ["format", "output"], longFlags: ["append", "portability", "quiet", "verbose"] },
    command: { flags: "pvV", inert: ["v", "V"], inShell: true },
    builtin: { inShell: true },
    exec: { values: "a", flags: "cl", inShell: true, replaces: true, clears: ["c"] },
    noglob: { inShell: true },
    nocorrect: { inShell: true },
    setsid: { flags: "cfw", longFlags: ["ctty", "fork", "wait"] },
    stdbuf: { values: "ioe", longValues: ["input", "output", "error"] },
    unbuffer: { flags: "p" },
    xargs: { special: "xargs" },
    gxargs: { special: "xargs" },
    chroot: { longValues: ["groups", "userspec"], longFlags: ["skip-chdir"], operands: 1, place: "unknown", interactive: true },
    unshare: { values: "SGRwl", flags: "imnpuUCTfrc", longValues: ["map-user", "map-group", "map-users", "map-groups", "owner", "propagation", "setgroups", "setuid", "setgid", "root", "wd", "monotonic", "boottime", "load-interp"], longFlags: ["fork", "map-root-user", "map-current-user", "map-auto", "keep-caps", "mount", "uts", "ipc", "net", "pid", "user", "cgroup", "time", "kill-child", "mount-proc"], folders: ["w", "wd"] },
    nsenter: { values: "tSGw", flags: "amuinpUCTrFeZc", longValues: ["target", "setuid", "setgid"], longFlags: ["all", "mount", "uts", "ipc", "net", "pid", "user", "cgroup", "time", "root", "wd", "no-fork", "env", "preserve-credentials", "follow-context", "join-cgroup"], place: "unknown" },
    flock: { values: "wEc", flags: "exnsuoF", longValues: ["timeout", "conflict-exit-code", "command"], longFlags: ["shared", "exclusive", "unlock", "nonblock", "close", "no-fork", "verbose"], operands: 1, texts: ["c", "command"] },
    watch: { values: "nq", flags: "bcdegprtwx", longValues: ["interval", "equexit"], longFlags: ["beep", "color", "no-color", "differences", "errexit", "chgexit", "precise", "no-rerun", "no-title", "no-wrap", "exec"], joined: true },
    script: { values: "cEIOBTm", flags: "aefqv", longValues: ["command", "echo", "log-in", "log-out", "log-io", "log-timing", "logging-format", "output-limit"], longFlags: ["append", "return", "flush", "force", "quiet", "timing"], operands: 1, texts: ["c", "command"] },
    busybox: {},
    toybox: {},
    find: { special: "find" },
    gfind: { special: "find" },
    bfs: { special: "find" },
    fd: { begins: ["-x", "-X", "--exec", "--exec-batch"] },
    fdfind: { begins: ["-x", "-X", "--exec", "--exec-batch"] },
    parallel: { special: "parallel" },
    "env_parallel": { special: "parallel" },
    ssh: { values: "BbcDEeFIiJLlmOopPQRSWw", flags: "46AaCfGgKkMNnqsTtVvXxYy", operands: 1, joined: true, place: "home", interactive: true },
    sshpass: { values: "fdpP", flags: "eohvV" },
    mosh: { operands: 1, joined: true, place: "home", interactive: true },
    "autossh": { values: "BbcDEeFIiJLlmMOopPQRSWw", flags: "46AaCfGgKkNnqsTtVvXxYy", operands: 1, joined: true, place: "home", interactive: true },
    strace: { values: "abeEIoOpPsSuUX", flags: "cCdfFhikqrtTvVwxyYzZDn", longValues: ["trace", "output", "attach", "string-limit", "env", "user"], assignments: false },
    ltrace: { values: "abDeFlnopsuwxAEX", flags: "cCfhiLrStTV" },
    valgrind: { singleDash: true },
    gdb: { begins: ["--args", "-args"] },
    perf: { subcommands: ["stat", "record", "trace"], values: "eoFcpCrxIGugtD", flags: "adivnqBAg" },
    caffeinate: { values: "tw", flags: "dimsu" },
    arch: { values: "ed", flags: "chimrsvpu" , singleDash: true },
    setarch: { flags: "BFILRSTXZ3v", longFlags: ["uname-2.6", "verbose", "addr-no-randomize", "32bit", "sticky-timeouts"], operands: 1 },
    linux32: {},
    linux64: {},
    numactl: { values: "imNCpwlPHb", flags: "a", longValues: ["interleave", "membind", "cpunodebind", "physcpubind", "preferred", "weighted-interleave"], longFlags: ["localalloc", "all", "balancing"] },
    cgexec: { values: "g", longFlags: ["sticky"] },
    "systemd-run": { values: "pEuHMtG", flags: "dSqrPG", longValues: ["unit", "property", "description", "slice", "setenv", "working-directory", "uid", "gid", "nice", "host", "machine", "service-type", "on-active", "on-boot", "on-calendar"], longFlags: ["scope", "user", "system", "wait", "pty", "pipe", "quiet", "collect", "same-dir", "shell", "no-block", "remain-after-exit", "send-sighup"], folders: ["working-directory"] },
    "systemd-inhibit": { longValues: ["what", "who", "why", "mode"], longFlags: ["list"] },
    "dbus-run-session": { longValues: ["config-file", "dbus-daemon"] },
    "xvfb-run": { values: "efnpsw", flags: "ahl", longValues: ["error-file", "auth-file", "server-num", "xauth-protocol", "server-args", "wait"], longFlags: ["auto-servernum", "listen-tcp"] },
    "dbus-launch": { longFlags: ["exit-with-session", "sh-syntax"] },
    firejail: { longValues: [], singleDash: true },
    fakeroot: { values: "lsiub", flags: "hv", longValues: ["lib", "faked"], longFlags: ["unknown-is-real"] },
    proot: { values: "rbqwvk0S", place: "unknown" },
    pkexec: { longValues: ["user"], longFlags: ["disable-internal-agent", "keep-cwd"], keeps: [] },
    gosu: { operands: 1 },
    "su-exec": { operands: 1 },
    setpriv: { longValues: ["reuid", "regid", "groups", "inh-caps", "ambient-caps", "bounding-set", "securebits", "pdeathsig", "selinux-label", "apparmor-profile"], longFlags: ["clear-groups", "keep-groups", "init-groups", "no-new-privs", "reset-env"] },
    capsh: { begins: ["--", "-c"] },
    tini: { values: "pe", flags: "gsvw" },
    "dumb-init": { values: "r", flags: "cv", longValues: ["rewrite"], longFlags: ["single-child", "verbose"] },
    cpulimit: { values: "lpeP", flags: "ziv", longValues: ["limit", "pid", "exe", "path"] },
    prlimit: { values: "po", flags: "v", singleDash: false, longValues: ["pid", "output"] },
    choom: { values: "np", longValues: ["adjust", "pid"] },
    eatmydata: {},
    faketime: { values: "", flags: "mfp", operands: 1 },
    chronic: { flags: "ve" },
    retry: { values: "tdmn", longValues: ["times", "delay", "max", "until", "while"] },
    setuidgid: { operands: 1 },
    envdir: { operands: 1 },
    softlimit: { values: "acdflmoprst" },
    chpst: { values: "uUb/endmofcrtpP", flags: "vV0123P" },
    torsocks: { values: "uapd", flags: "i" },
    torify: {},
    proxychains: { values: "f", flags: "q" },
    proxychains4: { values: "f", flags: "q" },
    catchsegv: {},
    rlwrap: { values: "CDfHlOPqrSsSt", flags: "AaicnrRvw" },
    "dotenv": { values: "ef", begins: ["--"] },
    "cross-env": { assignments: true },
    "env-cmd": { values: "fe" },
    direnv: { subcommands: ["exec"], operands: 1 },
    mise: { subcommands: ["exec", "x"], begins: ["--"] },
    asdf: runner(["exec"]),
    rbenv: runner(["exec"]),
    pyenv: runner(["exec"]),
    nodenv: runner(["exec"]),
    bundle: runner(["exec"]),
    pixi: PIXI,
    conda: CONDA,
    mamba: CONDA,
    micromamba: CONDA,
    uv: runner(["run"], ["with", "python", "project", "directory", "extra", "group", "env-file", "package", "index", "module", "with-requirements", "with-editable", "only-group", "index-url", "cache-dir", "config-file", "color"], ["frozen", "locked", "no-project", "isolated", "quiet", "verbose", "no-sync", "all-extras", "active", "offline", "dev", "no-dev", "exact", "script"], "p", "qvs"),
    uvx: { longValues: ["from", "with", "python", "index"], longFlags: ["isolated", "quiet"], values: "pw" },
    pipx: runner(["run"], ["spec", "python", "pip-args"], ["no-cache", "verbose"]),
    poetry: runner(["run"], ["directory", "project"], [], "CP"),
    pipenv: runner(["run"]),
    pdm: runner(["run"], ["project", "site-packages"], [], "p", "s"),
    hatch: runner(["run"], ["env"], [], "e"),
    rye: runner(["run"]),
    tox: { subcommands: ["exec"], begins: ["--"] },
    nox: {begins: ["--"] },
    npx: { longValues: ["package", "call", "workspace"], longFlags: ["yes", "no", "quiet", "no-install", "ignore-existing"], values: "pcw", flags: "yqh", texts: ["c", "call"] },
    bunx: { longFlags: ["bun"] },
    npm: { subcommands: ["exec", "x"], longValues: ["package", "call", "workspace", "prefix"], longFlags: ["yes", "no"], values: "pcwC", flags: "y", texts: ["c", "call"] },
    pnpm: runner(["exec", "dlx"], ["filter", "dir", "package"], ["recursive", "parallel"], "CF", "rwc"),
    yarn: runner(["run", "exec", "dlx"], ["cwd", "package"], ["silent"], "p", "s"),
    bun: runner(["run", "x"], ["cwd"], ["silent", "bun"], "", "b"),
    nix: { ...NIX, subcommands: ["develop", "shell"], begins: ["-c", "--command", "--"], variants: new Map([["run", { ...NIX, installable: true }]]) },
    guix: { subcommands: ["shell", "environment"], begins: ["--"] },
    "nix-shell": { texts: ["run", "command"], begins: [] , longValues: ["run", "command", "packages", "attr", "arg", "argstr", "keep", "option", "exclude"], longFlags: ["pure", "impure", "keep-going"], values: "AIpio", flags: "QkKEjv", operands: 1_000 },
    devbox: runner(["run"], ["config", "env", "env-file"], ["pure", "quiet"], "ce", "qp"),
    devenv: runner(["shell", "exec"]),
    toolbox: runner(["run"], ["container", "distro", "release"], [], "cdr"),
    "distrobox-enter": { begins: ["--", "-e"] },
    distrobox: { subcommands: ["enter"], begins: ["--", "-e"] },
    flatpak: { subcommands: ["run"], operands: 1, programs: ["command"], values: "du", flags: "vp", longValues: ["command", "arch", "branch", "cwd", "env", "runtime", "filesystem", "share", "unshare", "socket", "device", "installation"], longFlags: ["devel", "user", "system", "sandbox", "die-with-parent", "no-a11y-bus", "log-session-bus"], place: "unknown" },
    "flatpak-spawn": { longValues: ["env", "directory"], longFlags: ["host", "sandbox", "watch-bus", "clear-env"], folders: ["directory"], singleDash: false },
    "host-spawn": { longFlags: ["no-pty"] },
    docker: CONTAINER,
    podman: CONTAINER,
    nerdctl: CONTAINER,
    kubectl: KUBECTL,
    oc: KUBECTL,
    limactl: { subcommands: ["shell"], operands: 1, longValues: ["shell", "workdir", "log-level"], longFlags: ["debug", "tty", "reconnect", "preserve-env"], place: "unknown" },
    lxc: { subcommands: ["exec"], begins: ["--"], place: "unknown" },
    "systemd-nspawn": { values: "DixMuEbjL", flags: "qnUax", longValues: ["directory", "image", "machine", "user", "setenv", "bind", "bind-ro", "chdir"], longFlags: ["quiet", "ephemeral", "as-pid2", "boot"], place: "unknown" },
    bwrap: {
      singleDash: true, place: "unknown",
      longValues: [
        "args", "argv0", "userns", "userns2", "pidns", "uid", "gid", "hostname", "chdir", "unsetenv", "lock-file", "sync-fd", "remount-ro", "overlay-src", "tmp-overlay", "ro-overlay", "exec-label", "file-label", "proc", "dev", "tmpfs",
        "mqueue", "dir", "seccomp", "add-seccomp-fd", "block-fd", "userns-block-fd", "info-fd", "json-status-fd", "cap-add", "cap-drop", "perms", "size",
      ],
      longCounts: {
        setenv: 2, bind: 2, "bind-try": 2, "dev-bind": 2, "dev-bind-try": 2, "ro-bind": 2, "ro-bind-try": 2, "bind-fd": 2, "ro-bind-fd": 2, file: 2, "bind-data": 2, "ro-bind-data": 2, symlink: 2, chmod: 2, overlay: 3,
      },
      longFlags: [
        "new-session", "unshare-all", "share-net", "unshare-user", "unshare-user-try", "unshare-ipc", "unshare-pid", "unshare-net", "unshare-uts", "unshare-cgroup", "unshare-cgroup-try", "disable-userns", "assert-userns-disabled",
        "clearenv", "die-with-parent", "as-pid-1", "level-prefix",
      ],
      unsets: ["unsetenv"], clears: ["clearenv"],
    },
    "sandbox-exec": { values: "fnpD" },
    "start-stop-daemon": {
      values: "xanpucgkNPIrdsmR", flags: "SKTHVtoqvbmCO", programs: ["exec", "startas", "x", "a"],
      longValues: ["exec", "startas", "name", "pidfile", "user", "chuid", "group", "umask", "nicelevel", "procsched", "iosched", "chroot", "chdir", "signal", "retry", "output", "pid", "ppid", "notify-timeout"],
      longFlags: ["start", "stop", "status", "help", "version", "background", "make-pidfile", "remove-pidfile", "no-close", "quiet", "verbose", "oknodo", "test", "notify-await"],
    },
    "ssh-agent": { values: "aEOPt", flags: "cDdksTuU" },
    xcrun: { singleDash: true, longValues: ["sdk", "toolchain"], longFlags: ["verbose", "no-cache", "kill-cache", "log", "find", "run", "v", "n", "k", "l", "f", "r"], inert: ["find", "f"] },
    corepack: { subcommands: ["npm", "npx", "pnpm", "pnpx", "yarn"], runsSubcommand: true },
    git: {
      subcommands: [], values: "Cc", flags: "pPhv", longValues: GIT_LONG, longFlags: ["no-pager", "paginate", "bare", "no-replace-objects", "no-optional-locks", "literal-pathspecs", "exec-path", "version", "help"], folders: ["C"],
      variants: new Map<string, Wrapper>([
        ["bisect", runner(["run"])],
        ["submodule", { subcommands: ["foreach"], longFlags: ["quiet", "recursive"], flags: "q", joined: true, place: "unknown" }],
        ["rebase", { values: "xsXC", flags: "iqvnmprf", longValues: ["exec", "onto", "strategy", "strategy-option", "whitespace"], texts: ["x", "exec"], operands: 1_000 }],
      ]),
    },
    "workspace-ops": { ...runner(["run"], ["capture-scope"], ["no-audit", "no-policy-gate"]), groups: ["terminal-command", "local-agent-execution"], likely: true },
    op: { subcommands: ["run"], begins: ["--"] },
    doppler: { subcommands: ["run"], begins: ["--"] },
    infisical: { subcommands: ["run"], begins: ["--"] },
    vault: { subcommands: ["exec"], begins: ["--"] },
    "aws-vault": { subcommands: ["exec"], begins: ["--"] },
    chamber: { subcommands: ["exec"], begins: ["--"] },
    teller: { subcommands: ["run"], begins: ["--"] },
    sops: { subcommands: ["exec-env", "exec-file"], operands: 1, joined: true },
    hyperfine: { values: "wmMrnpscuNSLD", each: true, longValues: ["warmup", "min-runs", "max-runs", "runs", "prepare", "setup", "cleanup", "command-name", "export-json", "export-markdown", "export-csv", "shell", "parameter-list", "style"], longFlags: ["ignore-failure", "show-output"], texts: ["prepare", "setup", "cleanup", "p", "s", "c"] },
    entr: { flags: "acdnprsz" },
    watchexec: { values: "fewiesdNWoc", longValues: ["filter", "ignore", "watch", "exts", "shell", "delay-run", "stop-signal", "on-busy-update", "workdir"], longFlags: ["restart", "clear", "postpone", "no-vcs-ignore", "quiet", "no-shell"], flags: "rcnpq1" , joined: true },
    concurrently: { values: "nckpm", longValues: ["names", "prefix", "prefix-colors", "max-processes"], flags: "krg", each: true },
    nodemon: { texts: ["x", "exec"], longValues: ["exec", "watch", "ext", "ignore", "delay"], values: "xewid", operands: 1_000 },
    at: { values: "qft", flags: "Vmlbdvc", operands: 1_000, interactive: true },
    batch: { operands: 1_000, interactive: true },
  };
}
