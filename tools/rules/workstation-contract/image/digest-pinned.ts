import type { RuleInformation } from "../../rule.ts";
import { isPlaceholderReference, pinningProblem } from "../oci_reference.ts";
import { laneRule } from "../lane_rule.ts";
import { explain, quoted } from "../wording.ts";

const information: RuleInformation = {
  id: "image/digest-pinned",
  severity: "error",
  demands: "A container image is a well-formed OCI reference that ends in `@sha256:` and 64 lowercase hexadecimal digits.",
  because: "A tag can be moved to another image after the contract was reviewed; a digest cannot.",
  instead: "Write the reference with its digest, as in registry.example.org/team/image:1.2@sha256:<64 lowercase hex digits>.",
};

export const digestPinned = laneRule(information, ({ pointer: lane, backend }, report) => {
  const image = backend?.image;
  if (image === undefined || isPlaceholderReference(image)) return;
  const problem = pinningProblem(image);
  if (problem !== undefined) {
    report({ pointer: `${lane}/backend/container/image`, message: explain(`The image ${quoted(image)} is not pinned: ${problem}.`, information) });
  }
});
