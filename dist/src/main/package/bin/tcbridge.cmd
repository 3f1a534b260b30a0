@echo off
rem Runs tcbridge with the runtime beside it, else with the Java 25 (or newer) of JAVA_HOME or PATH.
setlocal
set "home=%~dp0.."
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if exist "%home%\runtime\bin\java.exe" set "java=%home%\runtime\bin\java.exe"
set "heap="
if "%~1"=="snapshot" set "heap=-Xmx2g"
if "%~1"=="serve" set "heap=-Xmx2g"
if "%~1"=="core" set "heap=-Xmx2g"
"%java%" "@%home%\program\jvm.options" %heap% "-XX:AOTCache=%home%\program\tcbridge.aot" -jar "%home%\program\tcbridge.jar" %*
