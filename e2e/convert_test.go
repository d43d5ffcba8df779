package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// refusals is the rules that say that a build fails whatever the system of the image is.
var refusals = []string{"syntax", "word-refused", "from-refused", "copy-from-refused", "instruction-refused", "run-mount-option"}

// onlyWithArguments is what an ARG without a default makes of a file: it is built with a value that neither program knows.
var onlyWithArguments = regexp.MustCompile(`(?mi)^ARG \w+\r?$`)

// A trigger fails the build that is based on the image, so BuildKit also gets each file as such a build reads it: with the
// triggers as instructions. The name of that file is none that winlint reads.
var trigger = regexp.MustCompile(`(?mi)^ONBUILD[ \t]+`)

const triggered = ".triggered"

// BuildKit and winlint agree on which Dockerfiles can be converted to build steps: the examples of the pages, and lines below.
func TestConvertedDockerfiles(t *testing.T) {
	buildkit := filepath.Join(t.TempDir(), "buildkit")
	if out, err := exec.Command("go", "build", "-o", buildkit, "./buildkit").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	files := convertExamples(t)
	for i, lines := range convertedLines {
		files[fmt.Sprintf("line-%d.dockerfile", i)] = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n" + lines + "\n"
	}
	names := slices.Sorted(maps.Keys(files))
	all := maps.Clone(files)
	for name, text := range files {
		if run := trigger.ReplaceAllString(text, ""); run != text {
			all[name+triggered] = run
		}
	}
	dir := write(t, all)
	rejected := map[string]string{}
	for line := range strings.Lines((&command{dir: dir}).run(t, buildkit, append([]string{"convert"}, slices.Sorted(maps.Keys(all))...)...).want(t, 0).stdout) {
		name, says, _ := strings.Cut(line, "\t")
		rejected[name] = strings.TrimSpace(says)
	}
	found := convertFindings(t, dir)
	for _, name := range names {
		says, rejects := rejected[name]
		_, rejectsLater := rejected[name+triggered]
		list := found[name]
		serious := slices.ContainsFunc(list, func(f convertFinding) bool { return f.Severity != "info" })
		refuses := slices.ContainsFunc(list, func(f convertFinding) bool { return f.Severity == "error" && slices.Contains(refusals, f.Rule) })
		switch {
		case rejects && !serious && !onlyWithArguments.MatchString(files[name]):
			t.Errorf("BuildKit fails with %q, but winlint finds %v in\n%s", says, list, files[name])
		case !rejects && !rejectsLater && refuses:
			t.Errorf("BuildKit converts it, but winlint finds %v in\n%s", list, files[name])
		}
	}
	const fewest = 50
	if len(rejected) < fewest {
		t.Errorf("BuildKit rejects only %d of %d files", len(rejected), len(files))
	}
}

type convertFinding struct{ Path, Rule, Severity string }

// convertFindings is what winlint finds in the files of a directory that BuildKit builds.
func convertFindings(t *testing.T, dir string) map[string][]convertFinding {
	t.Helper()
	var report struct{ Findings []convertFinding }
	out := (&command{dir: dir}).run(t, winlint, "lint", "--no-config", "--exit-zero", "--builder", "buildkit", "--format", "json", ".").want(t, 0).stdout
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	found := map[string][]convertFinding{}
	for _, f := range report.Findings {
		found[f.Path] = append(found[f.Path], f)
	}
	return found
}

var dockerfileExample = regexp.MustCompile("(?ms)^```dockerfile([^\n]*)\n(.*?\n)```$")

// convertExamples is the Dockerfiles of the pages of rules, without those for another builder.
func convertExamples(t *testing.T) map[string]string {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(root, "docs", "rules", "*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	files := map[string]string{}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for i, example := range dockerfileExample.FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(example[1], "builder=classic") && !strings.Contains(example[1], "name=") {
				files[fmt.Sprintf("%s-%d.dockerfile", strings.TrimSuffix(filepath.Base(page), ".md"), i)] = example[2]
			}
		}
	}
	return files
}

// convertedLines is what follows a FROM in small files, right and wrong.
var convertedLines = []string{
	`RUN --mount=typ=cache,target=C:/c x`,
	`RUN --mount=type=cahce,target=C:/c x`,
	`RUN --mount=type=cache x`,
	`RUN --mount=type=bind x`,
	"WORKDIR C:/app\nRUN --mount=type=cache x",
	`RUN --mount=type=cache,target=C:/c,sharing=foo x`,
	`RUN --mount=type=cache,target=C:/c,size=1 x`,
	`RUN --mount=type=cache,target=C:/c,readonly=maybe x`,
	`COPY https://example.com/a.zip C:/`,
	`COPY --from=$STAGE a b`,
	"COPY --from=late a C:/b/\nFROM mcr.microsoft.com/windows/servercore:ltsc2022 AS late\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022",
	`COPY --from=0 a C:/b/`,
	`COPY --from=5 a C:/b/`,
	`FROM mcr.microsoft.com/windows/Servercore:ltsc2022`,
	`FROM --platform=$BULIDPLATFORM mcr.microsoft.com/windows/servercore:ltsc2022`,
	`EXPOSE abc`,
	`EXPOSE 80/foo`,
	`ADD --checksum=md5:abc https://example.com/a.zip C:/`,
	`ADD --checksum=sha256:zz https://example.com/a.zip C:/`,
	`VOLUME $V`,
	"ENV V=\nVOLUME $V",
	`COPY --chmod=64a a C:/a`,
	`COPY --chmod=10000 a C:/a`,
	`COPY --chmod=u+x a C:/a`,
	`WORKDIR D:/x`,
	`EXPOSE 80:90:100`,
	`EXPOSE 99999`,
	`EXPOSE 90-80`,
	`EXPOSE $PORT`,
	`EXPOSE ""`,
	`USER ""`,
	`WORKDIR ""`,
	`STOPSIGNAL foo`,
	`COPY git@github.com:a/b.git C:/x`,
	`COPY https://github.com/a/b.git C:/x`,
	`ADD --keep-git-dir=maybe https://github.com/a/b.git C:/x`,
	`HEALTHCHECK --interval=abc CMD x`,
	`HEALTHCHECK --interval=0.5ms CMD x`,
	`HEALTHCHECK --foo=1 CMD x`,
	`HEALTHCHECK --retries=-1 CMD x`,
	`ONBUILD FROM x`,
	`ONBUILD COPY --from=late a b`,
	`ONBUILD HEALTHCHECK --interval=foo CMD x`,
	`RUN --network=foo x`,
	`RUN --security=foo x`,
	`RUN --device=a=b x`,
	`LABEL a`,
	`ENV a`,
	`ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d a.zip C:/`,
	`ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://a/a.zip https://b/b.zip C:/`,
	`COPY --chown=app:app --link a C:/a`,
	"RUN --mount=type=bind,from=late,target=C:/x dir\nFROM mcr.microsoft.com/windows/servercore:ltsc2022 AS late\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022",
	`RUN --mount=type=secret,target= x`,
	`RUN --mount=type=secret x`,
	`RUN --mount=type=ssh,source=x x`,
	`RUN --mount=type=cache,target=C:/c,from=$X x`,
	`RUN --mount=type=bind,source=x,target=/ x`,
	`FROM scratch AS scratch`,
	`FROM `,
	`FROM a b c`,
	`FROM a AS 1`,
	`FROM $UNSET`,
	`FROM ${A-}`,
	`FROM mcr.microsoft.com/windows/servercore:ltsc 2022`,
	`FROM mcr.microsoft.com/windows/servercore::ltsc2022`,
	`FROM http://mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=windws/amd64 mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=windows mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=a/b/c/d mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=windows/amd!64 mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=${X:?no} mcr.microsoft.com/windows/servercore:ltsc2022`,
	`WORKDIR ${X:?no}`,
	`ENV A=${X:?no}`,
	`COPY --from=mcr.microsoft.com/Windows/servercore:ltsc2022 a C:/b`,
	`COPY <<EOF`,
	"FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS Build\nFROM Build\nRUN dir",
	"FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS Build\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nCOPY --from=BUILD C:/a C:/b",
	"FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS b\nCOPY --from=late C:/a C:/b\nFROM mcr.microsoft.com/windows/servercore:ltsc2022 AS late\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nCOPY --from=b C:/a C:/c",
	"FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS b\nCOPY --from=late C:/a C:/b\nFROM b AS late",
	"FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS b\nCOPY --from=b C:/a C:/b",
	"FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS b\nRUN --mount=from=b,target=C:/x dir",
	"FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS b\nRUN --mount=from=late,target=C:/x dir\nFROM b AS late",
	"FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS b\nFROM mcr.microsoft.com/windows/servercore:ltsc2022 AS b",
	"FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS b\nCOPY --from=1 C:/a C:/b\nFROM mcr.microsoft.com/windows/servercore:ltsc2022 AS late\nFROM b",
	"FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS b\nARG TAG=ltsc2022\nFROM mcr.microsoft.com/windows/servercore:$TAG",
	`FROM --platform=foo mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=amd64 mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=Windows/AMD64 mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=windows(10.0.20348)/amd64 mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=windows(10.0/amd64 mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=windows/ mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform= mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=$BUILDPLATFORM mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM --platform=${BUILDPLATFORM}x mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM mcr.microsoft.com/windows/servercore@sha256:abc`,
	`FROM MCR.microsoft.com/windows/servercore:ltsc2022`,
	`FROM "mcr.microsoft.com/windows/servercore:ltsc2022"`,
	`FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS my.stage-1`,
	`FROM mcr.microsoft.com/windows/servercore:ltsc2022`,
	`FROM localhost:5000/My/app`,
	`COPY --from=MyImage C:/a C:/b`,
	`COPY --from= C:/a C:/b`,
	`COPY --from=-1 C:/a C:/b`,
	`COPY --from=00 C:/a C:/b`,
	`RUN --mount=from=0,target=C:/x dir`,
	`RUN --mount=from=MyImage,target=C:/x dir`,
	`RUN --mount=type=cache,target=/ dir`,
	`RUN --mount=type=cache,target=C:/ dir`,
	`RUN --mount=type=cache,id,target=C:/c dir`,
	`RUN --mount=type=cache,target=C:/c,ro dir`,
	`RUN --mount=type=cache,target=C:/c,mode=0999 dir`,
	`RUN --mount=type=cache,target=C:/c,uid=app dir`,
	`RUN --mount=type=bind,target=C:/c,uid=5 dir`,
	`RUN --mount=type=bind,target=C:/c,sharing=shared dir`,
	`RUN --mount=type=bind,target=C:/c,required dir`,
	`RUN --mount=type=secret,id=a,source=b,env=A dir`,
	`RUN --mount=type=secret,id=a,env=A,from=x dir`,
	`RUN --mount=type=secret,id=a,env=A,required=yes dir`,
	`RUN --mount=type=cache,target=C:/c,"x dir`,
	`RUN --mount=type=tmpfs,target=C:/c,size=1x dir`,
	`RUN --mount=type=CACHE,target=C:/c dir`,
	`RUN --mount=TYPE=cache,target=C:/c dir`,
	`RUN --mount=type=cache,target=C:/c,sharing=Locked dir`,
	`RUN --mount=type=cache target=C:/c dir`,
	`RUN --mount type=cache,target=C:/c dir`,
	`RUN --mounts=type=cache,target=C:/c dir`,
	"ARG S=foo\nRUN --mount=type=cache,target=C:/c,sharing=$S dir",
	"ARG S\nRUN --mount=type=cache,target=C:/c,sharing=$S dir",
	"ARG S\nRUN --mount=type=cache,target=C:/c,sharing=${S:-locked} dir",
	`EXPOSE 80 443/tcp 53/UDP 8000-8010`,
	`EXPOSE 8080:80`,
	`EXPOSE 127.0.0.1:8080:80`,
	`EXPOSE [::1]:8080:80`,
	`EXPOSE a:80`,
	`EXPOSE 80,443`,
	`EXPOSE 80; 443`,
	`EXPOSE 80/tcp/udp`,
	`EXPOSE /tcp`,
	`EXPOSE 80/`,
	`EXPOSE 0`,
	`EXPOSE -1`,
	`EXPOSE 80-`,
	`EXPOSE %PORT%`,
	"ARG P=x\nEXPOSE $P",
	"ARG P=x\nEXPOSE ${P}",
	"ENV P=\"80 81\"\nEXPOSE $P",
	"ENV P=\"80 x\"\nEXPOSE $P",
	`EXPOSE 80 # web`,
	`EXPOSE "80"`,
	`EXPOSE ["80"]`,
	`VOLUME ${V:-}`,
	`VOLUME [""]`,
	`VOLUME ""`,
	`VOLUME C:/a $V`,
	`ADD git@github.com:a/b.git C:/x`,
	`ADD https://github.com/a/b.git#main C:/x`,
	`ADD --checksum=abc https://github.com/a/b.git#main C:/x`,
	`ADD --checksum=24454F830CDB571E2C4AD15481119C43B3CAFD48DD869A9B2945D1036D1DC68D https://a/b.zip C:/x`,
	`ADD --checksum=sha256:24454F830CDB571E2C4AD15481119C43B3CAFD48DD869A9B2945D1036D1DC68D https://a/b.zip C:/x`,
	`ADD --checksum=sha512:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://a/b.zip C:/x`,
	`ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://a/b.zip C:/x`,
	`ADD --checksum=SHA256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://a/b.zip C:/x`,
	`COPY --checksum=sha256:aa a C:/x`,
	`ADD --checksum= https://a/b.zip C:/x`,
	`COPY HTTP://a/b.zip C:/x`,
	`COPY ftp://a/b.zip C:/x`,
	`COPY ssh://git@github.com/a/b C:/x`,
	`COPY git://github.com/a/b C:/x`,
	`COPY github.com/a/b C:/x`,
	`COPY ["https://a/b.zip", "C:/x"]`,
	`COPY --chmod=0755 a C:/a`,
	`COPY --chmod=07777 a C:/a`,
	`COPY --chmod=789 a C:/a`,
	`COPY --chmod=rwx a C:/a`,
	`COPY --chmod=foo a C:/a`,
	`COPY --chmod=0x1ff a C:/a`,
	`COPY --chmod=+x a C:/a`,
	`COPY --chmod= a C:/a`,
	`COPY --chown=1000:1000 --link a C:/a`,
	`COPY --parents a C:/a`,
	`COPY --exclude=*.txt a C:/a`,
	`COPY --foo a C:/a`,
	`COPY --link=yes a C:/a`,
	`ADD --unpack=foo a C:/a`,
	`HEALTHCHECK --start-period=1 CMD x`,
	`HEALTHCHECK --start-interval=1s CMD x`,
	`HEALTHCHECK CMD`,
	`HEALTHCHECK NONE x`,
	`HEALTHCHECK x`,
	`SHELL powershell`,
	`SHELL []`,
	`ENTRYPOINT`,
	`CMD`,
	`USER`,
	`USER a b`,
	`WORKDIR`,
	`WORKDIR a b`,
	`STOPSIGNAL`,
	`STOPSIGNAL 0`,
	`STOPSIGNAL 999`,
	`STOPSIGNAL SIGRTMIN+3`,
	`LABEL a=b c`,
	`ENV a=b c`,
	`ENV =b`,
	`ARG`,
	`ARG a b`,
	`ARG a=b c=d`,
	`ONBUILD`,
	`ONBUILD ONBUILD RUN x`,
	`ONBUILD MAINTAINER x`,
	`ONBUILD FOO x`,
	`MAINTAINER`,
	`RUN`,
	`COPY a`,
	"COPY <<EOF C:/x\nhi\nEOF",
	"COPY <<EOF <<EOF2 C:/x\nhi\nEOF\nyo\nEOF2",
	"WORKDIR <<EOF\nhi\nEOF",
	"ENV A=<<EOF\nhi\nEOF",
	`WORKDIR //server/share`,
	`COPY a //server/share`,
	`COPY a D:/x`,
}
