package rules

import (
	"testing"

	"github.com/winlint/winlint/lint"
)

// stage is a stage on Server Core whose shell is PowerShell with its preferences, and bare is one without them.
const (
	stage51 = servercore + `SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"]` + "\n"
	bare51  = servercore + `SHELL ["powershell", "-Command"]` + "\n"
	stage7  = servercore + `SHELL ["pwsh", "-Command", "$ErrorActionPreference = 'Stop';"]` + "\n"
)

// What PowerShell gets of a RUN: lines that are joined, and shells that are not the one the author had in mind.
func TestPowerShell(t *testing.T) {
	comment := map[string]lint.Severity{"comment-swallows-rest": lint.Error}
	separator := map[string]lint.Severity{"missing-separator": lint.Warning}
	here := map[string]lint.Severity{"here-string": lint.Error}
	andOr := map[string]lint.Severity{"and-or-in-windows-powershell": lint.Error}
	left := map[string]lint.Severity{"powershell-left-after-switch": lint.Error}
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"a comment on a line of its own", stage51 + "RUN a; \\\n  # b\n  c\n", nil},
		{"a comment on the last line", stage51 + "RUN a; \\\n  c # d\n", nil},
		{"a comment behind which only comments follow", stage51 + "RUN a; # b \\\n  # c\n", nil},
		{"a sign in a string, in a word and behind an escape", stage51 + "RUN a '# b'; c x#y; d `# e; \\\n  f\n", nil},
		{"a block comment", stage51 + "RUN a; <# b #> \\\n  c\n", nil},
		{"a comment in a block", stage51 + "RUN if ($x) { # b \\\n  c }\n", comment},
		{"a comment in what cmd starts", servercore + "RUN powershell \"a; # b \\\n  c\"\n", comment},
		{"a comment in PowerShell 7", stage7 + "RUN a; # b \\\n  c\n", comment},
		{"a heredoc has lines", stage51 + "RUN <<EOF\nWrite-Host a # b\nWrite-Host c\nEOF\n", nil},

		{"arguments over lines", stage51 + "RUN Copy-Item a \\\n  -Destination b \\\n  -Force\n", nil},
		{"a pipe at the end, a brace, a comma", stage51 + "RUN Get-Item a | \\\n  Remove-Item; if ($x) { a } \\\n Get-Item b, \\\n  c\n", nil},
		{"the value of a parameter", stage51 + "RUN Start-Job -Name \\\n  Get-Item\n", nil},
		{"a program takes anything", stage51 + "RUN choco install \\\n  Get-Item\n", nil},
		{"an alias of a cmdlet", stage51 + "RUN copy a b \\\n  Remove-Item a\n", separator},
		{"behind a bracket", stage51 + "RUN (Get-Item a).Delete() \\\n  Get-Item b\n", separator},
		{"in what cmd starts", servercore + "RUN powershell Write-Host a \\\n  Write-Host b\n", separator},

		{"a sign at the end of a word", stage51 + "RUN echo user@' \\\n  x'\n", nil},
		{"as an argument", stage51 + "RUN Set-Content a @' \\\nb \\\n'@\n", here},

		{"chains in 7", stage7 + "RUN a && b || c\n", nil},
		{"chains in cmd around PowerShell", servercore + "RUN powershell a && powershell b || exit 1\n", nil},
		{"a chain in a string", stage51 + "RUN cmd /c 'a && b'; Write-Host '||'\n", nil},
		{"a chain in what PowerShell starts", servercore + "RUN powershell -Command \"a && b\"\n", andOr},
		{"a chain in the shell of the image", "FROM mcr.microsoft.com/dotnet/framework/sdk:4.8-windowsservercore-ltsc2019\nRUN a && b\n", andOr},

		{"a program with a dash", servercore + "RUN my-tool a && git-lfs install\n", nil},
		{"a cmdlet as a file", servercore + "RUN Get-Tool.cmd a\n", nil},
		{"an assignment", servercore + "RUN $version = 1\n", left},
		{"a cmdlet in the entry point", servercore + "ENTRYPOINT Start-Service W3SVC\n", left},
		{"a shell of one's own", servercore + "SHELL [\"bash\", \"-c\"]\nRUN Get-Item a\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			expectOf(t, only(
				"comment-swallows-rest", "missing-separator", "here-string", "and-or-in-windows-powershell",
				"powershell-left-after-switch",
			), test.text, test.want)
		})
	}
}

// What happens where a step fails, and what ends with it.
func TestSteps(t *testing.T) {
	goesOn := map[string]lint.Severity{"no-error-preference": lint.Warning}
	late := map[string]lint.Severity{"error-preference-too-late": lint.Warning}
	code := map[string]lint.Severity{"native-exit-code": lint.Warning}
	idle := map[string]lint.Severity{"state-does-not-persist": lint.Info}
	alone := map[string]lint.Severity{"state-does-not-persist": lint.Warning}
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"one statement", bare51 + "RUN Add-WindowsFeature Web-Server\n", nil},
		{"what cannot fail", bare51 + "RUN Write-Host a; [Net.ServicePointManager]::SecurityProtocol = 'Tls12'; b.exe\n", nil},
		{"programs", bare51 + "RUN curl.exe a; Write-Host c\n", nil},
		{"a program that downloads", bare51 + "RUN curl.exe -o a b; Write-Host c\n", map[string]lint.Severity{"native-exit-code": lint.Info}},
		{"a preference of the script", bare51 + "RUN $ErrorActionPreference = 'Stop'; Expand-Archive a b; Write-Host c\n", nil},
		{"a preference of the cmdlet", bare51 + "RUN Expand-Archive a b -ErrorAction Stop; Write-Host c\n", nil},
		{"a test of the result", bare51 + "RUN Expand-Archive a b; if (-not $?) { exit 1 }; Write-Host c\n", nil},
		{"what follows misses the file", bare51 + "RUN iwr http://x/a.zip -OutFile C:\\a.zip; Remove-Item C:\\a.zip\n", nil},
		{"a shell that is not known", "FROM registry.example.com/windows-base\nRUN Expand-Archive a b; Write-Host c\n", nil},
		{"under cmd", servercore + "RUN powershell Expand-Archive a b; Write-Host c\n", goesOn},
		{"in an array", servercore + `RUN ["powershell", "-Command", "Expand-Archive a b; Write-Host c"]` + "\n", goesOn},
		{"a method that downloads", bare51 + "RUN (New-Object Net.WebClient).DownloadFile('http://x/a', 'a'); Write-Host c\n", goesOn},
		{"a preference of 7 alone", servercore + "SHELL [\"pwsh\", \"-Command\"]\nRUN Expand-Archive a b; Write-Host c\n", goesOn},
		{"a preference behind", bare51 + "RUN Expand-Archive a b; $ErrorActionPreference = 'Stop'; Write-Host c\n", late},
		{"preferences alone", bare51 + "RUN $global:ErrorActionPreference = 'Stop'\n", late},

		{"a program at the end", stage51 + "RUN Write-Host a; choco install -y git\n", nil},
		{"only asked", stage51 + "RUN dotnet --info; npm config set a b; choco feature enable -n x; Write-Host c\n", nil},
		{"the exit code is read", stage51 + "RUN msbuild a.sln; if ($LASTEXITCODE -ne 0) { throw 'a' }; Write-Host c\n", nil},
		{"a cmdlet misses what was made", stage51 + "RUN nuget install Contoso.Tools -OutputDirectory C:\\t; Copy-Item C:\\t\\Contoso.Tools.1\\* C:\\b\n", nil},
		{"the end of Chocolatey's own installation command", servercore + "RUN powershell iex ((New-Object Net.WebClient).DownloadString('https://community.chocolatey.org/install.ps1')) && " +
			"SET \"PATH=%PATH%;%ALLUSERSPROFILE%\\chocolatey\\bin\"\n", nil},
		{"a chain of 7", stage7 + "RUN dotnet restore && dotnet publish\n", nil},
		{"a program by its path", stage51 + "RUN & 'C:\\BuildTools\\MSBuild.exe' a.sln; Write-Host c\n", code},
		{"a package manager", stage51 + "RUN npm ci; npm run build; Remove-Item -Recurse src\n", code},

		{"the folder for one command", servercore + "RUN cd C:\\app && nuget restore\n", nil},
		{"the folder is printed", servercore + "RUN cd\n", nil},
		{"a service and its work", stage51 + "RUN Start-Service a; b.exe\n", nil},
		{"a service that is tried", stage51 + "RUN b.exe; Start-Service a\n", nil},
		{"the registry", servercore + "RUN setx /M A b\nRUN reg add HKLM\\Software\\a /v b /d c\n", nil},
		{"a variable alone", servercore + "RUN set A=b\n", alone},
		{"a folder alone in what cmd starts", servercore + "RUN powershell Set-Location C:\\app\n", alone},
		{"a folder at the end", stage51 + "RUN b.exe; cd C:\\app\n", idle},
		{"a variable at the end", stage51 + "RUN b.exe; $env:A = 'b'\n", idle},
	} {
		t.Run(test.name, func(t *testing.T) {
			expectOf(t, only(
				"no-error-preference", "error-preference-too-late", "native-exit-code", "state-does-not-persist",
				"execution-policy",
			), test.text, test.want)
		})
	}
}

// Installers and commands that ask.
func TestInstallers(t *testing.T) {
	bareInstaller := map[string]lint.Severity{"installer-not-awaited": lint.Warning}
	started := map[string]lint.Severity{"start-process-not-awaited": lint.Warning}
	loud := map[string]lint.Severity{"installer-not-silent": lint.Warning}
	asks := map[string]lint.Severity{"interactive-command": lint.Warning}
	zip := map[string]lint.Severity{"expand-archive-of-non-zip": lint.Error}
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"a console program", stage51 + "RUN .\\setup\\setup.exe /q; X.FleetInstaller.exe install\n", nil},
		{"one that waits for its own child only", stage51 + "RUN .\\vs_buildtools.exe --quiet --wait\n", bareInstaller},
		{"the bootstrapper in cmd", servercore + "RUN C:\\vs_community.exe --passive --wait && del C:\\vs_community.exe\n", bareInstaller},
		{"the bootstrapper with start", servercore + "RUN start /wait \"\" C:\\vs_community.exe --passive --wait\n", nil},
		{"the bootstrapper downloads only", servercore + "RUN C:\\vs_community.exe --quiet --layout C:\\vs\n", nil},
		{"piped, assigned, in cmd", stage51 + "RUN python-3.12.exe /quiet | Out-Null; $a = vc_redist.x64.exe /q; cmd /c 'ndp48.exe /q'\n", nil},
		{"a loop that waits", stage51 + "RUN msiexec /i a.msi /qn; while (Get-Process msiexec) { Start-Sleep 1 }\n", nil},
		{"in quotes", stage51 + "RUN & 'C:\\vc_redist.x64.exe' /install /quiet\n", bareInstaller},
		{"under cmd", servercore + "RUN powershell .\\jre-8u201.exe /s\n", bareInstaller},

		{"a helper in the background", stage51 + "RUN Start-Process C:\\a.exe -NoNewWindow; b.exe\n", nil},
		{"the method that waits, on the spot", stage51 + "RUN (Start-Process a.exe '/S' -PassThru).WaitForExit()\n", nil},
		{"the method that waits", stage51 + "RUN $p = Start-Process a.exe '/S' -PassThru; $p.WaitForExit()\n", nil},
		{"cut short and splatted", stage51 + "RUN saps a.exe '/S' -Wai; $o = @{ Wait = $true }; Start-Process a.exe '/S' @o\n", nil},
		{"a brace in the argument", stage51 + "RUN Start-Process a.exe -ArgumentList '/S', ${env:X}\n", started},

		{"options in an array", stage51 + "RUN Start-Process msiexec -ArgumentList @('/i', 'a.msi', '/quiet') -Wait\n", nil},
		{"not in quotes", stage51 + "RUN Start-Process msiexec.exe -ArgumentList /i, a.msi, /qn, /L, b.log -Wait\n", nil},
		{"a log only", servercore + "RUN curl -o a.msi https://example.com/a && msiexec /i a.msi /L*v b.log\n", loud},
		{"no blank behind the option", servercore + "COPY a.msi .\nRUN msiexec /ia.msi\n",
			map[string]lint.Severity{"installer-not-silent": lint.Info}},
		{"nothing to install", servercore + "RUN msiexec /unregister\n", nil},

		{"choco in all its ways", servercore + "RUN choco install a --y && choco install b -yf && cinst c /y && choco upgrade d --confirm\n", nil},
		{"choco for all packages", servercore + "RUN choco feature enable --name=allowGlobalConfirmation && choco install a\n", nil},
		{"choco on an image that may be set up", "FROM registry.example.com/windows/ltsc2022\nRUN choco install a\n", nil},
		{"choco uninstalls", stage51 + "RUN choco uninstall a\n", asks},
		{"a module with -Force", stage51 + "RUN Install-Module a -Force\n", nil},
		{"a module", stage51 + "RUN Install-Module a\n", asks},
		{"where somebody sits", stage51 + "CMD Read-Host 'name'\n", nil},

		{"a name that ends elsewhere", stage51 + "RUN Expand-Archive C:\\a.tar\\b.zip C:\\c.7z\n", nil},
		{"a name that is not known", stage51 + "RUN Expand-Archive $env:ARCHIVE C:\\c\n", nil},
		{"a package in 7", stage7 + "RUN Expand-Archive a.nupkg b\n", nil},
		{"a variable in the name", stage51 + "RUN Expand-Archive -Path a-$env:V.7z\n", zip},
	} {
		t.Run(test.name, func(t *testing.T) {
			expectOf(t, only(
				"installer-not-awaited", "start-process-not-awaited", "exit-code-dropped", "installer-not-silent",
				"interactive-command", "expand-archive-of-non-zip",
			), test.text, test.want)
		})
	}
}

// What starts with a container.
func TestStarting(t *testing.T) {
	ends := map[string]lint.Severity{"service-as-entrypoint": lint.Warning}
	healthy := map[string]lint.Severity{"healthcheck-never-fails": lint.Warning}
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"a monitor behind the service", stage51 + "CMD Start-Service W3SVC; iwr -useb http://localhost | Out-Null; C:\\ServiceMonitor.exe w3svc\n", nil},
		{"arguments of an entry point", stage51 + "ENTRYPOINT [\"powershell\", \"-NoExit\"]\nCMD Start-Service a\n", nil},
		{"an image that may have one", "FROM mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022\nCMD [\"net\", \"start\", \"a\"]\n", nil},
		{"several services", stage51 + "ENTRYPOINT Start-Service a; Write-Host b; net start c\n", ends},
		{"a shell that stays", servercore + "CMD [\"powershell\", \"-noe\", \"Start-Service a\"]\n", nil},

		{"a check that exits", stage51 + "HEALTHCHECK CMD powershell -Command try { if (a) { exit 0 }; return 1 } catch { exit 1 }\n", nil},
		{"a return without a value", stage51 + "HEALTHCHECK CMD if (a) { return }; b.exe\n", nil},
		{"a check in a file", stage51 + "HEALTHCHECK CMD powershell -File C:\\check.ps1\n", nil},
		{"a catch that prints", stage51 + "HEALTHCHECK CMD powershell try { iwr -useb http://localhost } catch { 1 }\n", healthy},
		{"branches that print", stage51 + "HEALTHCHECK CMD powershell try { if ((irm http://localhost) -eq 1) { echo 0 } else { echo 1 } } catch { Write-Host 1 }\n", healthy},
		{"a catch that prints 0 alone", stage51 + "HEALTHCHECK CMD powershell try { iwr -useb http://localhost } catch { 0 }\n", nil},
		{"an error that nothing catches", stage51 + "HEALTHCHECK CMD powershell try { Get-Service W3SVC } catch { 1 }\n", nil},
		{"a program in the try", stage51 + "HEALTHCHECK CMD powershell try { curl.exe -f http://localhost } catch { 1 }\n", nil},
		{"a catch that does more", stage51 + "HEALTHCHECK CMD powershell try { iwr -useb http://localhost } catch { 1; Get-Item C:\\x }\n", nil},
		{"in the shell in force", stage51 + "HEALTHCHECK CMD powershell try { iwr -useb http://localhost; return 0 } catch { return 1 }\n", healthy},
	} {
		t.Run(test.name, func(t *testing.T) {
			expectOf(t, only("service-as-entrypoint", "healthcheck-never-fails", "windows-feature-on-nano"), test.text, test.want)
		})
	}
}

// Quotation marks and percent signs on their way to PowerShell.
func TestQuotesAndPercents(t *testing.T) {
	lost := map[string]lint.Severity{"quotes-lost": lint.Warning}
	fails := map[string]lint.Severity{"quotes-lost": lint.Error}
	setx := map[string]lint.Severity{"setx-path-from-powershell": lint.Error}
	percent := map[string]lint.Severity{"percent-variable-in-powershell": lint.Warning}
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"URLs, messages, one value", stage51 + `RUN iwr "https://x/$env:V.zip" -OutFile "a.zip"; Write-Host "a b"; $a = "$b"; $c = "$($d.E)"` + "\n", nil},
		{"single quotes inside", stage51 + `RUN Copy-Item "'C:\Program Files\a'" b` + "\n", nil},
		{"the cures", stage51 + `RUN $a = \"b;c\"; $d = """e;f"""; Copy-Item 'g h' i` + "\n", nil},
		{"around all of it", stage51 + `RUN "$a = 'b'; Copy-Item $a c"` + "\n", nil},
		{"inside of a string", stage51 + `RUN choco install a --params '"/Dir:C:\x y"'` + "\n", nil},
		{"what a shell joins again", stage51 + `RUN cmd /c "a b"; powershell -Command "c; d"` + "\n", nil},
		{"an array for PowerShell", servercore + `RUN ["powershell", "-Command", "Copy-Item 'a b' c"]` + "\n", nil},
		{"an assignment", stage51 + `RUN $a = "C:\tools"` + "\n", fails},
		{"a word that is no command", stage51 + `RUN $n = "MyService"; New-Service $n` + "\n", fails},
		{"a word that is one", stage51 + `RUN $n = "git"; choco install $n` + "\n", lost},
		{"a program", stage51 + `RUN $n = "C:\tools\a.exe"; Start-Process $n -Wait` + "\n", lost},
		{"a word that a script defines", stage51 + `RUN function Build { 1 }; $n = "Build"; $n` + "\n", lost},
		{"a text that is split", stage51 + `RUN tool --add-data "templates;templates"` + "\n", fails},
		{"a command in a text", stage51 + `RUN Write-Host "done; git version"` + "\n", lost},
		{"a condition", stage51 + `RUN if ($env:X) { $a = "MyService" }` + "\n", lost},
		{"an error that is caught", stage51 + `RUN try { 1 } catch { 2 }; $a = "MyService"` + "\n", lost},
		{"not the last statement", servercore + "SHELL [\"powershell\", \"-Command\"]\n" + `RUN $a = "MyService"; New-Service $a` + "\n", lost},
		{"the last statement", servercore + "SHELL [\"powershell\", \"-Command\"]\n" + `RUN md C:\a; $a = "MyService"` + "\n", fails},
		{"a comparison", stage51 + `RUN if ($a -ne "b") { throw 'c' }` + "\n", lost},
		{"a call", stage51 + `RUN [IO.File]::Delete("C:\a.txt")` + "\n", lost},
		{"an argument with a blank", stage51 + `RUN Remove-Item "C:\Program Files\a"` + "\n", lost},
		{"inside of quotes", servercore + `RUN powershell -Command "Remove-Item "C:\Program Files\a""` + "\n", lost},

		{"setx under cmd", servercore + "RUN setx /M PATH \"%PATH%;C:\\a\"\n", nil},
		{"setx for cmd", stage51 + "RUN cmd /c 'setx /M PATH %PATH%;C:\\a'\n", nil},
		{"setx of a value", stage51 + "RUN setx /M PATH $newPath; setx /M TOOLS '%SystemRoot%\\a'\n", nil},
		{"setx behind cmd", servercore + "RUN powershell setx /M PATH '%PATH%;C:\\a'\n", nil},
		{"setx in an array", servercore + `RUN ["powershell", "setx /M PATH '%PATH%;C:\\a'"]` + "\n", setx},
		{"setx without quotes", stage51 + "RUN setx /M Path %path%\n", setx},

		{"formats and programs", stage51 + "RUN Get-Date -UFormat %Y%m%d; tool.cmd %TEMP%; Set-Content a '%PATH%'\n", nil},
		{"behind cmd", servercore + "CMD powershell ./start.ps1 -p '%TEMP%'\n", nil},
		{"a name that nobody sets", stage51 + "RUN Copy-Item %NOBODY% b\n", nil},
		{"a name that ARG sets", stage51 + "ARG SOURCE=a\nRUN Copy-Item %SOURCE% b\n", percent},
		{"a script", stage51 + "RUN .\\install.ps1 -Target '%ProgramFiles%\\a'\n", percent},
	} {
		t.Run(test.name, func(t *testing.T) {
			expectOf(t, only("quotes-lost", "setx-path-from-powershell", "percent-variable-in-powershell"), test.text, test.want)
		})
	}
}

// What comes from elsewhere.
func TestDownloads(t *testing.T) {
	alias := map[string]lint.Severity{"curl-alias": lint.Error}
	slow := map[string]lint.Severity{"slow-download": lint.Info}
	plain := map[string]lint.Severity{"download-over-http": lint.Warning}
	runs := map[string]lint.Severity{"run-from-the-web": lint.Warning}
	bootstrap := map[string]lint.Severity{"run-from-the-web": lint.Info}
	parses := map[string]lint.Severity{"web-request-parses-page": lint.Warning}
	secret := map[string]lint.Severity{"secret-in-run": lint.Warning}
	for _, test := range []struct {
		name, text string
		want       map[string]lint.Severity
	}{
		{"names of the cmdlet", stage51 + "RUN wget -uri https://x/a -OutFile b; curl 'https://x/c' -o d; wget https://x/e -O f -WebSession $s\n", nil},
		{"a hash table of headers", stage51 + "RUN curl https://x/a -Headers @{ Accept = 'b' } -OutFile c\n", nil},
		{"the alias is gone", stage51 + "RUN Remove-Item alias:curl; curl -fsSL https://x/a -o b\n", nil},
		{"in 7 and in cmd", stage7 + "RUN curl -fsSL https://x/a -o b\nSHELL [\"cmd\", \"/S\", \"/C\"]\nRUN curl -fsSL https://x/a -o b\n", nil},
		{"by its file", stage51 + "RUN C:\\Windows\\System32\\curl.exe -fsSL https://x/a -o b\n", nil},
		{"a letter of several", stage51 + "RUN curl -u a:b https://x/a -o b\n", alias},
		{"a letter that takes the URL", stage51 + "RUN curl -s https://x/a -o b\n", alias},
		{"a long option", stage51 + "RUN curl --location https://x/a -o b\n", alias},

		{"the answer of this machine", bare51 + "RUN iwr -useb http://localhost/warm-up -OutFile a\n", nil},
		{"a bar in the script", bare51 + "RUN iwr https://x.example.net/a -OutFile b; $ProgressPreference = 'SilentlyContinue'\n", slow},
		{"once for a stage", bare51 + "RUN iwr https://x.example.net/a -OutFile b\nRUN iwr https://x.example.net/c -OutFile d\n", slow},
		{"the shell of the image", "FROM golang:1.26-windowsservercore-ltsc2022\nRUN iwr https://x.example.net/a -OutFile b\n", nil},

		{"a hash later on", stage51 + "RUN iwr http://x.example.net/a -OutFile b\nRUN if ((Get-FileHash b).Hash -ne $env:H) { throw 'c' }\n", nil},
		{"an update", stage51 + "RUN iwr http://x.example.net/windows.msu -OutFile b\n", nil},
		{"under cmd", servercore + "RUN curl -o a http://x.example.net/a\n", plain},
		{"in a variable", stage51 + "RUN $url = 'http://x.example.net/a'; iwr $url -OutFile b\n", plain},
		{"in a format", stage51 + "RUN iwr ('http://x.example.net/{0}' -f $env:V) -OutFile b\n", plain},
		{"ADD", servercore + "ADD http://x.example.net/a C:/a\n", plain},
		{"ADD with its hash", servercore + "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d http://x.example.net/a C:/a\n", nil},

		{"Chocolatey", stage51 + "RUN iex ((New-Object Net.WebClient).DownloadString('https://community.chocolatey.org/install.ps1'))\n", bootstrap},
		{"any other", stage51 + "RUN irm https://x.example.net/a.ps1 | iex\n", runs},
		{"text of a file", stage51 + "RUN Get-Content a | iex; iex $b\n", nil},
		{"not run", stage51 + "RUN $a = (New-Object Net.WebClient).DownloadString('https://x.example.net/a'); iex 'b'\n", nil},

		{"a file needs no page", stage51 + "RUN iwr https://x.example.net/a -OutFile b\n", nil},
		{"cut short", stage51 + "RUN (iwr -useb https://x.example.net/a).Content; (iwr -UseB https://x.example.net/b).Content\n", nil},
		{"a default for all", stage51 + "RUN $PSDefaultParameterValues['*:UseBasicParsing'] = $true; (iwr https://x.example.net/a).Content\n", nil},
		{"a health check", stage51 + "HEALTHCHECK CMD powershell if ((iwr http://localhost).StatusCode -ne 200) { exit 1 }\n", parses},

		{"placeholders and names of files", servercore + "ENV sa_password=\"_\" PASSWORD=changeme db_password_path=C:/x API_KEY=$KEY TOKEN_COUNT=1000\nARG PASSWORD\n", nil},
		{"the old form", servercore + "ENV sa_password DockerOnW1nd0ws\n", secret},
		{"an account without a password", servercore + "RUN net user builder /add\nRUN net localgroup Administrators builder /add\n", nil},
		{"an account", servercore + "RUN net user /add builder Tr0ub4dor-3\n", secret},
		{"a variable of the script", stage51 + "RUN $env:CERT_PASSWORD = 'Tr0ub4dor-3'; a.exe\n", secret},
		{"a parameter from a variable", stage51 + "RUN Import-PfxCertificate a.pfx -Password $password\n", nil},
		{"a stage that is left behind", servercore + "ENV sa_password=Tr0ub4dor-3\n" + servercore, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			expectOf(t, only(
				"curl-alias", "secret-in-run", "slow-download", "download-over-http", "run-from-the-web",
				"web-request-parses-page", "old-tls",
			), test.text, test.want)
		})
	}
}
