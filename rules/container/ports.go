package container

import (
	"strings"

	"github.com/winlint/winlint/parser/docker"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/compose"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
)

var ports = []*lint.Rule{
	{
		ID: "expose-protocol", Summary: "Windows publishes ports of TCP and UDP only", Topic: "networks",
		Severity: lint.Warning, Since: "0.1.0", Refs: []string{"moby/moby daemon/libnetwork/drivers/windows/windows.go"},
		Check: lint.Both{check.Instructions(exposeProtocol, "EXPOSE"), lint.Each(portProtocol), dockerOption(dockerPortProtocol, "publish")},
	},
}

func dockerPortProtocol(p *lint.Pass, _ *docker.Command, o *docker.Option) {
	if port := readPort(o.Value); strings.EqualFold(port.protocol.Pattern, "sctp") {
		p.Reportf(port.protocol, "Windows publishes ports of TCP and UDP only, and the container does not start: `invalid protocol sctp`. Take the port away.").
			WithSeverity(lint.Error)
	}
}

func portProtocol(p *lint.Pass, port *compose.Port) {
	if strings.EqualFold(port.Protocol.String(), "sctp") && !p.InStack() {
		check.ReportServicef(p, port.Protocol, "Windows publishes ports of TCP and UDP only, and the container does not start: `invalid protocol sctp`. Take the port "+
			"away.").WithSeverity(lint.Error)
	}
}

func exposeProtocol(p *lint.Pass, in *dockerfile.Instruction) {
	for _, word := range in.Words {
		if read := p.Read(word); read.Known && strings.HasSuffix(strings.ToLower(read.Value), "/sctp") {
			p.Reportf(word, "Windows publishes ports of TCP and UDP only: `docker run -P` of the image fails with `invalid protocol sctp`. Take "+
				"`%s` away.", read.Value)
		}
	}
}
