/**
 * The argument vector as every machine would write it: an absolute path is reduced to its last part, since what stands before it tells where a
 * program is installed and not which one it is. A word that is a path is reduced as a whole, `--name=/path` behind the equals sign, and paths inside a
 * longer word, such as the script of `sh -c`, one by one. Relative paths, which name the same file in every checkout, stay.
 */
export function portableCommand(command: readonly string[]): string[] {
  return command.map((word) => {
    if (isAbsolute(word)) return lastPart(word);
    const equals = /^-[^=\s]*=/.exec(word)?.[0];
    if (equals !== undefined && isAbsolute(word.slice(equals.length))) return equals + lastPart(word.slice(equals.length));
    return word.replace(/(^|[\s"'=:,;(<>])(?:file:\/\/)?(\/(?!\/)[^\s"'=:,;()<>|&]*)/g, (_match, before: string, path: string) => before + lastPart(path));
  });
}

function isAbsolute(word: string): boolean {
  return /^(?:file:\/\/|[A-Za-z]:[\\/]|\/)/.test(word);
}

function lastPart(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== "");
  return parts.at(-1) ?? "/";
}
