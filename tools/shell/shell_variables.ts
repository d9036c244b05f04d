/** Variables that the shell itself acts on, or gives values of its own. */
export function isShellVariable(name: string): boolean {
  return SHELL_VARIABLES.has(name) || name.startsWith("BASH");
}

export const SHELL_VARIABLE_NAMES = ["IFS", "PATH", "PWD", "OLDPWD", "HOME", "SHELL", "SHELLOPTS", "ENV", "DIRSTACK", "_"] as const;
const SHELL_VARIABLES: ReadonlySet<string> = new Set(SHELL_VARIABLE_NAMES);
