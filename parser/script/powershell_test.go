package script

import "testing"

// readCase is a text, and what is read of it: see outline.
type readCase struct{ name, text, want string }

var powerShellCases = []readCase{
	{"download and unpack", `Invoke-WebRequest -Uri https://x/y.zip -OutFile C:\y.zip; Expand-Archive C:\y.zip -Dest:C:\y | Out-Null`,
		`<invoke-webrequest -uri 'https://x/y.zip' -outfile 'C:\y.zip'>; <expand-archive 'C:\y.zip' -dest:'C:\y'> | <out-null>`},
	{"assignments", `$ErrorActionPreference='Stop';$env:PATH = 'C:\a;' + $env:PATH; $a.b[0] += 2; $x, $y = 1, 2`,
		`$erroractionpreference='Stop'; $env:path=('C:\a;' + $env:path); $a.b[0]+=2; $x, $y=1, 2`},
	{"static call", `[Environment]::SetEnvironmentVariable('PATH', ($env:PATH + ';C:\x'), [EnvironmentVariableTarget]::Machine)`,
		`[Environment]::SetEnvironmentVariable('PATH',(($env:path + ';C:\x')),[EnvironmentVariableTarget]::Machine)`},
	{"protocol", `[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12 -bor 3072`,
		`[Net.ServicePointManager]::SecurityProtocol=([Net.SecurityProtocolType]::Tls12 -bor 3072)`},
	{"type of a string", `[Net.ServicePointManager]::SecurityProtocol = [Enum]::ToObject([Net.SecurityProtocolType], 3072); [Type]'A,B'`,
		`[Net.ServicePointManager]::SecurityProtocol=[Enum]::ToObject([Net.SecurityProtocolType],3072); [Type] 'A,B'`},
	{"installer script", `iex ((New-Object Net.WebClient).DownloadString('https://x/install.ps1'))`,
		`<iex ((<new-object 'Net.WebClient'>).DownloadString('https://x/install.ps1'))>`},
	{"format", `$url = ('https://x/{0}/{1}.zip' -f $env:V, 'a'); Write-Host ('Downloading {0} ...' -f $url)`,
		`$url=(('https://x/{0}/{1}.zip' -f $env:v, 'a')); <write-host (('Downloading {0} ...' -f $url))>`},
	{"if else", "if (Test-Path x) { a } elseif ($y -eq 3) { b }\nelse { throw 'no' }\nc",
		`{if if((<test-path 'x'>))[<a>] elseif((($y -eq 3)))[<b>] else()[<throw 'no'>]} <c>`},
	{"blocks need no separator", `if ($a) { b } foreach ($f in Get-ChildItem -r *.txt) { c } try{d}catch [IO.IOException], [X]{exit 1}finally{} e`,
		`{if if(($a))[<b>]} {foreach foreach($f <get-childitem -r '*.txt'>)[<c>]} ` +
			`{try try()[<d>] catch([IO.IOException] [X])[<exit '1'>] finally()[]} <e>`},
	{"loops", `for ($i = 0; $i -lt 3; $i++) { a }; while (!(Test-Path x)) { sleep 1 }; do { b } until ($?)`,
		`{for for(($i=0; ($i -lt 3); (++ $i)))[<a>]}; {while while(((! (<test-path 'x'>))))[<sleep '1'>]}; {do do()[<b>] until(($?))}`},
	{"switch", "switch -Regex ($x) { 'a' { b } default { c } { $_ -gt 3 } { d } }",
		`{switch switch(-regex ($x)) ('a')[<b>] ('default')[<c>] ({($_ -gt 3)})[<d>]}`},
	{"function", "function Get-It([string]$a = 'b', $c) { return 1 }\nfunction X { param([Parameter(Mandatory=$true)][int] $n = 3) process { $n } }",
		`{function Get-Itparams([string]$a='b';$c;) [<return '1'>]} {function X [params([Parameter(Mandatory=$true)][int]$n=3;) {process process()[$n]}]}`},
	{"call operators", `& 'C:\Program Files\x.exe' /a "b c"; . .\profile.ps1; &"$x\y.exe" 2>&1 > $null; .\z.cmd a >> C:\log.txt`,
		`<&x '/a' 'b c'>; <.profile.ps1>; <&y 2>&1 >$null>; <z.cmd 'a' >>'C:\log.txt'>`},
	{"words with variables", `docker run -v ${PWD}:C:\a -v $pwd:C:\b -e A=$b "x$($c.d)y" $e.f $env:TEMP\g.exe '$h' $i`,
		`<docker 'run' -v ~'${PWD}:C:\a' -v ~'$pwd:C:\b' -e ~'A=$b' ~'x$($c.d)y' $e.f ~'$env:TEMP\g.exe' '$h' $i>`},
	{"options of programs", `choco install --yes -y git.install --params="'/NoAutoCrlf /x'" ; msbuild /p:A=b -p:C=d -m:2; 7z x a.zip -oC:\b`,
		`<choco 'install' '--yes' -y 'git.install' '--params='/NoAutoCrlf /x''>; <msbuild '/p:A=b' -p:'C=d' -m:'2'>; <7z 'x' 'a.zip' -oc:'\b'>`},
	{"arrays", `Start-Process msiexec -ArgumentList '/i', 'x.msi', '/qn' -Wait; Install-WindowsFeature Web-Server, Web-Asp-Net45; a @('b', "c")`,
		`<start-process 'msiexec' -argumentlist '/i', 'x.msi', '/qn' -wait>; ` +
			`<install-windowsfeature 'Web-Server', 'Web-Asp-Net45'>; <a @('b', "c")>`},
	{"hash and splat", "$a = @{ A = 1; 'b c' = @(1,2)\n C = Get-It }; Invoke-WebRequest @a",
		`$a=@{A=1;'b c'=@(1, 2);C=<get-it>;}; <invoke-webrequest $a>`},
	{"quotes in quotes", `Write-Host 'it''s' "a ""b"" c" "d` + "`" + `"e` + "`" + `$f" x"y z"w`,
		`<write-host 'it's' 'a "b" c' 'd"e$f' 'xy zw'>`},
	{"strings with blocks", `"$(if ($a) { "b" } else { 'c' }) ${env:ProgramFiles(x86)} $d.e"`,
		`"$(if ($a) { "b" } else { 'c' }) ${env:ProgramFiles(x86)} $d.e"`},
	{"script blocks", `Get-Service | Where-Object { $_.Status -eq 'Running' } | % { $_.Name } | ForEach-Object Stop`,
		`<get-service> | <where-object {($_.Status -eq 'Running')}> | <% {$_.Name}> | <foreach-object 'Stop'>`},
	{"comments", "a # b 'c\n<# d\n #> e#f ; g <# h #> i", `<a> <e#f>; <g 'i'>`},
	{"continuation", "a `\n  -b c `\r\n  d", `<a -b 'c' 'd'>`},
	{"pipe at line end", "a |\n b\n", `<a> | <b>`},
	{"operators on the next line", "$a = 'b' +\n 'c' -replace 'd',\n 'e'", `$a=('b' + 'c' -replace 'd', 'e')`},
	{"here-strings", "$a = @\"\nb \"$c\" $(d)\n\"@\n$e = @'\n$f\n'@ | Out-File x", `$a=@"b "$c" $(d)" $e=@'$f' | <out-file 'x'>`},
	{"rest as it stands", `icacls --% C:\x /grant "A B":(F) & %VAR% | b`, `<icacls '--%' 'C:\x' '/grant' 'A B:(F)' '&' '%VAR%'> | <b>`},
	{"chains", `a && b || c; d`, `<a>&& <b>|| <c>; <d>`},
	{"numbers", `1..3 | % { $_ * 1.5kb }; 7zip a; 0x1F -band 3; -1 + 2`, `(1 .. 3) | <% {($_ * 1.5kb)}>; <7zip 'a'>; (0x1F -band 3); ((- 1) + 2)`},
	{"casts of casts", `'{0}' -f [char][int]10, ([A][B.C]::D()), $a[$b-1]`,
		`('{0}' -f [char] [int] 10, ([A] [B.C]::D()), $a[($b - 1)])`},
	{"casts and negation", `[void](New-Item x); [int]$a = '5'; if (-not (Get-It) -and !$b) { }`,
		`[void] (<new-item 'x'>); [int] $a='5'; {if if((((-not (<get-it>)) -and (! $b))))[]}`},
	{"upper and lower case", `IF($A){B}ELSE{C};FOREACH($x IN $y){Z}`, `{if if(($a))[<b>] else()[<c>]}; {foreach foreach($x $y)[<z>]}`},
	{"words that are no keywords", `if.exe a; for-it b; end c; data; foreach-object { d }; process`,
		`<if 'a'>; <for-it 'b'>; <end 'c'>; <data>; <foreach-object {<d>}>; <process>`},
	{"exit code", `x.exe; if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }; exit 0`,
		`<x>; {if if((($lastexitcode -ne 0)))[<exit $lastexitcode>]}; <exit '0'>`},
	{"return a pipeline", `return Get-It | b`, `<return <get-it> | <b>>`},
	{"assigned statement", "$a = if ($b) { 1 } else { 2 }\n$c = docker run -d x", `$a={if if(($b))[1] else()[2]} $c=<docker 'run' -d 'x'>`},
	{"attribute and parameters", "[CmdletBinding()]param([string[]]$a,\n[ValidateSet('x','y')]$b)\nc",
		`[CmdletBinding] params([string[]]$a;[ValidateSet('x''y')]$b;) <c>`},
	{"class", "class A : B { [int] $x = 3\n static [string] F([int]$y) { return 'z' } }\nenum E { P; Q = 2 }",
		`{class A [[int]$x=3; {function Fparams([int]$y;) [<return 'z'>]}]} {enum E [; =2;]}`},
	{"typographic quotes", "Write-Host \u201Ca b\u201D \u2013Foo", `<write-host 'a b' -foo>`},
	{"separator first", `; a;; ;b`, `<a>; <b>`},
	{"percent signs", `setx PATH %PATH%;C:\x; echo "%A%"`, `<setx 'PATH' '%PATH%'>; <x>; <echo '%A%'>`},
}

func TestPowerShell(t *testing.T) {
	for _, c := range powerShellCases {
		t.Run(c.name, func(t *testing.T) {
			s := Read(PowerShell, text(c.text))
			checkScript(t, s)
			for _, e := range s.Errors {
				t.Errorf("error at %q: %s", e.String(), e.Message)
			}
			if got := outline(s.Body); got != c.want {
				t.Errorf("%s\nis read as\n%s\nwant\n%s", c.text, got, c.want)
			}
		})
	}
}
