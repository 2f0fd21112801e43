// Runs urdu_norm under Pyodide: reads a JSON list of lines, prints the digest of what they become and the fingerprint.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const home = path.join(process.env.PYODIDE_HOME, "node_modules", "pyodide");
const { loadPyodide } = await import(pathToFileURL(path.join(home, "pyodide.mjs")).href);
const pyodide = await loadPyodide({ indexURL: home, stdout: () => {}, packageCacheDir: path.join(process.env.PYODIDE_HOME, "cache") });
await pyodide.loadPackage(["regex"]);

function copy(from, to) {
  pyodide.FS.mkdirTree(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    if (entry.name === "__pycache__") continue;
    const [source, target] = [path.join(from, entry.name), `${to}/${entry.name}`];
    if (entry.isDirectory()) copy(source, target);
    else pyodide.FS.writeFile(target, fs.readFileSync(source));
  }
}
copy(path.join(process.argv[2], "urdu_norm"), "/lib/urdu_norm");
pyodide.globals.set("given", fs.readFileSync(0, "utf-8"));
const made = pyodide.runPython(`
import sys, json, hashlib
sys.path.insert(0, "/lib")
try:
    import unicodedata2
except ImportError:  # no wheel for Pyodide: the data of its Python serves
    import unicodedata
    sys.modules["unicodedata2"] = unicodedata
from urdu_norm import LETTERS, PUBLISH, SEARCH, STANDARD, Normalizer
digest = hashlib.sha256()
norms = [Normalizer(profile) for profile in (LETTERS, STANDARD, PUBLISH, SEARCH)]
for line in json.loads(given):
    for norm in norms:
        digest.update(norm(line).encode("utf-8", "surrogatepass") + b"\\0")
f"{digest.hexdigest()} {STANDARD.fingerprint}"
`);
console.log(made);
