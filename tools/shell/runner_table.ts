import type { RunnerName } from "./names.ts";
import type { Wrapper } from "./wrapper.ts";

/** The programs that run another one only if a subcommand says so. Each entry is made when its program is met, as a run meets few. */
export function runnerTable(): Readonly<Record<RunnerName, () => Wrapper>> {
  return {
    perf: () => ({ subcommands: ["stat", "record", "trace"], values: "eoFcpCrxIGugtD", flags: "adivnqBAg" }),
    direnv: () => ({ subcommands: ["exec"], operands: 1 }),
    mise: () => ({ subcommands: ["exec", "x"], begins: ["--"] }),
    asdf: () => runner(["exec"]),
    rbenv: () => runner(["exec"]),
    pyenv: () => runner(["exec"]),
    nodenv: () => runner(["exec"]),
    bundle: () => runner(["exec"]),
    pixi,
    conda,
    mamba: conda,
    micromamba: conda,
    uv: () => runner(["run"], ["with", "python", "project", "directory", "extra", "group", "env-file", "package", "index", "module", "with-requirements", "with-editable", "only-group", "index-url", "cache-dir", "config-file", "color"], ["frozen", "locked", "no-project", "isolated", "quiet", "verbose", "no-sync", "all-extras", "active", "offline", "dev", "no-dev", "exact", "script"], "p", "qvs"),
    pipx: () => runner(["run"], ["spec", "python", "pip-args"], ["no-cache", "verbose"]),
    poetry: () => runner(["run"], ["directory", "project"], [], "CP"),
    pipenv: () => runner(["run"]),
    pdm: () => runner(["run"], ["project", "site-packages"], [], "p", "s"),
    hatch: () => runner(["run"], ["env"], [], "e"),
    rye: () => runner(["run"]),
    tox: () => ({ subcommands: ["exec"], begins: ["--"] }),
    npm: () => ({ subcommands: ["exec", "x"], longValues: ["package", "call", "workspace", "prefix"], longFlags: ["yes", "no"], values: "pcwC", flags: "y", texts: ["c", "call"] }),
    pnpm: () => runner(["exec", "dlx"], ["filter", "dir", "package"], ["recursive", "parallel"], "CF", "rwc"),
    yarn: () => runner(["run", "exec", "dlx"], ["cwd", "package"], ["silent"], "p", "s"),
    bun: () => runner(["run", "x"], ["cwd"], ["silent", "bun"], "", "b"),
    nix,
    guix: () => ({ subcommands: ["shell", "environment"], begins: ["--"] }),
    devbox: () => runner(["run"], ["config", "env", "env-file"], ["pure", "quiet"], "ce", "qp"),
    devenv: () => runner(["shell", "exec"]),
    toolbox: () => runner(["run"], ["container", "distro", "release"], [], "cdr"),
    distrobox: () => ({ subcommands: ["enter"], begins: ["--", "-e"] }),
    flatpak: () => ({ subcommands: ["run"], operands: 1, programs: ["command"], values: "du", flags: "vp", longValues: ["command", "arch", "branch", "cwd", "env", "runtime", "filesystem", "share", "unshare", "socket", "device", "installation"], longFlags: ["devel", "user", "system", "sandbox", "die-with-parent", "no-a11y-bus", "log-session-bus"], place: "unknown" }),
    docker: container,
    podman: container,
    nerdctl: container,
    kubectl,
    oc: kubectl,
    limactl: () => ({ subcommands: ["shell"], operands: 1, longValues: ["shell", "workdir", "log-level"], longFlags: ["debug", "tty", "reconnect", "preserve-env"], place: "unknown" }),
    lxc: () => ({ subcommands: ["exec"], begins: ["--"], place: "unknown" }),
    multipass: () => ({ subcommands: ["exec"], operands: 1, values: "d", longValues: ["working-directory"], longFlags: ["no-map-working-directory"], flags: "nv", place: "unknown" }),
    buildah: () => ({ subcommands: ["run"], operands: 1, values: "euv", longValues: ["env", "user", "volume", "mount", "workingdir", "runtime", "hostname", "network", "cap-add", "cap-drop", "isolation"], longFlags: ["tty", "terminal", "no-hosts"], flags: "t", place: "unknown" }),
    devcontainer: () => ({ subcommands: ["exec"], longValues: ["workspace-folder", "container-id", "config", "override-config", "remote-env", "docker-path", "id-label", "log-level"], place: "unknown" }),
    vagrant: () => ({ subcommands: ["ssh"], begins: ["--"], texts: ["c", "command"], values: "c", flags: "pt", longValues: ["command"], longFlags: ["plain", "tty", "no-tty", "color", "no-color"], joined: true, place: "home" }),
    colima: () => ({ subcommands: ["ssh"], begins: ["--"], values: "p", longValues: ["profile"], place: "unknown" }),
    corepack: () => ({ subcommands: ["npm", "npx", "pnpm", "pnpx", "yarn"], runsSubcommand: true }),
    git: () => ({
      subcommands: [], values: "Cc", flags: "pPhv", longValues: ["git-dir", "work-tree", "namespace", "super-prefix", "config-env"], longFlags: ["no-pager", "paginate", "bare", "no-replace-objects", "no-optional-locks", "literal-pathspecs", "exec-path", "version", "help"], folders: ["C"],
      variants: new Map<string, Wrapper>([
        ["bisect", runner(["run"])],
        ["submodule", { subcommands: ["foreach"], longFlags: ["quiet", "recursive"], flags: "q", joined: true, place: "unknown" }],
        ["rebase", { values: "xsXC", flags: "iqvnmprf", longValues: ["exec", "onto", "strategy", "strategy-option", "whitespace"], texts: ["x", "exec"], operands: 1_000 }],
      ]),
    }),
    "workspace-ops": () => ({ ...runner(["run"], ["capture-scope"], ["no-audit", "no-policy-gate"]), groups: ["terminal-command", "local-agent-execution"], likely: true }),
    op: () => ({ subcommands: ["run"], begins: ["--"] }),
    doppler: () => ({ subcommands: ["run"], begins: ["--"] }),
    infisical: () => ({ subcommands: ["run"], begins: ["--"] }),
    vault: () => ({ subcommands: ["exec"], begins: ["--"] }),
    "aws-vault": () => ({ subcommands: ["exec"], begins: ["--"] }),
    chamber: () => ({ subcommands: ["exec"], begins: ["--"] }),
    teller: () => ({ subcommands: ["run"], begins: ["--"] }),
    sops: () => ({ subcommands: ["exec-env", "exec-file"], operands: 1, joined: true }),
  };
}

function pixi(): Wrapper {
  return {
    ...runner(
      ["run", "exec", "x", "r"],
      ["environment", "manifest-path", "color", "concurrent-downloads", "concurrent-solves", "pinning-strategy", "spec", "channel", "platform", "with", "workspace", "auth-file", "pypi-keyring-provider", "executable"],
      ["frozen", "locked", "as-is", "no-lockfile-update", "no-install", "clean-env", "skip-deps", "dry-run", "verbose", "quiet", "force-reinstall", "revalidate", "no-progress", "tls-no-verify", "list", "help", "no-modify-ps1"],
      "empwsc", "vqhnx",
    ),
    lone: true,
  };
}

function conda(): Wrapper {
  return runner(["run"], ["name", "prefix", "cwd"], ["verbose", "dev", "debug-wrapper-scripts", "no-capture-output", "live-stream", "attach", "clean-env"], "npae", "v");
}

function container(): Wrapper {
  return {
    subcommands: ["run", "exec", "create"], groups: ["compose", "container"], operands: 1, place: "unknown", programs: ["entrypoint"],
    values: "vewuphlmac", flags: "itdqPT",
    longValues: [
      "name", "volume", "env", "env-file", "workdir", "user", "entrypoint", "network", "mount", "label", "platform", "publish", "memory", "cpus", "add-host", "cap-add", "cap-drop", "device", "dns", "gpus", "hostname",
      "ipc", "log-driver", "log-opt", "pid", "pull", "restart", "runtime", "security-opt", "shm-size", "stop-signal", "tmpfs", "ulimit", "userns", "uts", "volumes-from", "detach-keys", "context", "host", "log-level", "cidfile", "annotation", "expose", "group-add", "ip", "link", "pids-limit", "sysctl",
    ],
    longFlags: ["rm", "detach", "interactive", "tty", "init", "privileged", "read-only", "publish-all", "no-healthcheck", "quiet", "latest", "oom-kill-disable", "sig-proxy", "tls"],
  };
}

function kubectl(): Wrapper {
  return {
    subcommands: ["exec", "run", "rsh"], operands: 1, begins: ["--"], place: "unknown", values: "ncsvlfoL", flags: "itqR",
    longValues: ["namespace", "container", "context", "cluster", "user", "kubeconfig", "server", "token", "as", "as-group", "request-timeout", "filename", "pod-running-timeout", "image", "restart", "env", "labels", "port", "overrides", "image-pull-policy", "output", "shell"],
    longFlags: ["stdin", "tty", "quiet", "rm", "attach", "command", "privileged", "leave-stdin-open", "insecure-skip-tls-verify", "no-tty"],
  };
}

function nix(): Wrapper {
  const options: Wrapper = {
    values: "IfjLku", flags: "iLv",
    longValues: ["max-jobs", "cores", "extra-experimental-features", "experimental-features", "inputs-from", "update-input", "include", "file", "expr", "store", "eval-store", "log-format", "profile", "output-lock-file", "reference-lock-file", "unset", "keep"],
    longCounts: { option: 2, "override-input": 2, arg: 2, argstr: 2, redirect: 2 },
    longFlags: ["impure", "refresh", "offline", "no-write-lock-file", "no-update-lock-file", "accept-flake-config", "print-build-logs", "show-trace", "quiet", "verbose", "debug", "ignore-environment", "recreate-lock-file", "no-registries", "commit-lock-file"],
  };
  return { ...options, subcommands: ["develop", "shell"], begins: ["-c", "--command", "--"], variants: new Map([["run", { ...options, installable: true }]]) };
}

/** `tool run command`: a package or environment manager that runs a program in its environment. */
function runner(subcommands: readonly string[], longValues: readonly string[] = [], longFlags: readonly string[] = [], values = "", flags = ""): Wrapper {
  return { subcommands, longValues, longFlags, values, flags };
}
