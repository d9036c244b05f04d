import type { Value } from "../../shell/model.ts";
import type { RuleInformation } from "../rule.ts";

/** The message of a finding: what is wrong here, then the rule's own words on why it matters and what to write instead. */
export function explain(found: string, rule: Pick<RuleInformation, "because" | "instead">): string {
  return `${found} ${rule.because} ${rule.instead}`;
}

/** A value as found, in double quotes: shortened, and with every character escaped that a terminal would obey or hide. */
export function quoted(text: string): string {
  return `"${shortened(text, longest).replace(/["\\]|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped)}"`;
}

/** A reason that names parts of the script, fit for a message: shortened and escaped. */
export function phrase(text: string): string {
  return shortened(text, longestPhrase).replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped);
}

/** A word's value as a person would write it: `~` for the home folder, `…` for what cannot be known. */
export function quotedValue(value: Value): string {
  let text = "";
  for (const fragment of value) {
    if (text.length > 2 * longest) break;
    switch (fragment.kind) {
      case "text":
      case "glob":
        text += fragment.text;
        break;
      case "home":
        text += `~${fragment.user ?? ""}`;
        break;
      case "workspace":
        text += "<workspace>";
        break;
      case "unknown":
        text += "<unknown>";
    }
  }
  return quoted(text);
}

const longest = 60;
const longestPhrase = 200;

function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = Array.from(text.slice(0, 2 * limit));
  return characters.length < limit && text.length <= 2 * limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}

function escaped(character: string): string {
  if (character === '"' || character === "\\") return `\\${character}`;
  const short = new Map([["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"]]).get(character);
  return short ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
