import { relative, isAbsolute } from "node:path";
import type { RenderContext } from "../../report/renderer.ts";
import { tool } from "../../validate/tool.ts";
import type { Host, Output } from "../host.ts";
import type { Settings } from "./settings.ts";

/** What a report format needs to know of this run. */
export async function renderContext(settings: Settings, output: Output, host: Host): Promise<RenderContext> {
  const columns = settings.format.name === "text" ? output.columns() : undefined;
  return {
    tool,
    rules: settings.format.name === "sarif" ? (await import("../rule_list.ts")).ruleList : [],
    colour: wantsColour(host.environment, columns !== undefined),
    quiet: settings.quiet,
    columns,
    locate: locator(settings.format.name, host),
  };
}

/** FORCE_COLOR decides where it is set, then NO_COLOR (https://no-color.org), then whether there is a terminal. */
export function wantsColour(environment: Host["environment"], isTerminal: boolean): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: terminal } = environment;
  if (force !== undefined) return force !== "0" && force !== "false";
  if (none !== undefined && none !== "") return false;
  return isTerminal && terminal !== "dumb";
}

/** Code scanning knows files relative to the folder it works in, GitHub's annotations relative to the checkout. */
function locator(format: string, host: Host): (path: string) => string {
  const folder = format === "sarif" ? host.resolve(".") : format === "github" ? host.environment.GITHUB_WORKSPACE : undefined;
  if (folder === undefined || folder === "") return (path) => path;
  return (path) => {
    if (path.startsWith("<")) return path;
    const absolute = host.resolve(path);
    const within = relative(folder, absolute);
    return within.startsWith("..") || isAbsolute(within) ? absolute : within;
  };
}
