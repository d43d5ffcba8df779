// Reads lines from standard input and writes, for the problem matcher file that is named, what its patterns find in them, as
// GitHub's runner and Visual Studio Code read them: with the expressions of JavaScript, the first pattern that matches a line.
import { readFileSync } from "node:fs";

const file = JSON.parse(readFileSync(process.argv[2], "utf8"));
const matchers = Array.isArray(file.problemMatcher) ? file.problemMatcher : file.tasks.map((task) => task.problemMatcher);
const patterns = matchers.flatMap((matcher) => matcher.pattern);
const found = [];
for (const line of readFileSync(0, "utf8").split("\n")) {
  for (const pattern of patterns) {
    const m = new RegExp(pattern.regexp).exec(line);
    if (!m) continue;
    found.push({ file: m[pattern.file], line: Number(m[pattern.line]), column: Number(m[pattern.column]), code: m[pattern.code] });
    break;
  }
}
process.stdout.write(JSON.stringify(found));
