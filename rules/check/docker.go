package check

import (
	"github.com/winlint/winlint/internal/lazy"
	"github.com/winlint/winlint/lint"
	"github.com/winlint/winlint/parser/docker"
	"github.com/winlint/winlint/windows"
)

// MeantForWindows reports whether a docker command is about Windows, or in a script of PowerShell or cmd that tells nothing of its
// system. A word that is not an option by mistake takes the place of the image, so what is taken for its system is no evidence; a path
// on a drive or an image of Windows shows it then.
func MeantForWindows(p *lint.Pass, c *docker.Command) bool {
	return p.Scope.OS == windows.Windows || !p.Scope.Strong &&
		(p.Scope.OS == windows.UnknownOS && !c.Script.Language.IsSh() || windowsWord.MatchString(c.String()))
}

var windowsWord = lazy.MustCompile(`(?i)mcr\.microsoft\.com/(?:windows|dotnet/framework)|[\s:"'=,][a-z]:\\|--isolation`)
