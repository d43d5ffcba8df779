package script_test

import (
	"testing"

	"github.com/winlint/winlint/parser/script"
	"github.com/winlint/winlint/source"
)

func TestDecide(t *testing.T) {
	const none = script.NoSign
	for text, want := range map[string]struct {
		language script.Language
		sign     script.Sign
	}{
		`$x = 1; foo $x`:                              {script.WindowsPowerShell, script.Only},
		`${x} = 1`:                                    {script.WindowsPowerShell, script.Only},
		`[Environment]::Exit(1)`:                      {script.WindowsPowerShell, script.Only},
		`& 'C:\a b\c.exe' /q`:                         {script.WindowsPowerShell, script.Only},
		`Remove-Item C:\a`:                            {script.WindowsPowerShell, script.Only},
		`(New-Object Net.WebClient).Dispose()`:        {script.WindowsPowerShell, script.Only},
		`try { a } catch { exit 1 }`:                  {script.WindowsPowerShell, script.Only},
		`function m() { foo }; m`:                     {script.WindowsPowerShell, script.Only},
		`if (Test-Path C:\a) { b }`:                   {script.WindowsPowerShell, script.Only},
		`iex ((New-Object X).Y('https://z'))`:         {script.WindowsPowerShell, script.Only},
		`cd scripts; ./install.ps1 -Version 1`:        {script.WindowsPowerShell, script.Only},
		`C:/x.ps1 -Quiet`:                             {script.WindowsPowerShell, script.Only},
		`if exist C:\a del C:\a`:                      {script.Cmd, script.Only},
		`if not "%A%"=="" echo x`:                     {script.Cmd, script.Only},
		`for /f %i in (a.txt) do echo %i`:             {script.Cmd, script.Only},
		`set A=b&& foo`:                               {script.Cmd, script.Only},
		`call a.bat`:                                  {script.Cmd, script.Only},
		`copy /y a b`:                                 {script.Cmd, script.Only},
		`start /w setup.exe`:                          {script.Cmd, script.Only},
		`@powershell -Command foo`:                    {script.Cmd, script.Only},
		`setx /M PATH "%PATH%;C:\x"`:                  {script.Cmd, script.Probably},
		`curl -L -o a.zip https://x/%V%.zip`:          {script.Cmd, script.Probably},
		`md a && tar -xf b`:                           {script.Cmd, script.Probably},
		`mkdir C:\a C:\b`:                             {script.Cmd, script.Probably},
		`foo > nul`:                                   {script.Cmd, script.Probably},
		`git clone -b $env:BRANCH https://x`:          {script.WindowsPowerShell, script.Probably},
		`foo; Remove-Item a`:                          {script.WindowsPowerShell, script.Probably},
		`choco install git -y`:                        {script.Unknown, none},
		`choco install a; choco install b`:            {script.Unknown, none},
		`msbuild a.sln /p:Configuration=Debug`:        {script.Unknown, none},
		`powershell -File x.ps1`:                      {script.Unknown, none},
		`powershell -Command "a \"b\"; c | Out-Null"`: {script.Unknown, none},
		`curl -w "%{http_code}" http://x`:             {script.Unknown, none},
		`echo %UNKNOWN%`:                              {script.Unknown, none},
		`foo && Remove-Item $env:X`:                   {script.Unknown, none},
		`npm run "a && b"`:                            {script.Unknown, none},
		`rm -rf /a`:                                   {script.Unknown, none},
		`git-lfs install`:                             {script.Unknown, none},
		`add-apt-repository x`:                        {script.Unknown, none},
		`mkdir -p a`:                                  {script.Unknown, none},
	} {
		defined := func(name string) bool { return name == "PATH" || name == "V" || name == "A" }
		language, sign := script.Decide(source.Loose(text), defined)
		if language != want.language || sign != want.sign {
			t.Errorf("%s: %v, %d; want %v, %d", text, language, sign, want.language, want.sign)
		}
	}
}
