#!/usr/bin/env bash
# Builds for both systems.
set -euo pipefail

image="${IMAGE:-registry.example.com/app}"
for tag in ltsc2019 ltsc2022; do
  docker build --platform windows/amd64 -t "$image:$tag" \
    --build-arg "BASE=mcr.microsoft.com/windows/servercore:$tag" . || exit 1
done

id=$(docker run -d --name app -v 'C:\data:C:\data' "$image:ltsc2022")
if [ "$(docker inspect -f '{{.State.Running}}' "$id")" = true ]; then
  docker stop "$id" >/dev/null 2>&1
fi
docker commit "$id" "$image:ready" | tee commit.log
case "$1" in
  push) docker push "$image:ready" ;;
  *) echo "not pushed" >&2 ;;
esac
cat <<EOF
done: $image
EOF
