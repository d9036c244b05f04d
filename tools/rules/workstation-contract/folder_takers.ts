import { FOLDER_TAKERS, type ARCHIVERS, type FOLDER_COPIERS, type FOLDER_MOUNTERS } from "../../shell/names.ts";
import type { Command, Value, Word } from "../../shell/model.ts";
import { programNames, wordText } from "./command_line.ts";
import { behindOption, partsOf, textAtStart } from "./value_parts.ts";

/** The folders that a command takes as a whole, with all that lies below: those it copies, puts into an archive or gives to a container. By the place of the argument that names them; undefined for a command that takes none. */
export function foldersTaken({ argv }: Command): FoldersTaken | undefined {
  let found: Map<number, readonly Value[]> | undefined;
  for (const name of programNames({ argv }).filter(takesFolders)) {
    const taker = (takers ??= new Map(Object.entries(takersByName()))).get(name);
    if (taker === undefined) continue;
    found ??= new Map();
    for (const [index, values] of taker(argv.map(wordText), argv) ?? []) found.set(index, [...(found.get(index) ?? []), ...values]);
  }
  return found;
}

export type FoldersTaken = ReadonlyMap<number, readonly Value[]>;

/** Whether a program may take folders as a whole. */
export function takesFolders(name: string): boolean {
  return FOLDER_TAKERS.includes(name);
}

type Texts = readonly (string | undefined)[];
type Taker = (texts: Texts, argv: readonly Word[]) => FoldersTaken | undefined;

interface Copying {
  /** Options whose value may be the next word, where there are any. */
  readonly values?: RegExp;
  /** Whether the words make the program take whole folders; one always does where this is not given. */
  readonly when?: (texts: Texts) => boolean;
  /** Options that name where it writes to; without them that is the last operand. */
  readonly target?: RegExp;
}

function copies({ values, when, target }: Copying): Taker {
  return (texts, argv) => {
    if (when?.(texts) === false) return undefined;
    const sources = operandsOf(texts, argv, values);
    const namesTarget = target !== undefined && argv.some((word) => word.values.some((value) => target.test(textAtStart(value))));
    if (!namesTarget) sources.pop();
    return taken(sources, argv);
  };
}

/** What names its archive by an option, or as an operand that is no folder. */
function archives({ values, when }: Omit<Copying, "target">): Taker {
  return (texts, argv) => (when?.(texts) === false ? undefined : taken(operandsOf(texts, argv, values), argv));
}

/** The places of the words that are neither options nor their values. */
function operandsOf(texts: Texts, argv: readonly Word[], values: RegExp | undefined): number[] {
  const operands: number[] = [];
  let hasEnded = false;
  for (let index = 1; index < argv.length; index += 1) {
    const text = texts[index] ?? "";
    const isOption = text !== "-" && argv[index]?.values.every((value) => textAtStart(value).startsWith("-")) === true;
    if (hasEnded || !isOption) operands.push(index);
    else if (text === "--") hasEnded = true;
    else if (values?.test(text) === true) index += 1;
  }
  return operands;
}

function taken(places: readonly number[], argv: readonly Word[]): FoldersTaken {
  return new Map(places.map((index) => [index, argv[index]?.values ?? []]));
}

/** The folders that one value gives to what runs; `before` is the word before it. */
type Mount = (value: Value, before: string | undefined) => readonly Value[];

function mounts(mount: Mount): Taker {
  return (texts, argv) => {
    const found = new Map<number, readonly Value[]>();
    for (const [index, word] of argv.entries()) {
      const folders = word.values.flatMap((value) => mount(value, texts[index - 1]));
      if (folders.length > 0) found.set(index, folders);
    }
    return found;
  };
}

/** By a letter, or by a long option as far as it is written out. */
function isRecursive(texts: Texts): boolean {
  return texts.some((text) => text !== undefined && /^(?:-[A-Za-z]*[rRa]|--arc|--rec)/.test(text));
}

function hasOneOf(...words: readonly string[]): (texts: Texts) => boolean {
  return (texts) => words.some((word) => texts.includes(word));
}

/** `-v`, alone or behind letters that take no value. */
const containerMount: Mount = (value, before) => {
  if (before !== undefined && /^(?:-[diPqt]*v|--volume)$/.test(before)) return firstPart(value);
  const volume = behindOption(value, /^(?:-[diPqt]*v=?|--volume=)/);
  if (volume !== undefined) return firstPart(volume);
  const mount = before === "--mount" ? value : behindOption(value, /^--mount=/);
  return partsOf(mount ?? [], ",").flatMap((part) => optional(behindOption(part, /^(?:src|source)=/)));
};

const machineMount: Mount = (value, before) => {
  const mount = before !== undefined && /^--bind(?:-ro)?$/.test(before) ? value : behindOption(value, /^--bind(?:-ro)?=/);
  return firstPart(mount ?? []);
};

function firstPart(value: Value): readonly Value[] {
  return partsOf(value, ":").slice(0, 1);
}

function optional(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
}

type Name = (typeof FOLDER_COPIERS)[number] | (typeof ARCHIVERS)[number] | (typeof FOLDER_MOUNTERS)[number];

/** How each program takes folders. Most scripts call none of them, so this is made when it is first asked for. */
function takersByName(): Readonly<Record<Name, Taker>> {
  const copy: Copying = { values: /^(?:-[A-Za-z]*[St]|--suffix|--target[a-z-]*)$/, target: /^(?:-[A-RT-Za-z]*t|--target)/ };
  const recursiveCopy = copies({ ...copy, when: isRecursive });
  const tar = archives({ values: /^(?:-[A-Za-z]*[bCfFgHIKLNTVX]|--(?:cd|directory|exclude|exclude-from|file|files-from|label|newer|transform|use-compress-program))$/ });
  const sevenZip = archives({});
  const runsContainer = hasOneOf("run", "create");
  const containerMounts = mounts(containerMount);
  const containerCopy = copies({ values: /^(?:-[Hl]|--(?:context|host|log-level))$/, when: hasOneOf("cp") });
  const container: Taker = (texts, argv) => (runsContainer(texts) ? containerMounts : containerCopy)(texts, argv);
  return {
    cp: recursiveCopy,
    gcp: recursiveCopy,
    mv: copies(copy),
    scp: copies({ values: /^-[A-Za-z0-9]*[cDFiJloPSX]$/, when: isRecursive }),
    ditto: copies({ values: /^--(?:arch|bom)$/ }),
    rsync: copies({
      values: /^(?:-[A-Za-z]*[BefMT]|--(?:backup-dir|block-size|bwlimit|chmod|chown|(?:compare|copy|link)-dest|compress-level|(?:con)?timeout|debug|files-from|filter|groupmap|(?:ex|in)clude(?:-from)?|info|log-file(?:-format)?|max-delete|(?:max|min)-size|modify-window|out-format|partial-dir|password-file|port|remote-option|rsh|rsync-path|skip-compress|suffix|temp-dir|usermap))$/,
      when: isRecursive,
    }),
    rclone: copies({
      values: /^--(?:backup-dir|bwlimit|checkers|config|(?:con)?timeout|files-from|filter(?:-from)?|(?:ex|in)clude(?:-from)?|log-(?:file|level)|(?:low-level-)?retries|max-depth|(?:max|min)-(?:age|size)|stats|suffix|transfers)$/,
      when: hasOneOf("bisync", "copy", "copyto", "move", "moveto", "sync"),
    }),
    aws: copies({
      values: /^--(?:acl|cache-control|content-type|endpoint-url|exclude|include|metadata|output|profile|query|region|sse(?:-kms-key-id)?|storage-class)$/,
      when: (texts) => texts.includes("s3") && (texts.includes("sync") || texts.includes("--recursive")),
    }),
    tar,
    gtar: tar,
    bsdtar: tar,
    zip: archives({ values: /^(?:-[bnP]|-tt?)$/, when: isRecursive }),
    "7z": sevenZip,
    "7za": sevenZip,
    "7zz": sevenZip,
    restic: archives({ values: /^(?:-[eHopr]|--(?:cache-dir|files-from|host|i?exclude|i?exclude-file|parent|password-file|repo|tag|time))$/, when: hasOneOf("backup") }),
    hdiutil: mounts((value, before) => (before === "-srcfolder" || before === "-srcdir" ? [value] : [])),
    docker: container,
    podman: container,
    nerdctl: container,
    bwrap: mounts((value, before) => (before !== undefined && /^--(?:(?:dev-|ro-)?bind(?:-try)?|overlay-src)$/.test(before) ? [value] : [])),
    "systemd-nspawn": mounts(machineMount),
  };
}

let takers: ReadonlyMap<string, Taker> | undefined;
