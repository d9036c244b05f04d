import type { RunnerName, WrapperName } from "./names.ts";
import type { Wrapper } from "./wrapper.ts";

/** The programs that run another one whatever their words are. Each entry is made when its program is met, as a run meets few. */
export function wrapperTable(): Readonly<Record<Exclude<WrapperName, RunnerName>, () => Wrapper>> {
  return {
    env,
    genv: env,
    sudo,
    doas: () => ({ values: "aCu", flags: "Lns", keeps: [] }),
    su: () => ({ special: "su" }),
    runuser: () => ({ special: "su" }),
    sg: () => ({ values: "c", operands: 1, joined: true, texts: ["c"] }),
    nice,
    gnice: nice,
    ionice: () => ({ values: "cnpPu", flags: "t", longValues: ["class", "classdata", "pid", "pgid", "uid"], longFlags: ["ignore"], inert: ["p", "pid", "P", "pgid", "u", "uid"] }),
    chrt: () => ({ values: "TPD", flags: "abdfimorRvp", longValues: ["sched-runtime", "sched-period", "sched-deadline"], longFlags: ["batch", "deadline", "fifo", "idle", "other", "rr", "reset-on-fork", "all-tasks", "max", "pid", "verbose"], operands: 1, inert: ["p", "pid"] }),
    taskset: () => ({ flags: "acp", longFlags: ["all-tasks", "cpu-list", "pid"], operands: 1, inert: ["p", "pid"] }),
    nohup,
    gnohup: nohup,
    timeout,
    gtimeout: timeout,
    time,
    gtime: time,
    command: () => ({ flags: "pvV", inert: ["v", "V"], inShell: true }),
    builtin: () => ({ inShell: true }),
    exec: () => ({ values: "a", flags: "cl", inShell: true, replaces: true, clears: ["c"] }),
    noglob: () => ({ inShell: true }),
    nocorrect: () => ({ inShell: true }),
    setsid: () => ({ flags: "cfw", longFlags: ["ctty", "fork", "wait"] }),
    stdbuf,
    gstdbuf: stdbuf,
    unbuffer: () => ({ flags: "p" }),
    xargs: () => ({ special: "xargs" }),
    gxargs: () => ({ special: "xargs" }),
    chroot: () => ({ longValues: ["groups", "userspec"], longFlags: ["skip-chdir"], operands: 1, place: "unknown", interactive: true }),
    unshare: () => ({ values: "SGRwl", flags: "imnpuUCTfrc", longValues: ["map-user", "map-group", "map-users", "map-groups", "owner", "propagation", "setgroups", "setuid", "setgid", "root", "wd", "monotonic", "boottime", "load-interp"], longFlags: ["fork", "map-root-user", "map-current-user", "map-auto", "keep-caps", "mount", "uts", "ipc", "net", "pid", "user", "cgroup", "time", "kill-child", "mount-proc"], folders: ["w", "wd"] }),
    nsenter: () => ({ values: "tSGw", flags: "amuinpUCTrFeZc", longValues: ["target", "setuid", "setgid"], longFlags: ["all", "mount", "uts", "ipc", "net", "pid", "user", "cgroup", "time", "root", "wd", "no-fork", "env", "preserve-credentials", "follow-context", "join-cgroup"], place: "unknown" }),
    flock: () => ({ values: "wEc", flags: "exnsuoF", longValues: ["timeout", "conflict-exit-code", "command"], longFlags: ["shared", "exclusive", "unlock", "nonblock", "close", "no-fork", "verbose"], operands: 1, texts: ["c", "command"] }),
    watch: () => ({ values: "nq", flags: "bcdegprtwx", longValues: ["interval", "equexit"], longFlags: ["beep", "color", "no-color", "differences", "errexit", "chgexit", "precise", "no-rerun", "no-title", "no-wrap", "exec"], joined: true }),
    script: () => ({ values: "cEIOBTm", flags: "aefqv", longValues: ["command", "echo", "log-in", "log-out", "log-io", "log-timing", "logging-format", "output-limit"], longFlags: ["append", "return", "flush", "force", "quiet", "timing"], operands: 1, texts: ["c", "command"] }),
    busybox: () => ({}),
    toybox: () => ({}),
    find: () => ({ special: "find" }),
    gfind: () => ({ special: "find" }),
    bfs: () => ({ special: "find" }),
    fd: () => ({ begins: ["-x", "-X", "--exec", "--exec-batch"] }),
    fdfind: () => ({ begins: ["-x", "-X", "--exec", "--exec-batch"] }),
    parallel: () => ({ special: "parallel" }),
    "env_parallel": () => ({ special: "parallel" }),
    ssh: () => ({ values: "BbcDEeFIiJLlmOopPQRSWw", flags: "46AaCfGgKkMNnqsTtVvXxYy", operands: 1, joined: true, place: "home", interactive: true }),
    sshpass: () => ({ values: "fdpP", flags: "eohvV" }),
    mosh: () => ({ operands: 1, joined: true, place: "home", interactive: true }),
    "autossh": () => ({ values: "BbcDEeFIiJLlmMOopPQRSWw", flags: "46AaCfGgKkNnqsTtVvXxYy", operands: 1, joined: true, place: "home", interactive: true }),
    strace: () => ({ values: "abeEIoOpPsSuUX", flags: "cCdfFhikqrtTvVwxyYzZDn", longValues: ["trace", "output", "attach", "string-limit", "env", "user"], assignments: false }),
    ltrace: () => ({ values: "abDeFlnopsuwxAEX", flags: "cCfhiLrStTV" }),
    valgrind: () => ({ singleDash: true }),
    gdb: () => ({ begins: ["--args", "-args"] }),
    caffeinate: () => ({ values: "tw", flags: "dimsu" }),
    arch: () => ({ values: "ed", flags: "chimrsvpu" , singleDash: true }),
    setarch: () => ({ flags: "BFILRSTXZ3v", longFlags: ["uname-2.6", "verbose", "addr-no-randomize", "32bit", "sticky-timeouts"], operands: 1 }),
    linux32: () => ({}),
    linux64: () => ({}),
    numactl: () => ({ values: "imNCpwlPHb", flags: "a", longValues: ["interleave", "membind", "cpunodebind", "physcpubind", "preferred", "weighted-interleave"], longFlags: ["localalloc", "all", "balancing"] }),
    cgexec: () => ({ values: "g", longFlags: ["sticky"] }),
    "systemd-run": () => ({ values: "pEuHMtG", flags: "dSqrPG", longValues: ["unit", "property", "description", "slice", "setenv", "working-directory", "uid", "gid", "nice", "host", "machine", "service-type", "on-active", "on-boot", "on-calendar"], longFlags: ["scope", "user", "system", "wait", "pty", "pipe", "quiet", "collect", "same-dir", "shell", "no-block", "remain-after-exit", "send-sighup"], folders: ["working-directory"] }),
    "systemd-inhibit": () => ({ longValues: ["what", "who", "why", "mode"], longFlags: ["list"] }),
    "dbus-run-session": () => ({ longValues: ["config-file", "dbus-daemon"] }),
    "xvfb-run": () => ({ values: "efnpsw", flags: "ahl", longValues: ["error-file", "auth-file", "server-num", "xauth-protocol", "server-args", "wait"], longFlags: ["auto-servernum", "listen-tcp"] }),
    "dbus-launch": () => ({ longFlags: ["exit-with-session", "sh-syntax"] }),
    firejail: () => ({ longValues: [], singleDash: true }),
    fakeroot: () => ({ values: "lsiub", flags: "hv", longValues: ["lib", "faked"], longFlags: ["unknown-is-real"] }),
    proot: () => ({ values: "rbqwvk0S", place: "unknown" }),
    pkexec: () => ({ longValues: ["user"], longFlags: ["disable-internal-agent", "keep-cwd"], keeps: [] }),
    gosu: () => ({ operands: 1 }),
    "su-exec": () => ({ operands: 1 }),
    setpriv: () => ({ longValues: ["reuid", "regid", "groups", "inh-caps", "ambient-caps", "bounding-set", "securebits", "pdeathsig", "selinux-label", "apparmor-profile"], longFlags: ["clear-groups", "keep-groups", "init-groups", "no-new-privs", "reset-env"] }),
    capsh: () => ({ begins: ["--", "-c"] }),
    tini: () => ({ values: "pe", flags: "gsvw" }),
    "dumb-init": () => ({ values: "r", flags: "cv", longValues: ["rewrite"], longFlags: ["single-child", "verbose"] }),
    cpulimit: () => ({ values: "lpeP", flags: "ziv", longValues: ["limit", "pid", "exe", "path"] }),
    prlimit: () => ({ values: "po", flags: "v", singleDash: false, longValues: ["pid", "output"] }),
    choom: () => ({ values: "np", longValues: ["adjust", "pid"] }),
    eatmydata: () => ({}),
    faketime: () => ({ values: "", flags: "mfp", operands: 1 }),
    chronic: () => ({ flags: "ve" }),
    retry: () => ({ values: "tdmn", longValues: ["times", "delay", "max", "until", "while"] }),
    setuidgid: () => ({ operands: 1 }),
    envdir: () => ({ operands: 1 }),
    softlimit: () => ({ values: "acdflmoprst" }),
    chpst: () => ({ values: "uUb/endmofcrtpP", flags: "vV0123P" }),
    torsocks: () => ({ values: "uapd", flags: "i" }),
    torify: () => ({}),
    proxychains: () => ({ values: "f", flags: "q" }),
    proxychains4: () => ({ values: "f", flags: "q" }),
    catchsegv: () => ({}),
    rlwrap: () => ({ values: "CDfHlOPqrSsSt", flags: "AaicnrRvw" }),
    "dotenv": () => ({ values: "ef", begins: ["--"] }),
    "cross-env": () => ({ assignments: true }),
    "env-cmd": () => ({ values: "fe" }),
    uvx: () => ({ longValues: ["from", "with", "python", "index"], longFlags: ["isolated", "quiet"], values: "pw" }),
    nox: () => ({begins: ["--"] }),
    npx: () => ({ longValues: ["package", "call", "workspace"], longFlags: ["yes", "no", "quiet", "no-install", "ignore-existing"], values: "pcw", flags: "yqh", texts: ["c", "call"] }),
    bunx: () => ({ longFlags: ["bun"] }),
    "nix-shell": () => ({ texts: ["run", "command"], begins: [] , longValues: ["run", "command", "packages", "attr", "arg", "argstr", "keep", "option", "exclude"], longFlags: ["pure", "impure", "keep-going"], values: "AIpio", flags: "QkKEjv", operands: 1_000 }),
    "distrobox-enter": () => ({ begins: ["--", "-e"] }),
    "flatpak-spawn": () => ({ longValues: ["env", "directory"], longFlags: ["host", "sandbox", "watch-bus", "clear-env"], folders: ["directory"], singleDash: false }),
    "host-spawn": () => ({ longFlags: ["no-pty"] }),
    "systemd-nspawn": () => ({ values: "DixMuEbjL", flags: "qnUax", longValues: ["directory", "image", "machine", "user", "setenv", "bind", "bind-ro", "chdir"], longFlags: ["quiet", "ephemeral", "as-pid2", "boot"], place: "unknown" }),
    bwrap: () => ({
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
    }),
    "sandbox-exec": () => ({ values: "fnpD" }),
    "start-stop-daemon": () => ({
      values: "xanpucgkNPIrdsmR", flags: "SKTHVtoqvbmCO", programs: ["exec", "startas", "x", "a"],
      longValues: ["exec", "startas", "name", "pidfile", "user", "chuid", "group", "umask", "nicelevel", "procsched", "iosched", "chroot", "chdir", "signal", "retry", "output", "pid", "ppid", "notify-timeout"],
      longFlags: ["start", "stop", "status", "help", "version", "background", "make-pidfile", "remove-pidfile", "no-close", "quiet", "verbose", "oknodo", "test", "notify-await"],
    }),
    "ssh-agent": () => ({ values: "aEOPt", flags: "cDdksTuU" }),
    xcrun: () => ({ singleDash: true, longValues: ["sdk", "toolchain"], longFlags: ["verbose", "no-cache", "kill-cache", "log", "find", "run", "v", "n", "k", "l", "f", "r"], inert: ["find", "f"] }),
    hyperfine: () => ({ values: "wmMrnpscuNSLD", each: true, longValues: ["warmup", "min-runs", "max-runs", "runs", "prepare", "setup", "cleanup", "command-name", "export-json", "export-markdown", "export-csv", "shell", "parameter-list", "style"], longFlags: ["ignore-failure", "show-output"], texts: ["prepare", "setup", "cleanup", "p", "s", "c"] }),
    entr: () => ({ flags: "acdnprsz" }),
    watchexec: () => ({ values: "fewiesdNWoc", longValues: ["filter", "ignore", "watch", "exts", "shell", "delay-run", "stop-signal", "on-busy-update", "workdir"], longFlags: ["restart", "clear", "postpone", "no-vcs-ignore", "quiet", "no-shell"], flags: "rcnpq1" , joined: true }),
    concurrently: () => ({ values: "nckpm", longValues: ["names", "prefix", "prefix-colors", "max-processes"], flags: "krg", each: true }),
    nodemon: () => ({ texts: ["x", "exec"], longValues: ["exec", "watch", "ext", "ignore", "delay"], values: "xewid", operands: 1_000 }),
    at: () => ({ values: "qft", flags: "Vmlbdvc", operands: 1_000, interactive: true }),
    "annotate-output": () => ({ flags: "h" }),
    lima: () => ({ place: "unknown" }),
    sem: () => ({ values: "j", longValues: ["jobs", "id", "timeout"], longFlags: ["fg", "wait", "bg", "quote"], joined: true }),
    screen: () => ({ values: "cehpSsTt", flags: "aAdDfiLlmnOqrRUvwxX", inert: ["X", "r", "R", "x", "v", "w"] }),
    tmux: () => ({
      subcommands: ["new-session", "new", "new-window", "neww", "split-window", "splitw", "respawn-pane", "respawn-window", "display-popup", "popup", "run-shell", "run"],
      values: "LSFcenstxylp", flags: "2AbCdDEfhINPuvVXZ", folders: ["c"], joined: true,
    }),
    batch: () => ({ operands: 1_000, interactive: true }),
  };
}

function sudo(): Wrapper {
  return {
    values: "CDghpRrTtUu", flags: "AbBEeHhiKklnPSsVvN",
    longValues: ["close-from", "chdir", "group", "host", "prompt", "chroot", "role", "type", "command-timeout", "other-user", "user", "preserve-env"],
    longFlags: ["askpass", "background", "bell", "preserve-env", "edit", "set-home", "help", "login", "remove-timestamp", "reset-timestamp", "list", "non-interactive", "preserve-groups", "stdin", "shell", "version", "validate", "no-update"],
    inert: ["e", "edit", "K", "remove-timestamp", "l", "list", "V", "version", "v", "validate"],
    assignments: true, folders: ["D", "chdir"], logins: ["i", "login"], interactive: true, keeps: ["E", "preserve-env"],
  };
}

function env(): Wrapper {
  return { values: "uSCaP", flags: "i0v", longValues: ["unset", "split-string", "chdir", "argv0"], longFlags: ["ignore-environment", "null", "debug", "block-signal", "default-signal", "ignore-signal", "list-signal-handling"], assignments: true, folders: ["C", "chdir"], splits: ["S", "split-string"], dash: true, clears: ["-", "i", "ignore-environment"], unsets: ["u", "unset"] };
}

function nice(): Wrapper {
  return { values: "n", flags: "0123456789", longValues: ["adjustment"] };
}

function nohup(): Wrapper {
  return {};
}

function time(): Wrapper {
  return { values: "fo", flags: "apqv", longValues: ["format", "output"], longFlags: ["append", "portability", "quiet", "verbose"] };
}

function stdbuf(): Wrapper {
  return { values: "ioe", longValues: ["input", "output", "error"] };
}

function timeout(): Wrapper {
  return { values: "ks", flags: "vfp", longValues: ["kill-after", "signal"], longFlags: ["preserve-status", "foreground", "verbose"], operands: 1 };
}
