import type { CommandArguments } from "./command.ts";

/** The file that --output names; undefined for standard output, which `-` names as well. */
export function outputFile({ options }: Pick<CommandArguments, "options">): string | undefined {
  const name = options.get("output");
  return name === "-" ? undefined : name;
}
