import { member } from "../../../json/value.ts";
import type { RuleInformation } from "../../rule.ts";
import { laneRule } from "../lane_rule.ts";
import { explain, quoted } from "../wording.ts";

const information: RuleInformation = {
  id: "backend/nix-installable",
  severity: "error",
  demands: "A nix backend's `flake` is not blank, and its `installable` has a part on both sides of `#`.",
  because: "A missing part falls back to whatever the machine finds, so the lane is not the one that was reviewed.",
  instead: "Write both, as in the flake \".\" and the installable \".#devShells.x86_64-linux.default\".",
};

export const nixInstallable = laneRule(information, ({ pointer: lane, backend }, report) => {
  const nix = backend?.nix;
  if (nix === undefined) return;
  const flake = member(nix, "flake");
  if (typeof flake === "string" && flake.trim() === "") {
    report({ pointer: `${lane}/backend/nix/flake`, message: explain("The flake is blank.", information) });
  }
  const installable = member(nix, "installable");
  if (typeof installable === "string" && !hasBothParts(installable)) {
    report({ pointer: `${lane}/backend/nix/installable`, message: explain(`The installable ${quoted(installable)} does not name both a flake and an output.`, information) });
  }
});

function hasBothParts(installable: string): boolean {
  const hash = installable.indexOf("#");
  return hash !== -1 && installable.slice(0, hash).trim() !== "" && installable.slice(hash + 1).trim() !== "";
}
