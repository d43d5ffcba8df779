#!/usr/bin/env node
// Runs the program of this platform, which an optional dependency brings: npm installs the one that fits.
"use strict";
const { spawn } = require("node:child_process");

const name = `winlint-${process.platform}-${process.arch}`;
const program = process.platform === "win32" ? "winlint.exe" : "winlint";

let path;
try {
  path = require.resolve(`${name}/bin/${program}`);
} catch {
  console.error(
    `winlint: the package ${name} is not installed. Either winlint does not support this platform, or optional ` +
      "dependencies were omitted. If they were, install winlint again without --omit=optional",
  );
  process.exit(2);
}

const child = spawn(path, process.argv.slice(2), { stdio: "inherit" });
// A signal to this process alone is meant for the program.
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
const forward = (signal) => child.kill(signal);
for (const signal of signals) process.on(signal, forward);

child.on("error", (error) => {
  console.error(`winlint: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  for (const signal of signals) process.off(signal, forward);
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code;
});
