import { combineVerdicts } from "../protocol/conclusion.ts";
import type { CaseVerdict, RequirementVerdict } from "../report/verdict.ts";
import type { Case } from "./case.ts";
import type { CaseOutcome } from "./outcome.ts";
import type { Requirement } from "./suite.ts";

/**
 * The verdict on each requirement, from what became of the cases. It depends on nothing else: not on their order, nor on who played them.
 * `cases` are those that were to be played.
 */
export function requirementVerdicts(requirements: readonly Requirement[], cases: readonly Case[], outcomes: readonly CaseOutcome[]): RequirementVerdict[] {
  const byId = new Map(outcomes.map((outcome) => [outcome.caseId, outcome]));
  return requirements.map((requirement) => {
    const verdicts = cases.flatMap((one) => caseVerdict(requirement.id, one, byId) ?? []);
    const { id, level, side, text, anchor } = requirement;
    return { requirement: id, level, side, text, anchor, ...combineVerdicts(verdicts), cases: verdicts };
  });
}

/** Undefined where the case has nothing to do with the requirement. */
function caseVerdict(requirement: string, one: Case, outcomes: ReadonlyMap<string, CaseOutcome>): CaseVerdict | undefined {
  const outcome = outcomes.get(one.id);
  const observation = outcome?.observations.find((candidate) => candidate.requirement === requirement);
  const caseId = one.id;
  if (observation?.verdict === "fail") return { caseId, verdict: "fail", reason: observation.reason, ...(observation.entry === undefined ? {} : { entry: observation.entry }) };
  if (!one.decides.includes(requirement)) return undefined;
  if (outcome === undefined) return { caseId, verdict: "incomplete", reason: "The case was not played." };
  if (outcome.status !== "played") return { caseId, verdict: outcome.status === "not-played" ? "incomplete" : outcome.status, reason: outcome.reason };
  if (observation === undefined) return { caseId, verdict: "incomplete", reason: outcome.trouble ?? "The case did not come to the point." };
  const doubt = doubtAbout(one, outcome, outcomes);
  if (doubt !== undefined) return { caseId, verdict: "incomplete", reason: doubt };
  return { caseId, verdict: "pass", reason: observation.reason, ...(observation.entry === undefined ? {} : { entry: observation.entry }) };
}

/** Why a pass may be none: a peer that does nothing, or refuses everything, would have passed as well. */
function doubtAbout(one: Case, outcome: CaseOutcome, outcomes: ReadonlyMap<string, CaseOutcome>): string | undefined {
  const control = one.control === undefined ? undefined : outcomes.get(one.control);
  // What else is wrong with the peer, the verdicts on other requirements say; here it only matters that the control was answered as it must be.
  const isAnswered = control?.status === "played" && control.trouble === undefined;
  if (one.control !== undefined && !isAnswered) return `The control ${one.control}, which lacks only the defect, was not accepted.`;
  return outcome.greeted || control?.greeted === true ? undefined : "No handshake was made.";
}
