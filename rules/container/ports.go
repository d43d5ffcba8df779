package container

import (
	"strings"

	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/dockerfile"
	"github.com/winlint/winlint/rules/check"
	"github.com/winlint/winlint/subject/setting"
)

var ports = []*lint.Rule{
	{
		ID: "expose-protocol", Summary: "Windows can publish only TCP and UDP ports", Topic: "networks",
		Severity: lint.Warning, Since: "0.1.0", Refs: []string{"moby/moby daemon/libnetwork/drivers/windows/windows.go"},
		Check: lint.Both{check.Instructions(exposeProtocol, "EXPOSE"), lint.Ports(portProtocol)},
	},
}

const noSCTP = "Windows cannot publish an SCTP port"

func portProtocol(p *lint.Pass, port *setting.Port) {
	if strings.EqualFold(port.Protocol.Pattern, "sctp") {
		p.Reportf(port.Protocol, noSCTP).Notef("The container does not start: `invalid protocol sctp`.").
			Helpf("Remove the port, or use TCP or UDP.").WithSeverity(lint.Error)
	}
}

func exposeProtocol(p *lint.Pass, in *dockerfile.Instruction) {
	for _, word := range in.Words {
		if read := p.Read(word); read.Known && strings.HasSuffix(strings.ToLower(read.Value), "/sctp") {
			p.Reportf(word, noSCTP).Notef("`docker run -P` fails with this image: `invalid protocol sctp`.").Helpf("Remove `%s`.", read.Value)
		}
	}
}
