#!/bin/sh
# Writes what packages contain beside the program into bin/package: completions, compressed man pages, and the licenses of
# the libraries that are linked in, which ask to be passed on with it; and the compressed pages of the rules and errors, which
# the program is built with, into docs. GoReleaser runs it before it builds.
set -eu
cd "$(dirname "$0")/.."
out=bin/package
rm -rf "$out"
mkdir -p "$out/completions" "$out/man"

# On this machine, whatever the release is built for.
unset GOOS GOARCH
go run ./docs/pack docs
go build -o "$out/winlint" ./cmd/winlint
"$out/winlint" completion bash >"$out/completions/winlint.bash"
"$out/winlint" completion zsh >"$out/completions/_winlint"
"$out/winlint" completion fish >"$out/completions/winlint.fish"
"$out/winlint" completion powershell >"$out/completions/winlint.ps1"
rm "$out/winlint"

for page in docs/man/*.1; do
  gzip -9 -n -c "$page" >"$out/man/$(basename "$page").gz" # -n: without the time
done

# A library may be linked on one system only.
for os in linux windows darwin; do
  GOOS=$os go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/winlint
done | sort -u | while read -r path version dir; do
  found=
  for file in "$dir"/LICEN[CS]E* "$dir"/COPYING* "$dir"/NOTICE*; do
    [ -f "$file" ] || continue
    found=yes
    printf '%s %s: %s\n\n' "$path" "$version" "$(basename "$file")"
    cat "$file"
    printf '\n%s\n\n' "--------------------------------------------------------------------------------"
  done
  [ -n "$found" ] || { echo "prepare.sh: $path $version has no license file" >&2; exit 1; }
done >"$out/NOTICES.txt.part"
{
  printf 'winlint contains these libraries, and the libraries and runtime of Go.\n\n'
  cat "$out/NOTICES.txt.part"
  printf 'Go: LICENSE\n\n'
  cat "$(go env GOROOT)/LICENSE"
} >"$out/NOTICES.txt"
rm "$out/NOTICES.txt.part"
