/** The names that decide how a command is read, apart from what each of them does. */

/** The commands of the shell itself that are followed; builtins.ts says what each does. */
export const BUILTIN_NAMES = [
  "cd", "chdir", "pushd", "popd", "pwd", "export", "declare", "typeset", "local", "readonly", "unset", "set", "shift", "read", "mapfile", "readarray", "getopts", "let", "printf", "echo", "eval", ".", "source",
  "alias", "unalias", "trap", "shopt", "exit", "return", "break", "continue", "true", ":",
] as const;
export type BuiltinName = (typeof BUILTIN_NAMES)[number];

/** Programs whose output can be known; output.ts says what it is. */
export const OUTPUT_NAMES = [
  "dirname", "basename", "realpath", "readlink", "which", "cat", "tee", "printenv", "git", "test", "[", "mkdir", "rm", "cp", "mv", "touch", "chmod", "sleep", "false", "umask", "wait", "seq",
] as const;
export type OutputName = (typeof OUTPUT_NAMES)[number];

/** Words that are no program where a command begins (Bash Reference Manual, 3.2.1 and 3.2.5). */
export const RESERVED_WORDS = ["if", "then", "else", "elif", "fi", "time", "for", "in", "until", "while", "do", "done", "case", "esac", "coproc", "select", "function"] as const;

/** Programs that run another one only if a subcommand says so (`npm exec`); runner_table.ts says how. */
export const RUNNER_NAMES = [
  "perf", "direnv", "mise", "asdf", "rbenv", "pyenv", "nodenv", "bundle", "pixi", "conda", "mamba", "micromamba", "uv", "pipx", "poetry", "pipenv", "pdm", "hatch", "rye", "tox", "npm", "pnpm", "yarn", "bun",
  "nix", "devbox", "devenv", "toolbox", "distrobox", "docker", "podman", "nerdctl", "kubectl", "lxc", "op", "doppler", "infisical", "vault", "aws-vault", "chamber", "teller", "sops",
  "git", "oc", "corepack", "guix", "limactl", "flatpak", "workspace-ops", "multipass", "buildah", "devcontainer", "vagrant", "colima",
] as const;
export type RunnerName = (typeof RUNNER_NAMES)[number];

/** Programs that run another program; wrapper_table.ts says how. */
export const WRAPPER_NAMES = [
  "env", "genv", "sudo", "doas", "su", "runuser", "sg", "nice", "gnice", "ionice", "chrt", "taskset", "nohup", "gnohup", "timeout", "gtimeout", "time", "gtime", "command", "builtin", "exec", "noglob", "nocorrect", "setsid", "stdbuf", "gstdbuf", "unbuffer",
  "xargs", "gxargs", "chroot", "unshare", "nsenter", "flock", "watch", "script", "busybox", "toybox", "find", "gfind", "bfs", "fd", "fdfind", "parallel", "env_parallel", "ssh", "sshpass", "mosh", "autossh",
  "strace", "ltrace", "valgrind", "gdb", "caffeinate", "arch", "setarch", "linux32", "linux64", "numactl", "cgexec", "systemd-run", "systemd-inhibit", "dbus-run-session", "xvfb-run", "dbus-launch", "firejail",
  "fakeroot", "proot", "pkexec", "gosu", "su-exec", "setpriv", "capsh", "tini", "dumb-init", "cpulimit", "prlimit", "choom", "eatmydata", "faketime", "chronic", "retry", "setuidgid", "envdir", "softlimit",
  "chpst", "torsocks", "torify", "proxychains", "proxychains4", "catchsegv", "rlwrap", "dotenv", "cross-env", "env-cmd", "uvx", "nox", "npx", "bunx", "nix-shell", "distrobox-enter", "flatpak-spawn",
  "host-spawn", "systemd-nspawn", "bwrap", "hyperfine", "entr", "watchexec", "concurrently", "nodemon", "at", "batch", "ssh-agent", "xcrun", "sandbox-exec", "start-stop-daemon",
  "annotate-output", "sem", "screen", "tmux", "lima",
  ...RUNNER_NAMES,
] as const;
export type WrapperName = (typeof WRAPPER_NAMES)[number];

/** Programs that copy whole folders, and those that put them into archives. */
export const FOLDER_COPIERS = ["cp", "gcp", "rsync", "scp", "ditto", "mv", "rclone", "aws"] as const;
export const ARCHIVERS = ["tar", "gtar", "bsdtar", "zip", "7z", "7za", "7zz", "restic", "hdiutil"] as const;
/** Programs that give folders to a container. */
export const FOLDER_MOUNTERS = ["docker", "podman", "nerdctl", "bwrap", "systemd-nspawn"] as const;
export const FOLDER_TAKERS: readonly string[] = [...FOLDER_COPIERS, ...ARCHIVERS, ...FOLDER_MOUNTERS];

const SHELLS = ["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "pdksh", "oksh", "loksh", "yash", "rbash", "rksh", "posh", "hush", "fish", "lksh", "bosh", "osh", "ysh", "ksh93", "ksh2020"];
const VERSIONED_SHELL = /^(?:bash|zsh|ksh|dash)-?\d[\d.]*$/;

export const SHELL_NAMES: ReadonlySet<string> = new Set(SHELLS);

/** Whether a program of this name runs the shell text it is given. */
export function isShell(name: string): boolean {
  // A login shell's name begins with a dash.
  const plain = name.startsWith("-") ? name.slice(1) : name;
  return SHELL_NAMES.has(plain) || VERSIONED_SHELL.test(plain);
}

/** Variables in which CI systems and pixi name the folder of the checkout. */
export const WORKSPACE_VARIABLES: ReadonlySet<string> = new Set([
  "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "WORKSPACE", "BUILD_SOURCESDIRECTORY", "BUILD_REPOSITORY_LOCALPATH", "CIRCLE_WORKING_DIRECTORY",
  "BITBUCKET_CLONE_DIR", "TRAVIS_BUILD_DIR", "DRONE_WORKSPACE", "CI_WORKSPACE", "BUILDKITE_BUILD_CHECKOUT_PATH", "APPVEYOR_BUILD_FOLDER",
  "CIRRUS_WORKING_DIR", "SEMAPHORE_GIT_DIR", "HEROKU_TEST_RUN_DIR", "CODEBUILD_SRC_DIR", "SYSTEM_DEFAULTWORKINGDIRECTORY", "CM_BUILD_DIR",
  "BITRISE_SOURCE_DIR", "PIXI_PROJECT_ROOT", "CI_PRIMARY_REPOSITORY_PATH", "bamboo_build_working_directory", "FORGEJO_WORKSPACE", "HARNESS_WORKSPACE", "SD_SOURCE_DIR", "WERCKER_SOURCE_DIR", "FCI_BUILD_DIR",
  "APPCENTER_SOURCE_DIRECTORY",
]);
