import { member } from "../../../json/value.ts";
import type { Rule, RuleInformation } from "../../rule.ts";
import { isPlaceholderReference, pinningProblem } from "../oci_reference.ts";
import type { ContractView } from "../contract.ts";
import { explain, quoted } from "../wording.ts";

const information: RuleInformation = {
  id: "image/digest-pinned",
  severity: "error",
  demands: "A container image is a well-formed OCI reference that ends in `@sha256:` and 64 lowercase hexadecimal digits.",
  because: "A tag can be moved to another image after the contract was reviewed; a digest cannot.",
  instead: "Write the reference with its digest, as in registry.example.org/team/image:1.2@sha256:<64 lowercase hex digits>.",
};

export const digestPinned: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    for (const { backend } of view.lanes) {
      const image = member(member(backend?.value, "container"), "image");
      if (backend === undefined || typeof image !== "string" || isPlaceholderReference(image)) continue;
      const problem = pinningProblem(image);
      if (problem !== undefined) {
        report({ pointer: `${backend.pointer}/container/image`, message: explain(`The image ${quoted(image)} is not pinned: ${problem}.`, information) });
      }
    }
  },
};
