"""Where the benchmarks keep what they make, and the Python environments of those that they compare with."""
import os
import pathlib
import subprocess
import sys

BENCHMARKS = pathlib.Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
GENAI = BENCHMARKS / "road" / "requirements.txt"


def cache():
    return pathlib.Path(os.environ.get("EASEL_CACHE") or pathlib.Path.home() / ".cache" / "easel")


def python_with(folder, requirements):
    """The Python of an environment that holds exactly these requirements, which is made unless it is there."""
    python = folder / "bin" / "python"
    wanted = requirements.read_text()
    stamp = folder / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        print("making the Python environment in", folder, file=sys.stderr)
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", str(requirements)], check=True)
        except subprocess.CalledProcessError:
            sys.exit(f"{requirements} could not be installed: the first use needs the network and, on Debian, python3-venv")
        stamp.write_text(wanted)
    return python


def enter(folder, script, requirements=GENAI):
    """Starts a script again inside an environment, unless it runs there."""
    python = python_with(folder, requirements)
    if pathlib.Path(sys.prefix).resolve() != folder.resolve():
        os.execv(str(python), [str(python), str(script), *sys.argv[1:]])
