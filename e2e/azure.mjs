// Reads logging commands as the agent of Azure Pipelines does, and prints each as a line of JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const { commandFromString } = createRequire(import.meta.url)("azure-pipelines-task-lib/taskcommand");
for (const line of readFileSync(0, "utf8").split("\n")) {
  if (!line.startsWith("##vso[")) continue;
  const { command, properties, message } = commandFromString(line);
  console.log(JSON.stringify({ command, properties, message }));
}
