import type { RenderContext } from "../../report/renderer.ts";
import { tool } from "../../validate/tool.ts";
import type { Host, Output } from "../host.ts";
import { pathWithin } from "./path_within.ts";

/** What a report format needs to know of this run. */
export async function renderContext({ format, quiet }: { readonly format: string; readonly quiet: boolean }, output: Output, host: Host): Promise<RenderContext> {
  const columns = format === "text" ? output.columns() : undefined;
  return {
    tool,
    rules: format === "sarif" ? (await import("../../validate/rule_list.ts")).ruleList : [],
    colour: wantsColour(host.environment, columns !== undefined),
    quiet,
    columns,
    locate: locator(format, host),
  };
}

/** FORCE_COLOR decides where it is set, then NO_COLOR (https://no-color.org), then whether there is a terminal. */
export function wantsColour(environment: Host["environment"], isTerminal: boolean): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: terminal } = environment;
  if (force !== undefined) return force !== "0" && force !== "false";
  if (none !== undefined && none !== "") return false;
  return isTerminal && terminal !== "dumb";
}

/** GitHub knows files relative to the checkout, code scanning elsewhere relative to the folder it works in. */
function locator(format: string, host: Host): (path: string) => string {
  if (format !== "sarif" && format !== "github") return (path) => path;
  const { GITHUB_WORKSPACE: checkout = "" } = host.environment;
  const folder = checkout !== "" ? checkout : format === "sarif" ? host.resolve(".") : undefined;
  if (folder === undefined) return (path) => path;
  return (path) => {
    if (path.startsWith("<")) return path;
    const absolute = host.resolve(path);
    return pathWithin(folder, absolute) ?? absolute;
  };
}
