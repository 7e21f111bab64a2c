@echo off
rem Starts PoseStream: finds Java, builds the program when it is missing or older than its sources, passes the arguments on.
setlocal
set "here=%~dp0"
set "jar=%here%stream-server\target\posestream.jar"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>&1
if errorlevel 1 (
    echo posestream: no Java found; install JDK 17 or newer, or set JAVA_HOME 1>&2
    exit /b 1
)
for /f "tokens=3" %%v in ('""%java%" -version 2>&1 | findstr /c:"version""') do set "version=%%~v"
for /f "tokens=1 delims=." %%v in ("%version%") do set "major=%%v"
if %major% LSS 17 (
    echo posestream: Java %version% found, but 17 or newer is needed; set JAVA_HOME to such a JDK 1>&2
    exit /b 1
)
set "stale=1"
for /f %%s in ('powershell -NoProfile -Command "$j=Get-Item -ea 0 '%jar%'; if (!$j) {1} else { $n=Get-ChildItem '%here%pom.xml','%here%models\src','%here%models\pom.xml','%here%stream-core\src\main','%here%stream-server\src\main' -Recurse -File | Where-Object { $_.LastWriteTime -gt $j.LastWriteTime } | Select-Object -First 1; if ($n) {1} else {0} }"') do set "stale=%%s"
if "%stale%"=="1" (
    echo Building PoseStream ^(once; the first time downloads about 150 MB^) ... 1>&2
    where mvn >nul 2>&1
    if errorlevel 1 (
        echo posestream: no Maven found; install Maven 3.8 or newer to build the program once 1>&2
        exit /b 1
    )
    pushd "%here%"
    call mvn -B -q -DskipTests -Dcheckstyle.skip=true -pl stream-server -am package
    if errorlevel 1 (
        popd
        echo posestream: the build failed 1>&2
        exit /b 1
    )
    popd
)
set "ORT_DISABLE_TELEMETRY=1"
set "newer="
if %major% GEQ 24 set "newer=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
"%java%" %newer% -XX:+UseSerialGC -Xms64m -Xmx1g -Dorg.bytedeco.javacpp.nopointergc=true %POSESTREAM_JAVA_OPTIONS% -jar "%jar%" %*
exit /b %errorlevel%
