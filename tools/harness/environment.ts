/** What a program needs to find its files, its language and its user. */
const allowed = new Set(["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "SYSTEMROOT", "PATHEXT", "TEMP", "TMP"]);

/**
 * The environment a peer gets: the few variables that programs need to run at all, the locale, and what is named. Nothing else of ours is
 * handed down, so that no secret is.
 */
export function peerEnvironment(own: Readonly<Record<string, string | undefined>>, named: readonly string[] = []): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined && (allowed.has(name) || name.startsWith("LC_") || named.includes(name))) environment[name] = value;
  }
  return environment;
}
