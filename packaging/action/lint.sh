#!/usr/bin/env bash
# The second step of action.yml: lints, and shows the findings in the log, in a SARIF log and on the page of the run.
set -euo pipefail

# each adds the lines of an input to the arguments, each after a flag if one is given. macOS has no mapfile.
args=(lint)
each() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    [ -n "$line" ] || continue
    [ -z "${2-}" ] || args+=("$2")
    args+=("$line")
  done <<<"$1"
}

each "$FORMAT" --format
[ -z "$FAIL_ON" ] || args+=(--fail-on "$FAIL_ON")
[ -z "$BASELINE" ] || args+=(--baseline "$BASELINE")
if [ -n "$SARIF" ]; then
  args+=(--format "sarif=$SARIF")
  echo "sarif=${DIRECTORY%/}/$SARIF" >>"$GITHUB_OUTPUT"
fi
table=$RUNNER_TEMP/winlint.md
[ "$SUMMARY" != true ] || args+=(--format "markdown=$table")
each "$ARGS"
args+=(--)
each "$PATHS"

code=0
winlint "${args[@]}" || code=$?
[ "$SUMMARY" != true ] || [ ! -f "$table" ] || cat "$table" >>"$GITHUB_STEP_SUMMARY"
exit "$code"
