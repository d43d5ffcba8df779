// Validates a bill of materials against the schema of CycloneDX that it names.
import { readFileSync } from "node:fs";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
const text = readFileSync(0, "utf8");
const version = JSON.parse(text).specVersion;
if (!Object.values(Spec.Version).includes(version)) throw new Error(`no schema for CycloneDX ${version}`);
const found = await new Validation.JsonStrictValidator(version).validate(text);
if (found !== null) {
  console.log(JSON.stringify(found, null, 2));
  process.exit(1);
}
