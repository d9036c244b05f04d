import type { RuleInformation } from "../rule.ts";

/** What every document is held to, whatever its family: that it can be read, that its kind is known, and what its schema asks for. */
export const documentRules: readonly RuleInformation[] = [
  // What a reader can read at all.
  {
    id: "json/encoding",
    severity: "error",
    demands: "A document is UTF-8 without a byte-order mark.",
    because: "Readers guess the encoding otherwise, and two of them may read two different documents.",
    instead: "Save the file as UTF-8, without a byte-order mark.",
  },
  {
    id: "json/syntax",
    severity: "error",
    demands: "A document is one JSON text by RFC 8259.",
    because: "What one parser forgives another refuses, so a document that is nearly JSON is read differently by different tools.",
    instead: "Mend the place that the finding points at.",
  },
  {
    id: "json/duplicate-key",
    severity: "error",
    demands: "An object has each key once, at any depth, however the key is escaped.",
    because: "Parsers keep the first value or the last, so a reviewer may see another value than the one that is used.",
    instead: "Remove one of the two members.",
  },
  {
    id: "json/too-deep",
    severity: "error",
    demands: "Arrays and objects nest at most 64 levels deep.",
    because: "Deep nesting exhausts the stack of many readers, and no document of these kinds needs it.",
    instead: "Flatten the document.",
  },
  {
    id: "json/too-large",
    severity: "error",
    demands: "A file is no larger than the limit, 64 MiB unless the caller sets another.",
    because: "An unbounded file could exhaust the machine's memory.",
    instead: "Split the document, or raise the limit if the file is meant to be so large.",
  },

  // What kind of document it is.
  {
    id: "schema/unknown-kind",
    severity: "error",
    demands: "A document names a kind that the catalog knows.",
    because: "Without a known kind nobody can say what the document must look like.",
    instead: "Write one of the known kinds, such as \"kind\": \"WorkstationContract\".",
  },
  {
    id: "schema/unknown-version",
    severity: "error",
    demands: "A document names a version of its kind that the catalog knows.",
    because: "The version decides which schema and which rules apply.",
    instead: "Write one of the versions that the finding lists.",
  },

  // What its schema asks for; each is named after the keyword of JSON Schema 2020-12.
  {
    id: "schema/type",
    severity: "error",
    demands: "A value has the type that its schema asks for.",
    because: "The tools that read such a document rely on its shape, and would fail later or guess.",
    instead: "Write a value of the type that the finding names.",
  },
  {
    id: "schema/required",
    severity: "error",
    demands: "An object has every member that its schema requires.",
    because: "The tools that read such a document rely on its shape, and would fail later or guess.",
    instead: "Add the missing member.",
  },
  {
    id: "schema/additionalProperties",
    severity: "error",
    demands: "An object has no member that its schema does not name.",
    because: "A member that nobody reads is most often a misspelled one, whose meaning is then lost.",
    instead: "Remove the member, or spell it as the schema does.",
  },
  {
    id: "schema/pattern",
    severity: "error",
    demands: "A string has the form that its schema asks for.",
    because: "The tools that read such a document rely on its shape, and would fail later or guess.",
    instead: "Write the value in the form that the finding describes.",
  },
  {
    id: "schema/minLength",
    severity: "error",
    demands: "A string is at least as long as its schema asks.",
    because: "The tools that read such a document rely on its shape, and would fail later or guess.",
    instead: "Write a longer value.",
  },
  {
    id: "schema/maxLength",
    severity: "error",
    demands: "A string is no longer than its schema allows.",
    because: "The tools that read such a document rely on its shape, and would fail later or guess.",
    instead: "Write a shorter value.",
  },
  {
    id: "schema/minimum",
    severity: "error",
    demands: "A number is at least as large as its schema asks.",
    because: "A smaller one has no meaning there, such as a time limit of nothing.",
    instead: "Write a number that is not below the one that the finding names.",
  },
  {
    id: "schema/enum",
    severity: "error",
    demands: "A value is one of those that its schema lists.",
    because: "The tools that read such a document rely on its shape, and would fail later or guess.",
    instead: "Write one of the listed values.",
  },
  {
    id: "schema/const",
    severity: "error",
    demands: "A value is the one that its schema asks for.",
    because: "The tools that read such a document rely on its shape, and would fail later or guess.",
    instead: "Write the value that the finding names.",
  },
  {
    id: "schema/format",
    severity: "error",
    demands: "A string has the format that its schema names, such as a URI or a date.",
    because: "A value that looks right to a person may still be refused by the program that has to use it.",
    instead: "Write the value in that format.",
  },
  {
    id: "schema/uniqueItems",
    severity: "error",
    demands: "An array has each element once, where its schema asks for that.",
    because: "A repeated element says nothing new and hides a slip, such as an element that was meant to be another.",
    instead: "Remove the repetition.",
  },
  {
    id: "schema/minItems",
    severity: "error",
    demands: "An array has at least as many elements as its schema asks.",
    because: "The tools that read such a document rely on its shape, and would fail later or guess.",
    instead: "Add what is missing.",
  },
];
