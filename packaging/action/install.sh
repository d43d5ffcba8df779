#!/usr/bin/env bash
# The first step of action.yml: puts the winlint of a release on the PATH of the job.
set -euo pipefail

fail() {
  echo "::error title=winlint::$1"
  exit 2
}

if [ "$VERSION" = installed ]; then
  command -v winlint >/dev/null || fail 'version is "installed", but winlint is not on the PATH: install it in an earlier step'
  exit
fi
# The tag of the action is a release, but a branch or a commit is not.
if [ -z "$VERSION" ]; then
  case $ACTION_REF in
    v[0-9]*.[0-9]*.[0-9]*) VERSION=$ACTION_REF ;;
    *) VERSION=latest ;;
  esac
fi
case $VERSION in
  latest) url=$RELEASES/latest/download ;;
  v[0-9]* | [0-9]*) url=$RELEASES/download/v${VERSION#v} ;;
  *) fail "invalid version \"$VERSION\": expected a release such as v0.1.0, \"latest\" or \"installed\"" ;;
esac

case $RUNNER_OS in
  Linux) os=linux program=winlint end= ;;
  Windows) os=windows program=winlint.exe end=.exe ;;
  macOS) os=darwin program=winlint end= ;;
  *) fail "winlint does not support the system $RUNNER_OS" ;;
esac
case $RUNNER_ARCH in
  X64) arch=amd64 ;;
  ARM64) arch=arm64 ;;
  *) fail "winlint does not support the processor $RUNNER_ARCH" ;;
esac
file=winlint_${os}_$arch$end

directory=$RUNNER_TEMP/winlint
mkdir -p "$directory"
cd "$directory"
curl -fsSL --retry 3 -o "$program" "$url/$file" || fail "$url/$file cannot be downloaded"
curl -fsSL --retry 3 -o checksums.txt "$url/checksums.txt" || fail "$url/checksums.txt cannot be downloaded"

sum=$(awk -v file="$file" '$2 == file { print $1 }' checksums.txt)
if command -v sha256sum >/dev/null; then
  got=$(sha256sum "$program")
else
  got=$(shasum -a 256 "$program")
fi
# A backslash before the sum says that the name has one.
got=${got#\\}
[ -n "$sum" ] && [ "${got%% *}" = "$sum" ] || fail "$url/$file does not have the checksum that checksums.txt states"

chmod +x "$program"
echo "$directory" >>"$GITHUB_PATH"
"./$program" --version
