# Builds, tries and commits the images.
param($Registry = 'registry.example.com:5000', [switch]$Push)

$tags = @{
    ltsc2019 = '10.0.17763'
    'ltsc2022' = "10.0.20348"; ltsc2025 = '10.0.26100'
}

$tags.GetEnumerator() | Sort-Object -Property Name | ForEach-Object {
    $tag = $_.Name
    docker build -t "$Registry/app:$tag" --build-arg "BASE=$tag" -f Dockerfile.windows .
    if (!$?) { exit 1 }
}

# Starts it, waits until it answers, and keeps what it became.
$id = docker run -d --name app -p 8080:80 -v ${PWD}\data:C:\data $Registry/app:ltsc2022
for ($i = 0; $i -lt 30 -and -not $ready; $i++) {
    try {
        $ready = (Invoke-WebRequest http://localhost:8080/ -UseBasicParsing).StatusCode -eq 200
    } catch [System.Net.WebException] {
        Start-Sleep -Seconds 1
    } finally {
        Write-Verbose "try $i"
    }
}
docker stop $id | Out-Null
docker commit $id app:ready 2>&1 > commit.log
docker rm --force $id
docker images --format '{{.Repository}}:{{.Tag}}' | Where-Object { $_ -match '^app:' } | % { Write-Host $_ }

switch -Wildcard ($Registry) {
    '*:5000' { $insecure = $true; break }
    default { $insecure = $false }
}

do {
    $answer = Read-Host 'Push?'
} until ($answer -in 'y', 'n')

if ($Push -or ($answer -eq 'y')) {
    cmd /c "docker push $Registry/app:ltsc2022 && echo done || exit /b 1"
}
