/** The floors of the house: a file imports only from floors below its own. Checked by tools/build/boundaries.test.ts. */
const floor = (name, allowed) => ({
  name: `${name}-floor`,
  severity: "error",
  comment: `tools/${name} may import only from: ${[name, ...allowed].join(", ")}`,
  from: { path: `^tools/${name}/`, pathNot: "\\.test\\.ts$" },
  to: { path: "^(tools|reference|conformance)/", pathNot: `^tools/(${[name, ...allowed].join("|")})/` },
});

// Types of the report model may be used anywhere; the renderers only by what stands on top.
const reportModel = ["report/diagnostic\\.ts$", "report/verdict\\.ts$"];
const withReportModel = (name, allowed) => {
  const rule = floor(name, allowed);
  return { ...rule, to: { ...rule.to, pathNot: [rule.to.pathNot, ...reportModel.map((file) => `^tools/${file}`)] } };
};

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    floor("json", []),
    floor("shell", []),
    floor("acceptor", []),
    withReportModel("schema", ["json", "generated"]),
    withReportModel("rules", ["json", "shell", "schema", "generated"]),
    withReportModel("validate", ["json", "shell", "schema", "rules", "generated"]),
    withReportModel("linked-data", ["json", "schema", "generated"]),
    withReportModel("protocol", ["json", "schema", "generated"]),
    withReportModel("harness", ["protocol", "json", "schema", "generated"]),
    floor("report", []),
    {
      name: "families-stand-apart",
      severity: "error",
      from: { path: "^tools/rules/([^/]+)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^tools/rules/[^/]+/", pathNot: "^tools/rules/$1/" },
    },
    {
      name: "only-the-build-uses-build-tools",
      severity: "error",
      from: { path: "^(tools|reference)/", pathNot: "^tools/(build|bench)/|\\.(test|trial)\\.ts$" },
      to: { path: "^tools/(build|bench)/|^node_modules/(esbuild|tsx|vitest|typescript|fast-check|json-schema-to-typescript)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".json"], conditionNames: ["import", "types", "default"] },
  },
};
