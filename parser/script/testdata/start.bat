@if "%1"=="" (start "" /wait app.exe) else start /b app.exe %*
@for %%f in (*.log *.tmp) do @del "%%~ff"
@pushd %~dp0.. && (call npm install & popd) || exit /b 1
@rd/s/q C:\temp 2>nul&md C:\temp
@"C:\Program Files\PowerShell\7\pwsh.exe" -NoLogo -File run.ps1 -Name "a b"
