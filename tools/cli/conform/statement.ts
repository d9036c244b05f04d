import type { KeyObject } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { transcriptFileOf } from "../../harness/archive.ts";
import type { RunArchive } from "../../harness/archive.ts";
import { makeStatement, sha256, signStatement } from "../../harness/statement.ts";
import type { Descriptor } from "../../harness/statement.ts";
import { canonicalJson, digest } from "../../protocol/canonical.ts";
import type { ConformanceReport } from "../../report/verdict.ts";
import type { Host } from "../host.ts";

/** The statement of a run, and its signed form where there is a key. */
export function statementFiles(archive: RunArchive, report: ConformanceReport, transcripts: ReadonlyMap<string, string>, host: Host, key: KeyObject | undefined): { name: string; text: string }[] {
  const statement = makeStatement(report, {
    peer: peerFiles(archive.peer.command, host),
    samples: archive.samples,
    transcripts: [...transcripts].map(([caseId, text]) => ({ name: transcriptFileOf(caseId), digest: { sha256: sha256(text) } })).sort((one, other) => (one.name < other.name ? -1 : 1)),
    environment: { platform: process.platform, architecture: process.arch, runtime: `node ${process.versions.node}` },
  });
  const files = [{ name: "statement.json", text: `${canonicalJson(statement)}\n` }];
  return key === undefined ? files : [...files, { name: "statement.dsse.json", text: `${canonicalJson(signStatement(statement, key))}\n` }];
}

/** The command line itself, and each of its words that names a file. */
function peerFiles(command: readonly string[], host: Host): Descriptor[] {
  const whole = { name: "command", digest: { sha256: digest(canonicalJson(command)).replace("sha256:", "") } };
  const files = command.flatMap((word, index): Descriptor[] => {
    const path = index === 0 && !word.includes("/") ? onPath(word, host) : host.resolve(word);
    const bytes = path === undefined ? undefined : fileBytes(path);
    return bytes === undefined ? [] : [{ name: basename(word), digest: { sha256: sha256(bytes) } }];
  });
  return [whole, ...files];
}

function onPath(name: string, { environment }: Host): string | undefined {
  return (environment.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => isFile(path));
}

const largestFile = 512 * 1024 * 1024;

function fileBytes(path: string): Buffer | undefined {
  try {
    return isFile(path) && statSync(path).size <= largestFile ? readFileSync(realpathSync(path)) : undefined;
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
