# escape=`
# The image for Windows, on Nano Server. Built from an unpacked release archive for Windows:
#
#     docker build -f packaging/docker/nanoserver.Dockerfile DIRECTORY
#     docker run --rm -v "%CD%:C:\src" IMAGE lint
ARG RELEASE=ltsc2022
FROM mcr.microsoft.com/windows/nanoserver:${RELEASE}
LABEL org.opencontainers.image.source="https://github.com/winlint/winlint" `
      org.opencontainers.image.licenses="Apache-2.0"
COPY winlint.exe C:/winlint/
COPY LICENSE NOTICES.txt C:/winlint/
WORKDIR C:/src
USER ContainerUser
ENTRYPOINT ["C:/winlint/winlint.exe"]
