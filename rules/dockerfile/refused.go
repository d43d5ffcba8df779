package dockerfile

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/opencontainers/go-digest"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject"
	"github.com/winlint/winlint/windows"
)

var refusals = []*lint.Rule{
	{
		ID: "instruction-refused", Summary: "The builder rejects an argument of EXPOSE, VOLUME, COPY or ADD", Topic: "instructions",
		Severity: lint.Error, On: subject.Set{Any: true}, Since: "0.1.0",
		Refs: []string{
			"moby/buildkit frontend/dockerfile/dockerfile2llb/convert_expose.go",
			"moby/buildkit frontend/dockerfile/dockerfile2llb/convert_copy.go",
			"moby/moby daemon/builder/dockerfile/dispatchers.go",
		},
		Check: check.Instructions(instructionRefused, "EXPOSE", "VOLUME", "COPY", "ADD"),
	},
}

// instructionRefused is about every stage that may be for Windows and that a builder gets to. The stage that runs a trigger may set
// its variables.
func instructionRefused(p *lint.Pass, in *dockerfile.Instruction) {
	if usesVariables(in) && in.Parent != nil || p.Scope.Kind != subject.Stage || p.Scope.OS == windows.Linux || !check.IsBuilt(p) {
		return
	}
	switch in.Name {
	case "EXPOSE":
		refusedPorts(p, in)
	case "VOLUME":
		refusedVolumes(p, in)
	case "COPY":
		refusedURLs(p, in)
		otherSchemes(p, in)
	case "ADD":
		refusedChecksum(p, in)
		otherSchemes(p, in)
	}
}

// usesVariables reports whether the arguments of an instruction name variables.
func usesVariables(in *dockerfile.Instruction) bool {
	return strings.Contains(in.Logical.String(), "$")
}

// fails says that a build fails with a message: this one or, because of a trigger, those that are based on the image.
func fails(in *dockerfile.Instruction, message string) string {
	if in.Parent != nil {
		return "A build that is based on this image fails with `" + message + "`."
	}
	return buildFails(message)
}

// warnOfDefault brings a finding down to a warning if a build argument can give the word another value.
func warnOfDefault(p *lint.Pass, f *lint.Finding, word *dockerfile.Word) {
	if byArgument(p, word) {
		f.WithSeverity(lint.Warning)
	}
}

func refusedPorts(p *lint.Pass, in *dockerfile.Instruction) {
	for _, word := range in.Words {
		read := p.Read(word)
		if !read.Known {
			continue
		}
		for _, port := range strings.Fields(read.Value) {
			if says := portError(port); says != "" {
				f := p.Reportf(word, "`%s` is not a valid port for EXPOSE", check.Brief(port)).Notef("%s", fails(in, says)).
					Helpf("%s", portAdvice(port))
				warnOfDefault(p, f, word)
				break
			}
		}
	}
}

// portError is what both builders say to a port of EXPOSE, which may be published as in a -p of docker run; "" if they accept it.
func portError(spec string) string {
	published, port := cutLast(spec, ":")
	port, protocol, _ := strings.Cut(port, "/")
	address, published := cutLast(published, ":")
	switch {
	case port == "":
		return fmt.Sprintf("invalid port: %q: no port specified", spec)
	case !slices.Contains(protocols, strings.ToLower(protocol)):
		return fmt.Sprintf("invalid port: %q: invalid proto: %s", spec, protocol)
	case address != "" && !isAddress(address):
		return "invalid IP address: " + address
	case !engine.IsPortRange(port):
		return "invalid containerPort: " + port
	case published != "" && !engine.IsPortRange(published):
		return "invalid hostPort: " + published
	}
	return ""
}

// portAdvice says how to write a port that the builders reject.
func portAdvice(spec string) string {
	list := strings.Split(spec, ",")
	switch {
	case len(list) > 1 && !slices.ContainsFunc(list, func(port string) bool { return portError(port) != "" }):
		return "Separate the ports with spaces: `" + strings.Join(list, " ") + "`."
	case strings.EqualFold(spec, "http"):
		return "Write the port number, such as `80`."
	case strings.EqualFold(spec, "https"):
		return "Write the port number, such as `443`."
	}
	return "Write a port or a range of ports, such as `8080`, `53/udp` or `8000-8010`."
}

// protocols is those of a port; none is TCP.
var protocols = []string{"", "tcp", "udp", "sctp"}

func isAddress(s string) bool {
	_, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return err == nil
}

// cutLast is strings.Cut at the last separator: all is after if there is none.
func cutLast(s, separator string) (before, after string) {
	i := strings.LastIndex(s, separator)
	if i < 0 {
		return "", s
	}
	return s[:i], s[i+len(separator):]
}

func refusedVolumes(p *lint.Pass, in *dockerfile.Instruction) {
	for _, word := range in.Words {
		if read := p.Read(word); read.Known && read.Value == "" {
			f := p.Reportf(word, "`%s` is empty, so VOLUME does not specify a directory", check.Brief(word.Value)).
				Notef("%s", fails(in, "VOLUME specified can not be an empty string")).
				Helpf("Specify a directory, such as `C:/data`.").Subsumes(word)
			warnOfDefault(p, f, word)
		}
	}
}

const noURL = "source can't be a URL for COPY"

func refusedURLs(p *lint.Pass, in *dockerfile.Instruction) {
	for _, word := range in.Words[:max(len(in.Words)-1, 0)] {
		read := p.Read(word)
		if !read.Known {
			continue
		}
		switch {
		case isRepository(read.Value):
			classic := "looks for a file with that name"
			if isURL(read.Value) {
				classic = "fails with `" + noURL + "`"
			}
			p.Reportf(word, "COPY cannot clone `%s`", check.Brief(read.Value)).
				Notef("BuildKit fails with `source can't be a git ref for COPY`, and the classic builder %s.", classic).
				Helpf("Use ADD with BuildKit, or clone the repository in a RUN.")
		case isURL(read.Value):
			p.Reportf(word, "COPY cannot download `%s`", check.Brief(read.Value)).
				Notef("%s", fails(in, noURL)).Helpf("Use ADD, or download the file in a RUN.")
		}
	}
}

// otherScheme is a URL that no builder downloads; ssh and git are for repositories.
var otherScheme = lazy.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+://`)

func otherSchemes(p *lint.Pass, in *dockerfile.Instruction) {
	for _, word := range in.Words[:max(len(in.Words)-1, 0)] {
		if read := p.Read(word); read.Known && otherScheme.MatchString(read.Value) && !isURL(read.Value) && !isRepository(read.Value) {
			f := p.Reportf(word, "%s cannot download `%s`", in.Name, check.Brief(read.Value)).
				Notef("The builder downloads only from URLs that begin with `http://` or `https://` in lowercase, and treats this URL as a path.").
				Helpf("Download the file in a RUN.")
			scheme, rest, _ := strings.Cut(read.Value, "://")
			if lower := strings.ToLower(scheme) + "://" + rest; in.Name == "ADD" && isURL(lower) {
				f.Helpf("Write `%s`.", lower)
			}
		}
	}
}

func isURL(s string) bool { return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") }

// isRepository reports whether a source of COPY or ADD is certain to be a repository of git to BuildKit.
func isRepository(s string) bool {
	path, _, _ := strings.Cut(s, "#")
	path, _, _ = strings.Cut(path, "?")
	return isURL(s) && strings.HasSuffix(path, ".git") ||
		strings.HasPrefix(s, "git@") && strings.Contains(s, ":") || strings.HasPrefix(s, "git://") || strings.HasPrefix(s, "ssh://")
}

// refusedChecksum is about BuildKit, since the classic builder ignores the flag, which checksum-not-verified reports.
func refusedChecksum(p *lint.Pass, in *dockerfile.Instruction) {
	flag := in.Flag("checksum")
	if flag == nil || p.Environment.Builder == engine.Classic {
		return
	}
	word := &dockerfile.Word{Text: flag.Value, Value: flag.Read}
	read := p.Read(word)
	if !read.Known || read.Value == "" {
		return
	}
	says := checksumError(p, in, read.Value)
	if says == "" {
		return
	}
	f := p.Reportf(flag.Value, "`%s` is not a valid checksum", check.Brief(read.Value)).Notef("BuildKit fails with `%s`.", says).
		Helpf("Write `--checksum=sha256:` followed by the 64 hexadecimal digits of the SHA-256 hash.")
	switch says {
	case severalSources:
		f.Message = "`--checksum` does not support an ADD with several sources"
		f.Helpf("Use a separate ADD for each file.")
	case noDownload:
		f.Message = "`--checksum` does not support files from the build context"
		f.Helpf("Remove `--checksum`.")
	}
	warnOfDefault(p, f, word)
	if p.Environment.Builder == engine.AnyBuilder {
		f.WithSeverity(lint.Warning)
	}
}

// What BuildKit says to a checksum that is not at fault itself.
const (
	severalSources = "checksum can't be specified for multiple sources"
	noDownload     = "checksum requires HTTP(S) or Git sources"
)

// checksumError is what BuildKit says to the checksum of an ADD; "" if it accepts it, or if the source is not known.
func checksumError(p *lint.Pass, in *dockerfile.Instruction, checksum string) string {
	const destination = 1
	if len(in.Words) > 1+destination || len(in.Heredocs) > 0 {
		return severalSources
	}
	source := p.Read(in.Words[0])
	switch {
	case !source.Known || isRepository(source.Value):
		return "" // of a repository, it is a commit
	case !isURL(source.Value):
		return noDownload
	}
	if _, err := digest.Parse(checksum); err != nil {
		return err.Error()
	}
	return ""
}
