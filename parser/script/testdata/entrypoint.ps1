$ErrorActionPreference = "Stop"

Write-Output 'It''s time to start'
$settings = @"
{
    "server": "$env:SERVER",
    "folder": "$($env:ProgramData -replace '\\', '/')",   # no comment
    "price": "5 `$"
}
"@
Set-Content -Path C:\app\settings.json -Value $settings -Encoding UTF8
$query = @'
SELECT '$name' -- no variable
'@
Write-Verbose $query.Trim()

$names = Get-ChildItem env:APP_* | Select-Object -ExpandProperty Name
$args = @{ Name = 'App'; StartupType = 'Automatic' }
Set-Service @args
Start-Service App

# Keeps the container running.
while ($true) {
    Get-EventLog -LogName Application -Source App -After (Get-Date).AddSeconds(-5) -ErrorAction SilentlyContinue |
        Sort-Object Index |
        Format-List TimeGenerated, EntryType, Message
    if ((Get-Service App).Status -ne 'Running') { break }
    Start-Sleep -Seconds 5
}

. .\stop.ps1
& "$PSScriptRoot\tools\report.exe" --names ($names -join ',') /quiet
exit 0
