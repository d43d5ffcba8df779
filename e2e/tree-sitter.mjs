// Reads a JSON array of PowerShell texts from standard input and writes, for each, what tree-sitter-powershell sees in
// it: commands by the place of their names, parameters, strings and comments, as [kind, start, end] in bytes of UTF-8,
// and the places that it cannot read as "error".
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Language, Parser } = require("web-tree-sitter");
const kinds = {
  command_name: "command",
  command_name_expr: "command",
  command_parameter: "parameter",
  expandable_string_literal: "string",
  expandable_here_string_literal: "string",
  verbatim_string_characters: "string",
  verbatim_here_string_characters: "string",
  comment: "comment",
};

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm")));

// The byte at which each UTF-16 unit of the text begins.
function bytes(text) {
  const at = new Array(text.length + 1);
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    at[i] = n;
    const unit = text.charCodeAt(i);
    const pair = unit >= 0xd800 && unit < 0xdc00;
    n += unit < 0x80 ? 1 : unit < 0x800 ? 2 : pair ? 4 : unit >= 0xdc00 && unit < 0xe000 ? 0 : 3;
  }
  at[text.length] = n;
  return at;
}

function see(text) {
  const at = bytes(text);
  const seen = [];
  const visit = (node) => {
    const kind = node.isError || node.isMissing ? "error" : kinds[node.type];
    if (kind) seen.push([kind, at[node.startIndex], at[node.endIndex]]);
    node.children.forEach(visit);
  };
  const tree = parser.parse(text);
  visit(tree.rootNode);
  tree.delete();
  return seen;
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(see)));
