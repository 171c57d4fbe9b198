#!/usr/bin/env python3
"""Prints where the OpenVINO GenAI runtime is, after fetching it once with pip.

An installed archive that OPENVINO_GENAI_HOME names is used as it is. Otherwise the wheels that
runtime-<platform>.txt pins are unpacked below $EASEL_CACHE (~/.cache/easel), which `mvn clean` does not touch.
The wheels are chosen for one fixed Python version, because only their C++ libraries are used: the python3 that
runs this need not match.
"""

import fcntl
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
WHEEL_PYTHON = "3.12"
# Newest first: the tags under which the three wheels of a platform were published.
PLATFORM_TAGS = {
    "linux-x86_64": ["manylinux_2_28_x86_64", "manylinux2014_x86_64"],
    "linux-aarch64": ["manylinux_2_39_aarch64", "manylinux_2_31_aarch64", "manylinux2014_aarch64"],
}
KEPT = ("openvino/libs/", "openvino/include/", "openvino_genai/lib", "openvino_tokenizers/lib/")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: fetch_runtime.py VERSION")
    home = os.environ.get("OPENVINO_GENAI_HOME")
    if home:
        if not pathlib.Path(home).is_dir():
            sys.exit(f"easel: OPENVINO_GENAI_HOME names {home}, which is no folder")
        print(home)
        return
    cache = pathlib.Path(os.environ.get("EASEL_CACHE") or pathlib.Path.home() / ".cache" / "easel")
    print(fetched(cache / "openvino-genai", sys.argv[1]))


def fetched(root, version):
    """The folder of this version, fetched when it is not there yet."""
    folder = root / version
    if folder.is_dir():
        return folder
    root.mkdir(parents=True, exist_ok=True)
    with open(root / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            with tempfile.TemporaryDirectory(dir=root, prefix=f".{version}-") as work:
                unpacked = unpack(download(pathlib.Path(work)), pathlib.Path(work) / "runtime")
                # A folder that has its final name is whole.
                unpacked.rename(folder)
    return folder


def download(work):
    name = f"{platform.system().lower()}-{platform.machine()}"
    if name not in PLATFORM_TAGS:
        sys.exit(f"easel: no OpenVINO GenAI runtime is pinned for {name}, only for {', '.join(PLATFORM_TAGS)}")
    pins = HERE / f"runtime-{name}.txt"
    print(f"easel: fetching the OpenVINO GenAI runtime (about 65 MB, once) as pinned in {pins.name}", file=sys.stderr)
    wheels = work / "wheels"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--only-binary=:all:", "--implementation", "cp", "--abi", "cp312", "--abi", "none"]
    command += ["--python-version", WHEEL_PYTHON, "--dest", str(wheels), "--requirement", str(pins)]
    for tag in PLATFORM_TAGS[name]:
        command += ["--platform", tag]
    if subprocess.run(command, stdout=sys.stderr).returncode != 0:
        sys.exit("easel: pip could not fetch the OpenVINO GenAI runtime: see above; is the package index reachable?")
    return sorted(wheels.glob("*.whl"))


def unpack(wheels, target):
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.startswith(KEPT) or "license" in name.lower():
                    archive.extract(name, target)
        wheel.unlink()
    if not (target / "openvino" / "include").is_dir():
        shutil.rmtree(target)
        sys.exit("easel: the openvino wheel has no headers in openvino/include; its layout has changed")
    # TemporaryDirectory makes private folders; a shared cache is read by others.
    target.chmod(0o755)
    return target


if __name__ == "__main__":
    main()
