package rules

import (
	"testing"

	"github.com/winlint/winlint/engine"
	"github.com/winlint/winlint/lint"
)

// What the rules about builders, flags, users and mounts say of one line in a stage, by builder.
func TestLinesByBuilder(t *testing.T) {
	const powershell = "SHELL [\"powershell\", \"-Command\"]\n"
	one := func(id string, s lint.Severity) map[string]lint.Severity { return map[string]lint.Severity{id: s} }
	for _, test := range []struct {
		name, text string
		builder    engine.Builder
		want       map[string]lint.Severity
	}{
		{"a flag of BuildKit, builder unknown", core2022 + "\nCOPY --link a C:/a\n", engine.AnyBuilder, nil},
		{"a flag of BuildKit, classic", core2022 + "\nCOPY --parents a C:/a\n", engine.Classic, one("buildkit-only-flag", lint.Error)},
		{"a flag of every builder, classic", core2022 + "\nCOPY --from=a/b:ltsc2022 a C:/a\n", engine.Classic, nil},
		{"--link on a stage without RUN", core2022 + "\nCOPY --link a C:/a\n", engine.BuildKit, nil},
		{"--link in a file that shows BuildKit", core2022 + "\nRUN --mount=target=C:/x dir\nCOPY --link a C:/a\n", engine.AnyBuilder,
			one("copy-link", lint.Warning)},
		{"--link with a mode", core2022 + "\nRUN dir\nCOPY --link --chmod=755 a C:/a\n", engine.BuildKit, one("chmod", lint.Warning)},
		{"a name as owner", core2022 + "\nCOPY --chown=ContainerUser a C:/a\n", engine.BuildKit, nil},
		{"a group, BuildKit", core2022 + "\nCOPY --chown=ContainerUser:x a C:/a\n", engine.BuildKit, nil},
		{"an owner that is not known", core2022 + "\nARG O\nCOPY --chown=$O a C:/a\n", engine.Classic, nil},
		{"a mode that is not known", core2022 + "\nARG M\nCOPY --chmod=$M a C:/a\n", engine.BuildKit, nil},
		{"a mode in letters, perhaps from Linux", core2022 + "\nCOPY --chmod=u+x a C:/a\n", engine.BuildKit, one("chmod", lint.Warning)},

		{"a mount whose target is a variable", core2022 + "\nRUN --mount=type=cache,target=${X} dir\n", engine.AnyBuilder, nil},
		{"a secret as variable and file", core2022 + "\nRUN --mount=type=secret,id=a,env=A,target=C:/a dir\n", engine.AnyBuilder, nil},
		{"a secret as variable and relative file", core2022 + "\nRUN --mount=type=secret,id=a,env=A,target=a dir\n", engine.AnyBuilder,
			one("run-mount-type", lint.Error)},
		{"a secret file relative to the drive", core2022 + "\nRUN --mount=type=secret,id=a,target=C:a dir\n", engine.AnyBuilder,
			one("run-mount-type", lint.Error)},
		{"a secret file on a UNC path", core2022 + "\nRUN --mount=type=secret,id=a,dst=//host/a dir\n", engine.AnyBuilder,
			one("run-mount-type", lint.Error)},
		{"a secret file whose backslashes are eaten twice", core2022 + "\nRUN --mount=type=secret,id=a,target=C:\\\\a dir\n",
			engine.AnyBuilder, one("run-mount-type", lint.Error)},
		{"a secret file whose backslashes are eaten once", core2022 + "\nRUN --mount=type=secret,id=a,target=C:\\a dir\n",
			engine.AnyBuilder, one("mount-path-eaten", lint.Error)},
		{"a secret file at a variable", core2022 + "\nARG T\nRUN --mount=type=secret,id=a,target=$T dir\n", engine.AnyBuilder, nil},
		{"a secret without a name", core2022 + "\nRUN --mount=type=secret,target=c:/a dir\n", engine.AnyBuilder, one("run-mount-type", lint.Info)},
		{"a mount type that is not known", core2022 + "\nARG T\nRUN --mount=type=${T},target=C:/a dir\n", engine.AnyBuilder, nil},
		{"a mount type that is empty", core2022 + "\nRUN --mount=type=${T},target=C:/a dir\n", engine.AnyBuilder,
			one("run-mount-option", lint.Error)},
		{"a mount, classic", core2022 + "\nRUN --mount=type=tmpfs,target=C:/a dir\n", engine.Classic, one("buildkit-only-flag", lint.Error)},
		{"an escaped blank in a mount", core2022 + "\nRUN --mount=type=cache,target=C:/my\\ files dir\n", engine.AnyBuilder, nil},

		{"a heredoc for PowerShell", core2022 + "\n" + powershell + "RUN <<EOF\n$a = 1\n$a\nEOF\n", engine.AnyBuilder, nil},
		{"a heredoc for a shell that is not known", "FROM example/app:windowsservercore-ltsc2022\nRUN <<EOF\na\nb\nEOF\n", engine.AnyBuilder, nil},
		{"blank lines in a heredoc for cmd", core2022 + "\nRUN <<EOF\n\necho a\n\nEOF\n", engine.AnyBuilder, nil},
		{"two heredocs", core2022 + "\nRUN <<A && <<B\na\nA\nb\nB\n", engine.AnyBuilder, one("run-heredoc", lint.Error)},

		{"one wildcard renamed", core2022 + "\nCOPY *.exe C:/a.exe\n", engine.Classic, nil},
		{"several sources, BuildKit", core2022 + "\nCOPY a b C:/x\n", engine.BuildKit, nil},
		{"several sources, builder unknown", core2022 + "\nCOPY a b C:/x\n", engine.AnyBuilder, nil},
		{"several sources, a destination that is not known", core2022 + "\nARG D\nCOPY a b $D\n", engine.Classic, nil},
	} {
		t.Run(test.name, func(t *testing.T) { expect(t, test.text, engine.Environment{Builder: test.builder}, test.want) })
	}
}

func TestUsers(t *testing.T) {
	const nano1809 = "FROM mcr.microsoft.com/windows/nanoserver:1809"
	denied := map[string]lint.Severity{"nano-needs-administrator": lint.Error}
	unknown := func(s lint.Severity) map[string]lint.Severity { return map[string]lint.Severity{"unknown-user": s} }
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"made by a script", core2022 + "\nRUN powershell .\\users.ps1\nUSER app\n", nil},
		{"made in a stage below", core2022 + " AS base\nRUN net user app /add\nFROM base\nUSER app\n", nil},
		{"of a domain", core2022 + "\nUSER CONTOSO\\\\app$\n", nil},
		{"by its SID", core2022 + "\nUSER S-1-5-18\n", nil},
		{"an authority's", core2022 + "\nUSER \"NT AUTHORITY\\\\SYSTEM\"\n", nil},
		{"not known", core2022 + "\nARG U\nUSER $U\n", nil},
		{"by a default", core2022 + "\nARG U=root\nUSER $U\n", unknown(lint.Error)},
		{"a group", core2022 + "\nUSER app:app\n", unknown(lint.Warning)},
		{"root in an image of another publisher", "FROM example/app:windowsservercore-ltsc2022\nUSER root\n", unknown(lint.Error)},
		{"root on Linux", "FROM alpine:3.20\nUSER root\n", nil},

		{"as administrator of the parent stage", nano1809 + " AS a\nUSER ContainerAdministrator\nFROM a\nRUN setx /M A b\n", nil},
		{"as administrator in any case", nano1809 + "\nUSER containeradministrator\nRUN setx /M A b\n", nil},
		{"as administrator, in 2016", "FROM example/nanoserver:sac2016\nRUN setx /M A b\n",
			map[string]lint.Severity{"release-out-of-support": lint.Warning}},
		{"a publisher's image without a release", "FROM example/app:nanoserver\nRUN setx /M A b\n", nil},
		{"behind another command", nano1809 + "\nRUN md C:\\a && setx /m A b\n", denied},
		{"a text that names it", nano1809 + "\nRUN echo setx /M A b\n", nil},
		{"the key of the user", nano1809 + "\nRUN reg add HKCU\\Environment /v A /d b\n", nil},
		{"reading a key", nano1809 + "\nRUN reg query HKLM\\SOFTWARE\n", nil},
		{"an account", nano1809 + "\nRUN net user app /add\n", denied},
		{"an image of .NET", "FROM mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022\nRUN setx /M A b\n", denied},
	} {
		t.Run(test.name, func(t *testing.T) { expect(t, test.text, engine.Environment{}, test.want) })
	}
}
