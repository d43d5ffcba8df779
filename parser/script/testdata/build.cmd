@echo off
setlocal EnableDelayedExpansion
REM Builds & tries the image; "quotes" (and parentheses) mean nothing here.
set "ROOT=%~dp0"
set TAG=%1
if "%TAG%"=="" set TAG=ltsc2022
if not exist "%ROOT%Dockerfile" (
  echo No Dockerfile in %ROOT:~0,-1%^! 1>&2
  exit /b 1
) else if /i "%2"=="--push" (
  set PUSH=1
)

docker build -t app:%TAG% --build-arg BASE="%TAG%" "%ROOT%." || goto :failed
FOR /F "usebackq tokens=*" %%I IN (`docker run -d --name app app:%TAG%`) DO (
  SET id=%%I
)
:: Wait until it answers.
for /l %%n in (1,1,30) do (
  curl -fs http://localhost:8080/ >nul 2>&1 && goto :ready
  timeout /t 1 /nobreak >nul
)
:ready
docker stop !id! & docker commit !id! app:ready
powershell -NoProfile -Command "Get-Content log.txt | Select-String '^error'; exit $LASTEXITCODE"
call "%ROOT%tools\report.cmd" %* ^
  --quiet
if defined PUSH (docker push app:%TAG%) else echo Not pushed: 100%%
goto :eof

:failed
echo Failed with %ERRORLEVEL%
exit /b %ERRORLEVEL%
