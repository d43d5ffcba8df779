// Writes each workflow command of the standard input again with GitHub's own library, with the properties sorted.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const { issueCommand } = createRequire(import.meta.url)("@actions/core/lib/command");
const unescape = (text) =>
  text.replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
for (const line of readFileSync(0, "utf8").split("\n")) {
  const command = /^::(\w+) (.*?)::(.*)$/.exec(line);
  if (!command) continue;
  const properties = command[2].split(",").sort().map((property) => property.split("="));
  issueCommand(command[1], Object.fromEntries(properties.map(([name, value]) => [name, unescape(value)])), unescape(command[3]));
}
