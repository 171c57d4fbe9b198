#!/usr/bin/env python3
"""Makes the release archive behind './easel package'.

It is built from a copy of the sources, so that nothing that an earlier build left gets into it, and packed with sorted
names, one time and no owner: the same sources, tools and Java give the same bytes.
"""

import argparse
import gzip
import hashlib
import json
import os
import pathlib
import platform
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree
import zipfile

import license_texts

ROOT = pathlib.Path(__file__).resolve().parent.parent
MACHINE = f"linux-{platform.machine()}"
SCRIPTS = pathlib.Path("openvino-genai-jni", "src", "main", "scripts")
TEXTS = ("LICENSE", "NOTICE", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "easel")
FOLDERS = ("docs", "examples", "graphs", "models/shapes", "packaging/fleet", "packaging/helm",
           "packaging/image", "packaging/kserve", "packaging/observability", "packaging/systemd")
# What is inside, as the build lists it; and what tells where Maven keeps libraries.
CONTENTS = pathlib.Path("http-frontend", "target", "contents.json")
HELP = "org.apache.maven.plugins:maven-help-plugin:3.5.1"
# Readers of other model formats and the C interface: image pipelines read OpenVINO's own format, from C++.
NOT_NEEDED = re.compile(r"(_c|_(gguf|jax|onnx|paddle|pytorch|tensorflow|tensorflow_lite)_frontend)\.so|/tbb\.pc$")
# What Java code asks for by name, so that jdeps does not see it.
MODULES = ("java.logging", "java.naming", "jdk.charsets", "jdk.crypto.ec", "jdk.naming.dns", "jdk.unsupported",
           "jdk.zipfs")
# Of every Debian; what else Java's own libraries are linked with comes along.
SYSTEM_LIBRARIES = re.compile(r"(ld-linux.*|lib(c|m|dl|rt|pthread|util|resolv|gcc_s|stdc\+\+))\.so.*")


def main():
    parser = argparse.ArgumentParser(
        prog="easel package",
        description="Makes the release archive: launcher, jars, native runtime, the shipped model and graphs, licenses"
                    " and a list of the contents (CycloneDX). It needs what a build needs; what it makes needs a Java"
                    " 17 runtime, or nothing with --with-jre.",
        epilog="The sources are taken as checked: 'mvn verify' does that. The same sources, tools and Java give the"
               " same bytes. The time of all files is that of the last commit, or SOURCE_DATE_EPOCH."
               " Example: ./easel package --with-jre --output /srv/releases")
    parser.add_argument("--with-jre", action="store_true",
                        help="make a second archive, with a Java runtime from the JDK that builds (jlink)")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "target" / "release", metavar="FOLDER",
                        help="where the archive and its SHA-256 go (default: target/release)")
    parser.add_argument("--built", type=pathlib.Path, metavar="TREE",
                        help="take the jars of a work tree in which 'mvn -Prelease package' has run, instead of"
                             " building a copy: faster, and only as clean as that tree is")
    arguments = parser.parse_args()
    try:
        package(arguments)
    except (Failure, OSError, subprocess.CalledProcessError) as failure:
        sys.exit(f"easel package: {failure}")


class Failure(Exception):
    """What a person has to mend."""


def package(arguments):
    output = arguments.output.absolute()
    output.mkdir(parents=True, exist_ok=True)
    java = java_home()
    if arguments.with_jre and not (java / "jmods").is_dir():
        raise Failure(f"{java} has no jmods, which jlink needs: sudo apt install openjdk-17-jdk-headless")
    with tempfile.TemporaryDirectory(dir=output, prefix=".making-") as work:
        work = pathlib.Path(work)
        tree = arguments.built.absolute() if arguments.built else build(work / "tree", output / "build.log", java)
        archives = [make(work, tree, output, None)]
        if arguments.with_jre:
            archives.append(make(work, tree, output, java))
    for archive in archives:
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        archive.with_name(archive.name + ".sha256").write_text(f"{digest}  {archive.name}\n")
        print(f"{archive}  {archive.stat().st_size / 2**20:.1f} MiB  SHA-256 {digest}")


def make(work, tree, output, java):
    """The archive of what was built in a tree; with that JDK's runtime, or none."""
    name = f"easel-{version(tree)}-{MACHINE}" + ("-jre" if java else "")
    folder = work / name
    collect(tree, folder)
    contents = json.loads((tree / CONTENTS).read_text())
    add_runtime(tree, folder, contents)
    if java:
        add_java(java, folder, contents)
    refuse(license_texts.add(folder, contents["components"]))
    contents["metadata"].pop("timestamp", None)
    contents["components"].sort(key=lambda component: component.get("purl", component["name"]))
    (folder / "contents.cdx.json").write_text(json.dumps(contents, indent=1, sort_keys=True) + "\n")
    archive = output / f"{name}.tar.gz"
    pack(folder, work / archive.name, time_of(tree))
    (work / archive.name).rename(archive)
    return archive


def say(text):
    print(f"easel package: {text}", file=sys.stderr, flush=True)


def java_home():
    given = os.environ.get("JAVA_HOME")
    java = pathlib.Path(given, "bin", "java") if given else pathlib.Path(shutil.which("java") or "")
    home = java.resolve().parent.parent
    if not (home / "bin" / "javac").exists():
        raise Failure(f"{home} is no JDK: sudo apt install openjdk-17-jdk-headless")
    return home


def build(tree, log, java):
    """Copies what belongs to the sources and builds it there."""
    listed = sources()
    for name in listed:
        target = tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    log.unlink(missing_ok=True)
    say(f"looking for the license of every library; details go to {log}")
    place = tree / "repository"
    maven(tree, log, java, "validate", f"{HELP}:evaluate",
          "-Dexpression=settings.localRepository", f"-Doutput={place}")
    listed = json.loads((tree / CONTENTS).read_text())["components"]
    refuse(license_texts.missing(listed, pathlib.Path(place.read_text().strip())))
    say("building a copy of the sources, which takes minutes")
    # Checking the code takes most of the time of a build, and changes no byte of what it makes.
    maven(tree, log, java, "-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "-Dchecks.plugin=-XDchecks=none",
          "-Dlint=none", "package")
    return tree


def maven(tree, log, java, *words):
    with open(log, "a") as details:
        done = subprocess.run(["mvn", "-B", "-Prelease", "-pl", "http-frontend", "-am", *words], cwd=tree,
                              stdin=subprocess.DEVNULL, stdout=details, stderr=details,
                              env={**os.environ, "JAVA_HOME": str(java)})
    if done.returncode != 0:
        errors = [line for line in log.read_text().splitlines() if line.startswith("[ERROR]")]
        raise Failure("the build failed, see " + str(log) + "".join("\n" + line for line in errors[:10]))


def refuse(missing):
    if missing:
        raise Failure("\n".join(missing))


def sources():
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        # Unpacked sources without a history.
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")
                 if not {"target", ".git", ".easel"} & set(path.relative_to(ROOT).parts)]
    names = [name for name in names if name and (ROOT / name).is_file()]
    if not names:
        raise Failure(f"no sources in {ROOT}")
    return sorted(names)


def time_of(tree):
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    try:
        command = ["git", "log", "-1", "--format=%ct"]
        return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        raise Failure("no commit says which time the files have: set SOURCE_DATE_EPOCH") from None


def version(tree):
    pom = xml.etree.ElementTree.parse(tree / "pom.xml").getroot()
    return pom.find("{http://maven.apache.org/POM/4.0.0}version").text


def collect(tree, folder):
    """Launcher, texts, graphs, the model and the jars."""
    for name in TEXTS:
        copy(tree / name, folder / name)
    for name in FOLDERS:
        if not (tree / name).is_dir():
            raise Failure(f"{name} is missing")
        for file in sorted((tree / name).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                copy(file, folder / file.relative_to(tree))
    jars = sorted((tree / "http-frontend/target/dist/lib").glob("*.jar"))
    own = [jar for jar in (tree / "http-frontend/target").glob("http-frontend-*.jar")
           if not re.search(r"-(sources|tests|javadoc)\.jar$", jar.name)]
    if not jars or len(own) != 1:
        raise Failure(f"no jars in {tree}/http-frontend/target: run mvn -Prelease package there")
    for jar in jars + own:
        copy(jar, folder / "lib" / jar.name)


def copy(file, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
    target.chmod(0o755 if os.access(file, os.X_OK) and not file.suffix == ".jar" else 0o644)


def add_runtime(tree, folder, contents):
    """The native libraries, laid out as the loader looks for them, and the binding's own beside them."""
    with zipfile.ZipFile(next((folder / "lib").glob("openvino-genai-jni-*.jar"))) as jar:
        properties = jar.read("dev/easel/genai/runtime/native/runtime.properties").decode()
        shim = jar.read(f"dev/easel/genai/runtime/native/{MACHINE}/libeasel_genai.so")
    wanted = re.search(r"^version=(.*)$", properties, re.MULTILINE).group(1)
    command = [sys.executable, str(tree / SCRIPTS / "fetch_runtime.py"), wanted]
    # The pinned wheels, whose contents and licenses are known, and no other archive.
    environment = {name: value for name, value in os.environ.items() if name != "OPENVINO_GENAI_HOME"}
    home = pathlib.Path(subprocess.run(command, check=True, capture_output=True, text=True,
                                       env=environment).stdout.strip())
    for file in sorted(home.rglob("*")):
        name = str(file.relative_to(home))
        if not file.is_file():
            continue
        if "license" in name.lower() or "licensing" in name.lower():
            wheel = file.relative_to(home).parts[0].removesuffix(".dist-info").replace("_", "-")
            copy(file, folder / "licenses" / wheel / file.name)
        elif not name.startswith("openvino/include/") and not NOT_NEEDED.search(name):
            copy(file, folder / "runtime" / name)
    target = folder / "runtime" / "native" / "libeasel_genai.so"
    target.parent.mkdir(parents=True)
    target.write_bytes(shim)
    pins = (tree / SCRIPTS / f"runtime-{MACHINE}.txt").read_text()
    for name, number, digest in re.findall(r"^(\S+)==(\S+) --hash=sha256:(\S+)$", pins, re.MULTILINE):
        contents["components"].append({
            "type": "library", "name": name, "version": number, "purl": f"pkg:pypi/{name}@{number}",
            "bom-ref": f"pkg:pypi/{name}@{number}", "licenses": [{"license": {"id": "Apache-2.0"}}],
            "hashes": [{"alg": "SHA-256", "content": digest}]})


def add_java(java, folder, contents):
    jars = sorted(str(jar) for jar in (folder / "lib").glob("*.jar"))
    needed = subprocess.run(
        [str(java / "bin" / "jdeps"), "--ignore-missing-deps", "--multi-release", "17", "--print-module-deps",
         "--class-path", ":".join(jars), *jars], check=True, capture_output=True, text=True).stdout
    there = {module.stem for module in (java / "jmods").glob("*.jmod")}
    modules = (set(needed.strip().split(",")) | set(MODULES)) & there
    release = dict(re.findall(r'^(\w+)="(.*)"$', (java / "release").read_text(), re.MULTILINE))
    compress = "2" if int(release["JAVA_VERSION"].split(".")[0]) < 21 else "zip-6"
    target = folder / "jre"
    subprocess.run([str(java / "bin" / "jlink"), "--module-path", str(java / "jmods"), "--add-modules",
                    ",".join(sorted(modules)), "--no-header-files", "--no-man-pages", "--compress", compress,
                    "--output", str(target)], check=True, stdout=subprocess.DEVNULL)
    number = release["JAVA_VERSION"]
    texts = folder / "licenses" / f"OpenJDK-{number}"
    for text in sorted((java / "legal" / "java.base").iterdir()):
        copy(text.resolve(), texts / text.name)
    if not (texts / "LICENSE").exists():
        copy(package_of(java / "release")[2], texts / "copyright")  # a distribution keeps it apart
    contents["components"].append({
        "type": "framework", "name": "OpenJDK", "version": number, "bom-ref": f"pkg:generic/openjdk@{number}",
        "purl": f"pkg:generic/openjdk@{number}", "publisher": release.get("IMPLEMENTOR", "unknown"),
        "licenses": [{"expression": "GPL-2.0-only WITH Classpath-exception-2.0"}]})
    add_linked_libraries(target / "lib", folder, contents)


def add_linked_libraries(place, folder, contents):
    """A distribution's Java is linked with its libraries; they are found beside Java's own."""
    for library in sorted(place.rglob("*.so")):
        for line in subprocess.run(["ldd", str(library)], capture_output=True, text=True).stdout.splitlines():
            found = re.match(r"\s*(\S+) => (/\S+)", line)
            if not found or SYSTEM_LIBRARIES.fullmatch(found.group(1)) or (place / found.group(1)).exists():
                continue
            file = pathlib.Path(found.group(2))
            if str(file).startswith(str(place)):
                continue
            # Only what the image formats and compression need: a server has no screen and no printer.
            copy(file.resolve(), place / found.group(1))
            owner = package_of(file)
            if owner:
                name, number, text = owner
                copy(text, folder / "licenses" / f"{name}-{number}" / "copyright")
                contents["components"].append({
                    "type": "library", "name": name, "version": number, "purl": f"pkg:deb/debian/{name}@{number}",
                    "bom-ref": f"pkg:deb/debian/{name}@{number}"})


def package_of(file):
    """The Debian package of a library: its name, version and license text."""
    for path in (file, file.resolve(), pathlib.Path("/usr" + str(file))):
        asked = subprocess.run(["dpkg-query", "--search", str(path)], capture_output=True, text=True)
        if asked.returncode == 0:
            name = asked.stdout.split(":")[0]
            number = subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", name],
                                    check=True, capture_output=True, text=True).stdout
            return name, number, pathlib.Path("/usr/share/doc", name, "copyright")
    raise Failure(f"no package owns {file}, so its license is not known")


def pack(folder, archive, seconds):
    with open(archive, "wb") as file, \
            gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0, compresslevel=6) as packed, \
            tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in [folder, *sorted(folder.rglob("*"))]:
            entry = tar.gettarinfo(path, str(path.relative_to(folder.parent)))
            entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = seconds, 0, 0, "", ""
            executes = path.is_dir() or bool(path.stat().st_mode & stat.S_IXUSR)
            entry.mode = 0o755 if executes else 0o644
            if entry.isfile():
                with open(path, "rb") as data:
                    tar.addfile(entry, data)
            else:
                tar.addfile(entry)


if __name__ == "__main__":
    main()
