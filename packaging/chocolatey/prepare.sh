#!/bin/sh
# Makes the directory that `choco pack` packs: `prepare.sh DIST OUT`, with what GoReleaser built in DIST.
set -eu
[ $# = 2 ] || { echo "usage: prepare.sh DIST OUT" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$1/metadata.json")
sum=$(sed -n 's/ *winlint_windows_amd64\.exe$//p' "$1/checksums.txt")
[ -n "$version" ] && [ -n "$sum" ] || { echo "prepare.sh: $1 is not what GoReleaser built" >&2; exit 1; }

mkdir -p "$2/tools"
cp "$1"/winlint_windows_amd64_v1/winlint.exe "$2/tools/"
cat "$here/../../LICENSE" "$here/../../bin/package/NOTICES.txt" >"$2/tools/LICENSE.txt"
cat >"$2/tools/VERIFICATION.txt" <<END
winlint.exe is the same file as in the release:
https://github.com/winlint/winlint/releases/download/v$version/winlint_windows_amd64.exe

Its SHA-256 is $sum. To check it, run:
Get-FileHash winlint.exe -Algorithm SHA256
END
sed "s/\\\$version\\\$/$version/" "$here/winlint.nuspec" >"$2/winlint.nuspec"
