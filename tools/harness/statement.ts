import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { isArray, isObject, member } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import { canonicalJson } from "../protocol/canonical.ts";
import type { ConformanceReport } from "../report/verdict.ts";

/** A thing and the digest of its bytes (in-toto ResourceDescriptor). */
export interface Descriptor {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/** What a statement binds together besides the verdicts. */
export interface Bindings {
  /** The files that the peer is made of, as far as its command names them. */
  readonly peer: readonly Descriptor[];
  readonly samples: string;
  readonly transcripts: readonly Descriptor[];
  /** Where the run took place. */
  readonly environment: { readonly platform: string; readonly architecture: string; readonly runtime: string };
}

/** A test that was passed over, and why. */
interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** An in-toto Statement v1 with a test-result predicate (v0.1), and beside its lists those of what was skipped and what was not verified. */
export interface Statement {
  readonly _type: "https://in-toto.io/Statement/v1";
  readonly subject: readonly Descriptor[];
  readonly predicateType: "https://in-toto.io/attestation/test-result/v0.1";
  readonly predicate: {
    readonly result: "PASSED" | "WARNED" | "FAILED";
    readonly configuration: readonly Descriptor[];
    readonly passedTests: readonly string[];
    readonly warnedTests: readonly string[];
    readonly failedTests: readonly string[];
    readonly skippedTests: readonly Skipped[];
    readonly unverifiedTests: readonly Skipped[];
    readonly conformant: boolean;
    readonly environment: Bindings["environment"];
    readonly transcripts: readonly Descriptor[];
  };
}

/** The statement that a report bears out, and no more: PASSED only where the peer is conformant. */
export function makeStatement(report: ConformanceReport, bindings: Bindings): Statement {
  const { requirements, conclusion } = report;
  const named = (test: (verdict: (typeof requirements)[number]) => boolean): string[] => requirements.filter(test).map(({ requirement }) => requirement);
  const skipped = (test: (verdict: (typeof requirements)[number]) => boolean): Skipped[] => requirements.filter(test).map(({ requirement: name, reason }) => ({ name, reason }));
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: bindings.peer,
    predicateType: "https://in-toto.io/attestation/test-result/v0.1",
    predicate: {
      result: !conclusion.conformant ? "FAILED" : conclusion.warnings.length > 0 ? "WARNED" : "PASSED",
      configuration: [
        { name: "suite", digest: { sha256: hexadecimal(report.suite) } },
        { name: report.set.name, digest: { sha256: hexadecimal(report.set.digest) } },
        { name: "samples", digest: { sha256: hexadecimal(bindings.samples) } },
      ],
      passedTests: named(({ verdict }) => verdict === "pass"),
      warnedTests: named(({ verdict, level }) => verdict === "fail" && level !== "MUST"),
      failedTests: named(({ verdict, level }) => verdict === "fail" && level === "MUST"),
      skippedTests: skipped(({ verdict }) => verdict === "not-applicable"),
      unverifiedTests: skipped(({ verdict }) => verdict === "incomplete" || verdict === "harness-error"),
      conformant: conclusion.conformant,
      environment: bindings.environment,
      transcripts: bindings.transcripts,
    },
  };
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A DSSE envelope (https://github.com/secure-systems-lab/dsse, version 1). */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

const payloadType = "application/vnd.in-toto+json";

/** A key that can sign statements, from PEM. Throws where it is none. */
export function signingKey(pem: string): KeyObject {
  if (pem.includes("-----BEGIN PUBLIC KEY-----")) throw new Error("it is a public key, which can only check signatures; give the private one");
  const key = privateKey(pem);
  if (key.asymmetricKeyType !== "ed25519") throw new Error("the key is not an Ed25519 key");
  return key;
}

function privateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error("it holds no private key in PEM that can be read without a passphrase");
  }
}

export function signStatement(statement: Statement, key: KeyObject): Envelope {
  const payload = Buffer.from(canonicalJson(statement));
  const signature = sign(null, preAuthentication(payload), key);
  return { payloadType, payload: payload.toString("base64"), signatures: [{ keyid: keyId(createPublicKey(key)), sig: signature.toString("base64") }] };
}

/** What is signed. */
export function payloadOf({ payload }: Envelope): Buffer {
  return Buffer.from(payload, "base64");
}

/** Whether one of the signatures is by the key (PEM, public or private). Throws where it is none. */
export function isSignedBy(envelope: Envelope, pem: string): boolean {
  const key = createPublicKey(pem);
  if (envelope.payloadType !== payloadType || key.asymmetricKeyType !== "ed25519") return false;
  const message = preAuthentication(payloadOf(envelope));
  return envelope.signatures.some(({ sig }) => verify(null, message, key, Buffer.from(sig, "base64")));
}

/** Whether the text is an envelope as it is written here: canonical, down to its base64, and with the id of the key (PEM), where one is given. */
export function isAsWritten(envelope: Envelope, text: string, pem: string | undefined): boolean {
  const id = pem === undefined ? undefined : keyId(createPublicKey(pem));
  const base64 = [envelope.payload, ...envelope.signatures.map(({ sig }) => sig)];
  const named = id === undefined || envelope.signatures.some(({ keyid }) => keyid === id);
  return named && `${canonicalJson(envelope)}\n` === text && base64.every((one) => Buffer.from(one, "base64").toString("base64") === one);
}

/** Throws where the text is no envelope. */
export function parseEnvelope(text: string): Envelope {
  const value = JSON.parse(text) as JsonValue;
  const signatures = member(value, "signatures");
  const isEnvelope = typeof member(value, "payloadType") === "string" && typeof member(value, "payload") === "string" && isArray(signatures) && signatures.every((one) => typeof member(one, "sig") === "string");
  if (!isEnvelope) throw new Error("it is no DSSE envelope");
  // Looked through above, as far as anybody looks into it.
  return value as unknown as Envelope;
}

/** What a statement names and only its writer could know. Throws where the text is no statement. */
export function parseStatement(text: string): Pick<Statement, "subject"> & { readonly predicate: Pick<Statement["predicate"], "environment"> } {
  const value = JSON.parse(text) as JsonValue;
  const subject = member(value, "subject");
  const isStatement = isArray(subject) && subject.every((one) => typeof member(one, "name") === "string" && typeof member(member(one, "digest"), "sha256") === "string") && isObject(member(member(value, "predicate"), "environment"));
  if (!isStatement) throw new Error("it is no in-toto statement of a test result");
  // Looked through above.
  return value as unknown as Statement;
}

/** The pre-authentication encoding of DSSE. */
function preAuthentication(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `), payload]);
}

function keyId(key: KeyObject): string {
  return sha256(key.export({ type: "spki", format: "der" }));
}

function hexadecimal(digest: string): string {
  return digest.replace(/^sha256:/, "");
}
