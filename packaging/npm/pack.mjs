// Packs the npm packages of a release: `node packaging/npm/pack.mjs DIST OUT`, with what GoReleaser built in DIST. There is
// one package for each platform, with the program and the platforms that npm may install it on, and `winlint`, which
// has all of them as optional dependencies and starts the one that is there.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [dist, out] = process.argv.slice(2).map((path) => resolve(path));
if (!out) {
  console.error("usage: node pack.mjs DIST OUT");
  process.exit(2);
}
const here = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(here, "../..");
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

const { version } = read(join(dist, "metadata.json"));
const programs = read(join(dist, "artifacts.json")).filter((artifact) => artifact.type === "Binary" && artifact.extra.ID === "winlint");
if (programs.length === 0) throw new Error(`${dist} has no programs`);

// Node's names of what Go names otherwise.
const platforms = { windows: "win32" };
const architectures = { amd64: "x64" };

const launcher = read(join(here, "winlint/package.json"));
const { name, bin, files, ...common } = launcher;
const work = mkdtempSync(join(tmpdir(), "winlint-npm-"));
mkdirSync(out, { recursive: true });

function pack(dir, manifest, readme) {
  copyFileSync(join(root, "LICENSE"), join(dir, "LICENSE"));
  writeFileSync(join(dir, "README.md"), readme);
  writeFileSync(join(dir, "package.json"), JSON.stringify(manifest, null, 2) + "\n");
  execFileSync("npm", ["pack", "--silent", "--pack-destination", out, dir], { stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" });
}

try {
  const optional = {};
  for (const { path, goos, goarch } of programs) {
    const os = platforms[goos] ?? goos;
    const cpu = architectures[goarch] ?? goarch;
    const platform = `${name}-${os}-${cpu}`;
    const dir = join(work, platform);
    mkdirSync(join(dir, "bin"), { recursive: true });
    const program = join(dir, "bin", basename(path));
    copyFileSync(resolve(dist, "..", path), program);
    chmodSync(program, 0o755);
    copyFileSync(join(root, "bin/package/NOTICES.txt"), join(dir, "NOTICES.txt"));
    pack(
      dir,
      { name: platform, ...common, version, description: `The program of ${name} for ${os} on ${cpu}`, files: ["bin", "NOTICES.txt"], os: [os], cpu: [cpu] },
      `# ${platform}\n\nThe program of [winlint](${common.homepage}) for ${os} on ${cpu}. Install the package \`${name}\`, which includes it.\n`,
    );
    optional[platform] = version;
  }
  const dir = join(work, name);
  cpSync(join(here, "winlint"), dir, { recursive: true });
  pack(dir, { ...launcher, version, optionalDependencies: optional }, readFileSync(join(here, "README.md"), "utf8"));
} finally {
  rmSync(work, { recursive: true });
}
