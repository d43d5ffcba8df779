#Requires -RunAsAdministrator
<#
.SYNOPSIS
    Puts the build tools into the image: # is no comment in here, and 'quotes' are "free".
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true, Position = 0)]
    [ValidateSet('x64', 'arm64')]
    [string] $Architecture,

    [ValidateNotNullOrEmpty()]
    [string[]] $Packages = @('git', '7zip'),

    [switch] $KeepDownloads
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

$root = Join-Path $env:TEMP ('tools-{0}' -f [Guid]::NewGuid().ToString('N'))
New-Item -Path $root -ItemType Directory -Force | Out-Null

function Get-Tool {
    param([string] $Uri, [string] $Name, [string] $Sha256)

    $target = "$root\$Name"     # not yet checked
    Invoke-WebRequest -Uri $Uri -OutFile $target -UseBasicParsing
    if ((Get-FileHash -Path $target -Algorithm SHA256).Hash -ne $Sha256) {
        throw "The hash of '$Name' is not `"$Sha256`""
    }
    return $target
}

$node = Get-Tool -Uri "https://files.example.com/node/v$($env:NODE_VERSION)/node-v$env:NODE_VERSION-win-$Architecture.zip" `
    -Name 'node.zip' `
    -Sha256 $env:NODE_SHA256
Expand-Archive -LiteralPath $node -DestinationPath 'C:\'
Rename-Item -Path "C:\node-v$env:NODE_VERSION-win-$Architecture" -NewName 'C:\node'

$msi = Get-Tool 'https://files.example.com/agent.msi' agent.msi '0123456789ABCDEF'
$install = Start-Process -FilePath msiexec.exe -ArgumentList '/i', "`"$msi`"", '/qn', '/norestart' -Wait -PassThru
if ($install.ExitCode -notin 0, 3010) {
    Write-Error ('msiexec ended with {0}' -f $install.ExitCode)
    exit $install.ExitCode
}

foreach ($package in $Packages) {
    & choco install $package -y --no-progress
    if ($LASTEXITCODE -ne 0) { throw "choco install $package failed" }
}

$path = [Environment]::GetEnvironmentVariable('PATH', 'Machine').TrimEnd(';') + ';C:\node'
[Environment]::SetEnvironmentVariable('PATH', $path, [EnvironmentVariableTarget]::Machine)

if (-not $KeepDownloads) {
    Remove-Item $root -Recurse -Force -ErrorAction SilentlyContinue
}
