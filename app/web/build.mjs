/**
 * Makes what is shipped of the browser client: `node app/web/build.mjs` writes `dist/`.
 *
 * Each page becomes one style sheet, one script and what that loads later. Their names are hashes of what they hold, so a browser
 * may keep them for good; beside each lies the same, compressed. `dist/sources` says which files this was made from: the service
 * serves a build of its very own files and no other (app/wiring/client.py, which counts them alike).
 */

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import esbuild from "esbuild";

const WEB = fileURLToPath(new URL(".", import.meta.url));
const OUT = join(WEB, "dist");
const SERVED_AT = "/web/dist/";
/** Drawing is the same for every page: whoever goes from one to another has it already. */
const SHARED = "vendor/lit.js";
const NOT_SOURCES = new Set(["node_modules", "dist"]);

const STYLE = /[ \t]*<link rel="stylesheet" href="\/web\/([^"]+)" \/>\n/g;
const ICON = /(<link rel="icon" href=")\/web\/([^"]+)/g;
const SCRIPT = /[ \t]*<script type="module" src="\/web\/([^"]+)"><\/script>\n/g;

/** @type {import("esbuild").BuildOptions} */
const HOW = {
  absWorkingDir: WEB,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  outdir: OUT,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  metafile: true,
  write: false,
  logLevel: "warning",
};

/** @param {string} path An output's, as esbuild names it. */
const nameOf = (path) => path.slice(path.lastIndexOf("/") + 1);

/** The output that holds a module. @param {import("esbuild").BuildResult} result @param {string} source */
const outputOf = (result, source) =>
  nameOf(Object.entries(result.metafile?.outputs ?? {}).find(([, { inputs }]) => source in inputs)?.[0] ?? "");

/** What a script needs before it runs, itself first. @param {import("esbuild").BuildResult} result @param {string} script */
function closureOf(result, script) {
  const outputs = new Map(Object.entries(result.metafile?.outputs ?? {}).map(([path, output]) => [nameOf(path), output]));
  const needed = new Set([script]);
  for (const name of needed) {
    for (const { path, kind } of outputs.get(name)?.imports ?? []) if (kind === "import-statement") needed.add(nameOf(path));
  }
  return [...needed];
}

/** Every file of the client that is not made from others, by its path below `web`. */
async function sources() {
  const found = await readdir(WEB, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(WEB, join(entry.parentPath, entry.name)).split(sep))
    .filter((parts) => !NOT_SOURCES.has(parts[0]) && !parts.some((part) => part.startsWith(".")))
    .map((parts) => parts.join("/"))
    .sort();
}

async function fingerprint() {
  const hash = createHash("sha256");
  for (const path of await sources()) {
    const content = await readFile(join(WEB, path));
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/** @param {string} name @param {Uint8Array} content */
async function write(name, content) {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  const [br, gz] = await Promise.all([promisify(brotliCompress)(content, quality), promisify(gzip)(content, { level: 9 })]);
  await Promise.all([writeFile(join(OUT, name), content), writeFile(join(OUT, `${name}.br`), br), writeFile(join(OUT, `${name}.gz`), gz)]);
}

/** @param {import("esbuild").BuildResult} result */
const writeAll = (result) => Promise.all((result.outputFiles ?? []).map(({ path, contents }) => write(nameOf(path), contents)));

/** A file as it is, under a name that changes with it. @param {string} path */
async function copy(path) {
  const content = await readFile(join(WEB, path));
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const name = nameOf(path).replace(".", `-${hash}.`);
  await write(name, content);
  return name;
}

/** One sheet for the page, in the order of its own. @param {string} page @param {string[]} sheets */
async function buildStyles(page, sheets) {
  const contents = sheets.map((sheet) => `@import "./${sheet}";`).join("\n");
  const stdin = { contents, loader: /** @type {const} */ ("css"), resolveDir: WEB };
  // The target is of scripts: browsers read the sheets as they are written.
  const result = await esbuild.build({ ...HOW, target: undefined, stdin, entryNames: `${page}-[hash]`, external: ["/web/*"] });
  await writeAll(result);
  return nameOf(result.outputFiles[0].path);
}

/**
 * What is loaded later says that it needs the page's own scripts, which are there by then. So these are not cut into as many files as
 * there are ways to share them: what the page begins with is one file for each of its scripts.
 * @param {string[]} scripts @param {Record<string, string>} elsewhere By the end of a module's path, the file that holds it already.
 */
async function buildScripts(scripts, elsewhere) {
  const begun = scripts.map((script) => `import ${JSON.stringify(join(WEB, script))};\n`).join("");
  const plugin = {
    name: "pieces",
    setup: (/** @type {import("esbuild").PluginBuild} */ build) => {
      build.onResolve({ filter: /\.js$/ }, ({ path, kind, resolveDir }) => {
        if (kind === "entry-point") return undefined;
        const held = Object.keys(elsewhere).find((end) => path.endsWith(`/${end}`));
        if (held) return { path: `./${elsewhere[held]}`, external: true };
        return kind === "dynamic-import" ? { path: join(resolveDir, path), pluginData: "later" } : undefined;
      });
      build.onLoad({ filter: /\.js$/ }, async ({ path, pluginData }) =>
        pluginData === "later" ? { contents: begun + (await readFile(path, "utf8")), resolveDir: dirname(path) } : undefined,
      );
    },
  };
  const entryPoints = scripts.map((script) => ({ in: script, out: script.split("/").slice(-2).join("-").replace(/\.js$/, "") }));
  const result = await esbuild.build({ ...HOW, splitting: true, plugins: [plugin], entryPoints });
  await writeAll(result);
  return result;
}

/** @param {string} file @param {Record<string, string>} elsewhere */
async function buildPage(file, elsewhere) {
  const page = file.replace(/\.html$/, "");
  const html = await readFile(join(WEB, file), "utf8");
  const sheets = [...html.matchAll(STYLE)].map(([, path]) => path);
  const scripts = [...html.matchAll(SCRIPT)].map(([, path]) => path);
  const [style, result] = await Promise.all([buildStyles(page, sheets), buildScripts(scripts, elsewhere)]);
  const entries = scripts.map((script) => outputOf(result, script));
  const needed = [...new Set(entries.flatMap((entry) => closureOf(result, entry)))].filter((name) => !entries.includes(name));
  const links = [
    `<link rel="stylesheet" href="${SERVED_AT}${style}" />\n`,
    ...needed.map((name) => `<link rel="modulepreload" href="${SERVED_AT}${name}" />\n`),
    ...entries.map((entry) => `<script type="module" src="${SERVED_AT}${entry}"></script>\n`),
  ].join("");
  const icons = new Map(
    await Promise.all([...html.matchAll(ICON)].map(async ([, , path]) => /** @type {const} */ ([path, await copy(path)]))),
  );
  const bare = html
    .replace(STYLE, "")
    .replace(SCRIPT, "")
    .replace(ICON, (_, before, path) => `${before}${SERVED_AT}${icons.get(path)}`)
    .replace(/^ +/gm, "");
  await writeFile(join(OUT, file), bare.replace("</head>", `${links}</head>`));
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT);
const made_from = await fingerprint();
const lit = await buildScripts([SHARED], {});
const elsewhere = { [SHARED]: outputOf(lit, SHARED) };
const pages = (await readdir(WEB)).filter((name) => name.endsWith(".html"));
await Promise.all(pages.map((page) => buildPage(page, elsewhere)));
// Last: without it there is no build.
await writeFile(join(OUT, "sources"), made_from);
