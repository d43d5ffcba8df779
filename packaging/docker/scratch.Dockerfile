# The image for Linux: the program and nothing else. Built from an unpacked release archive:
#
#     docker build -f packaging/docker/scratch.Dockerfile DIRECTORY
#     docker run --rm -v "$PWD:/src" IMAGE lint
FROM scratch
LABEL org.opencontainers.image.source="https://github.com/winlint/winlint" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY winlint /winlint
COPY LICENSE NOTICES.txt /licenses/
WORKDIR /src
# The files belong to whoever mounts them; reading them needs no name.
USER 65532:65532
ENTRYPOINT ["/winlint"]
