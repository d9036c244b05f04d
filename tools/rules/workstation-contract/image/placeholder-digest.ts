import { dirname, normalize } from "node:path";
import type { RuleInformation } from "../../rule.ts";
import { isPlaceholderReference } from "../oci_reference.ts";
import { laneRule } from "../lane_rule.ts";
import { explain, quoted } from "../wording.ts";

const information: RuleInformation = {
  id: "image/placeholder-digest",
  severity: "error",
  demands: "A container image has no placeholder where its digest belongs; under a folder named `examples` that is a warning.",
  because: "A placeholder pins nothing, so the lane could run any image or none.",
  instead: "Put the image's real digest in the place of REPLACE_WITH_DIGEST.",
};

export const placeholderDigest = laneRule(information, ({ pointer: lane, backend }, report, { path }) => {
  const image = backend?.image;
  if (image === undefined || !isPlaceholderReference(image)) return;
  report({
    pointer: `${lane}/backend/container/image`,
    message: explain(`The image ${quoted(image)} has a placeholder for a digest.`, information),
    ...(isUnderExamples(path) ? { severity: "warning" } : {}),
  });
});

/** By the path that is given and nothing else, so that the verdict does not depend on the folder that the validator was started in. */
function isUnderExamples(path: string): boolean {
  return dirname(normalize(path)).split(/[\\/]/).includes("examples");
}
