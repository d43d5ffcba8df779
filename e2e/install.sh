#!/usr/bin/env bash
# Installs what the tests of this module drive: pre-commit, Wine, xmllint, Chromium, Vim, Groovy, Buildah, shells and what reads packages from Debian, and
# from npm Microsoft's SARIF Multitool, tree-sitter with its grammar of PowerShell, gitlab-ci-local, and the libraries of Azure
# Pipelines, TeamCity, reviewdog and CycloneDX that read what winlint and its releases write. package.json and
# package-lock.json pin their versions. Does nothing if everything is there. The Makefile installs what builds a release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

debs=()
command -v pre-commit >/dev/null || debs+=(pre-commit)
command -v node >/dev/null || debs+=(nodejs)
command -v npm >/dev/null || debs+=(npm)
command -v xmllint >/dev/null || debs+=(libxml2-utils)
command -v chromium >/dev/null || debs+=(chromium)
command -v wine >/dev/null || debs+=(wine wine64)
command -v rpm >/dev/null || debs+=(rpm)
command -v nuget >/dev/null || debs+=(nuget)
command -v ruby >/dev/null || debs+=(ruby)
command -v curl >/dev/null || debs+=(curl)
command -v vim >/dev/null || debs+=(vim)
command -v zsh >/dev/null || debs+=(zsh)
command -v fish >/dev/null || debs+=(fish)
[ -e /usr/share/bash-completion/bash_completion ] || debs+=(bash-completion)
command -v jq >/dev/null || debs+=(jq)
command -v buildah >/dev/null || debs+=(buildah)
command -v groovy >/dev/null || debs+=(groovy)
[ -e /usr/lib/jvm/default-java ] || debs+=(default-jre-headless)
if [ ${#debs[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "e2e: install ${debs[*]} first; only root on a Debian system gets that done for it" >&2
    exit 1
  fi
  echo "e2e: installing ${debs[*]}"
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${debs[@]}"
fi

# Not --version: that starts the tool, which unpacks itself first.
installed=node_modules/.package-lock.json
tool=node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
if [ ! -f "$installed" ] || [ ! -f "$tool" ] || [ package-lock.json -nt "$installed" ]; then
  echo "e2e: installing what npm has"
  npm ci --ignore-scripts --no-audit --no-fund
fi
# All that the package's own install script does.
chmod u+x "$tool"
