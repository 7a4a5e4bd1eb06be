"""A real Neo4j for the tests, from its Maven artifacts: no Docker, loopback only, a small heap.

``jars(version)`` brings the server's jars into ``.cache/neo4j/VERSION`` once (``mvn``); ``Server`` runs one.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("COTERIE_NEO4J_CACHE", ROOT / ".cache" / "neo4j"))
LTS = "5.26.30"
NEWEST = os.environ.get("COTERIE_NEO4J_NEWEST", "2026.08.1")
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>neo4j-server-jars</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
  </dependencies>
</project>
"""
_CONF = """server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.http.enabled=false
server.https.enabled=false
server.directories.import=import
server.memory.pagecache.size=64m
dbms.usage_report.enabled=false
"""
_FLAGS = ("--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "-Xms256m")
_BRIEF = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""For a server that lives for minutes: thorough compilation would cost more than it brings."""


class Unavailable(RuntimeError):
    """Neo4j cannot be run here, and why."""


def java_range(version: str) -> tuple[int, int]:
    """Oldest and newest Java that runs a version of Neo4j."""
    return (17, 21) if version.startswith("5.") else (21, 99)


def find_java(version: str) -> Path:
    """A ``java`` for this version of Neo4j, from JAVA_HOME, the usual folders and PATH."""
    low, high = java_range(version)
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    for folder in ("/usr/lib/jvm", "/opt", "/Library/Java/JavaVirtualMachines"):
        homes += sorted(Path(folder).glob("*")) + sorted(Path(folder).glob("*/Contents/Home"))
    found = [home / "bin" / "java" for home in homes] + [Path(shutil.which("java") or "/nowhere")]
    for java in found:
        if java.is_file() and low <= _java_version(java) <= high:
            return java
    raise Unavailable(f"Neo4j {version} needs Java {low}{'+' if high == 99 else f' to {high}'}: none found")


def _java_version(java: Path) -> int:
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    match = re.search(r'version "(\d+)', said)
    return int(match[1]) if match else 0


def jars(version: str) -> Path:
    """The folder with the server's jars, brought by Maven when absent; test processes side by side bring them once."""
    place = CACHE / version
    if not (place / "complete").exists():
        place.mkdir(parents=True, exist_ok=True)
        with open(place / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (place / "complete").exists():
                _bring(version, place)
    return place / "lib"


def _bring(version: str, place: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable(f"Neo4j {version} is not in {place}, and there is no mvn to bring it")
    (place / "pom.xml").write_text(_POM.format(version=version))
    command = [
        maven, "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib", "-DincludeScope=runtime",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        raise Unavailable(f"mvn could not bring Neo4j {version}: {done.stdout[-500:]}{done.stderr[-500:]}")
    (place / "complete").touch()


def _entry_point(jar: Path) -> str:
    """The class that is the server: its jar declares it, for its name differs between versions."""
    with zipfile.ZipFile(jar) as parts:
        return parts.read("META-INF/services/org.neo4j.server.startup.EntryPoint").decode().strip()


class Server:
    """A Neo4j server of ours in ``home``; ``uri`` and ``password`` reach it. ``brief``: it will not live for long, and
    its speed is not measured."""

    user = "neo4j"

    def __init__(self, version: str, home: Path, *, heap: str = "512m", brief: bool = True) -> None:
        self.version, self.home = version, home
        self._java, lib = find_java(version), jars(version)
        self._program = ["-cp", f"{lib}/*", _entry_point(lib / f"neo4j-{version}.jar")]
        self.password = secrets.token_hex(12)  # never begins with a hyphen, as an option does
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.uri = f"bolt://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        for folder in ("conf", "import", "logs", "data", "plugins"):
            (home / folder).mkdir(parents=True, exist_ok=True)
        (home / "conf" / "neo4j.conf").write_text(_CONF.format(bolt=self.port))
        self._flags = [*_FLAGS, f"-Xmx{heap}", *(_BRIEF if brief else ())]
        self._admitted = False

    def _command(self) -> list[str]:
        """The server itself, without the launchers before it."""
        place = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        return [str(self._java), *self._flags, *self._program, *place]

    def start(self, patience_s: float = 90.0) -> None:
        """Start it and wait until Bolt answers."""
        with open(self.home / "console.log", "ab") as log:
            self.process = subprocess.Popen(
                self._command(),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline and self.process.poll() is None:
            if self._answers():
                return
            time.sleep(0.2)
        self.kill()
        said = (self.home / "console.log").read_text(errors="replace")[-1500:]
        raise Unavailable(f"Neo4j {self.version} did not start: {said}")

    def _answers(self) -> bool:
        import neo4j

        login = (self.user, self.password if self._admitted else self.user)
        with neo4j.GraphDatabase.driver(self.uri, auth=login) as driver:
            try:
                driver.verify_connectivity()
                if not self._admitted:
                    change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
                    driver.execute_query(change, old=self.user, new=self.password, database_="system")
                    self._admitted = True
            except (neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError):
                return False
            return True

    def stop(self) -> None:
        """Stop it as an operator would; kill it if it lingers."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None

    def kill(self) -> None:
        """``kill -9``, as a power cut would end it."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None
