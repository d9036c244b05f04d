import type { Rule } from "../rule.ts";
import { rawAppleStore } from "./app-data/raw-apple-store.ts";
import { foreignBlock } from "./backend/foreign-block.ts";
import { missingBlock } from "./backend/missing-block.ts";
import { nixInstallable } from "./backend/nix-installable.ts";
import { agentExecution } from "./evidence/agent-execution.ts";
import { agentMachineMount } from "./evidence/agent-machine-mount.ts";
import { browserCapture } from "./evidence/browser-capture.ts";
import { duplicateKey } from "./evidence/duplicate-key.ts";
import { fileConflict } from "./evidence/file-conflict.ts";
import { officeArtifact } from "./evidence/office-artifact.ts";
import { terminalCommand } from "./evidence/terminal-command.ts";
import { unknownKey } from "./evidence/unknown-key.ts";
import { digestPinned } from "./image/digest-pinned.ts";
import { placeholderDigest } from "./image/placeholder-digest.ts";
import { notBoolean } from "./label/not-boolean.ts";
import { duplicateLaneName } from "./lane/duplicate-name.ts";
import { sensitivePath } from "./mount/sensitive-path.ts";
import { unresolvablePath } from "./mount/unresolvable-path.ts";
import { unscopedDownloads } from "./mount/unscoped-downloads.ts";
import { wholeHome } from "./mount/whole-home.ts";
import { executeWithoutPolicy } from "./office/execute-without-policy.ts";
import { stageRequired } from "./promotion/stage-required.ts";
import { dynamicCommand } from "./shell/dynamic-command.ts";
import { syntax } from "./shell/syntax.ts";
import { duplicateStepName } from "./step/duplicate-name.ts";
import { auditDisabled } from "./workspace-ops/audit-disabled.ts";
import { captureUnscoped } from "./workspace-ops/capture-unscoped.ts";
import { policyGateBypassed } from "./workspace-ops/policy-gate-bypassed.ts";
import type { ContractView } from "./contract.ts";
import type { ScriptRule } from "./script_rule.ts";

/** Every rule on the meaning of a WorkstationContract, in the order in which findings at one place are listed. */
export const rules: readonly (Rule<ContractView> | ScriptRule)[] = [
  // What runs is what was reviewed.
  digestPinned,
  placeholderDigest,
  missingBlock,
  foreignBlock,
  nixInstallable,
  stageRequired,

  // What an agent can reach. A value has one fault only; raw-apple-store goes first.
  wholeHome,
  unscopedDownloads,
  sensitivePath,
  unresolvablePath,
  rawAppleStore,

  // What a lane leaves behind.
  agentMachineMount,
  officeArtifact,
  terminalCommand,
  browserCapture,
  agentExecution,
  fileConflict,
  unknownKey,
  duplicateKey,

  // Who was asked first.
  executeWithoutPolicy,
  auditDisabled,
  captureUnscoped,
  policyGateBypassed,

  // Whether a script can be judged at all.
  syntax,
  dynamicCommand,

  // Whether tools and reports can tell things apart.
  notBoolean,
  duplicateLaneName,
  duplicateStepName,
];
