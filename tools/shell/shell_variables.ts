/** Variables that the shell itself acts on, or gives values of its own. */
export function isShellVariable(name: string): boolean {
  return SHELL_VARIABLES.has(name) || name.startsWith("BASH");
}

const SHELL_VARIABLES: ReadonlySet<string> = new Set(["IFS", "PATH", "PWD", "OLDPWD", "HOME", "SHELL", "SHELLOPTS", "ENV", "DIRSTACK", "_"]);
