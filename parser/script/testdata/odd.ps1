; Write-Host 'separator first'
Write-Host a`
 b;iex ((New-Object System.Net.WebClient).DownloadString('https://get.example.com/install.ps1'))
IF($x -EQ 1){WRITE-HOST 'one'}ELSEIF($x){'two'}ELSE{"three"};try{a.exe}catch{exit 1}
$a,$b = 1..3,4; $c=$a[0]+$b*-2; $d = !$c -and -not($a -is [array])
"${env:ProgramFiles(x86)}\x" ; $env:PATH += ";${env:JAVA_HOME}\bin"
a.exe /x:"b c" -o:'d e' "f""g" 'h''i' $(j) @(k; l) {m}
7z x -oC:\out 'a b.7z' | Out-Null
[void](mkdir C:\x); [Reflection.Assembly]::LoadWithPartialName("System.IO.Compression")|Out-Null
[System.IO.File]::WriteAllText("$pwd\a.txt", "b`r`nc", [System.Text.Encoding]::UTF8)
gci *.log|?{$_.Length -gt 10kb}|%{ri $_.FullName -fo}
$x = if (Test-Path y) { 'z' } else { $null }
Get-Process | Where-Object Name -like 'app*' | Stop-Process -Force 2>$null
Start-Process .\setup.exe -ArgumentList "/S", "/D=C:\tool" -NoNewWindow -Wait 3>&1 4>> log.txt
net user app 'P@ss#word!' /add; icacls C:\app /grant 'app:(OI)(CI)F'
Write-Host "nested $(if ($true) { "in $("deep")" })" # end
Get-Item 'HKLM:\SOFTWARE' <# here #> -ErrorAction Stop
