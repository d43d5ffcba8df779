// Encodes the values of inspections, given as lines of JSON, as TeamCity's own service messages.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const { Message } = createRequire(import.meta.url)("teamcity-service-messages");
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  console.log(new Message("inspection", JSON.parse(line)).toString());
}
