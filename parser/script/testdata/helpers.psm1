Set-StrictMode -Version 2.0

filter ConvertTo-Upper { $_.ToUpper() }

function Invoke-Retry([scriptblock] $Action, [int] $Times = 3) {
    begin { $count = 0 }
    process {
        while ($true) {
            try { return & $Action } catch {
                $count++
                if ($count -ge $Times) { throw }
                Write-Warning "Attempt $count failed: $($_.Exception.Message)"
            }
        }
    }
    end { }
}

function script:Get-Size {
    [OutputType([long])]
    param([ValidateScript({ Test-Path $_ })][string]$Path)
    [long]$sum = (Get-ChildItem -Recurse $Path | Measure-Object -Sum Length).Sum
    $sum / 1MB -as [int]
}

class Image {
    [string] $Name
    hidden [int] $Layers = 1
    Image([string] $name) { $this.Name = $name }
    static [Image] Parse([string] $text) {
        return [Image]::new($text.Split(':')[0])
    }
}

enum Edition { Nano = 1; Core; Full }

Export-ModuleMember -Function Invoke-Retry, Get-Size
