"""Models of real size with random weights, which are made on first use and kept in Easel's cache."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

from environment import BENCHMARKS, ROOT, cache

REQUIREMENTS = ROOT / "http-frontend/src/main/resources/dev/easel/cli/model/export-requirements.txt"


def export_environment():
    """The Python environment of 'easel export', made as that makes it."""
    if os.environ.get("EASEL_EXPORT_ENVIRONMENT"):
        return pathlib.Path(os.environ["EASEL_EXPORT_ENVIRONMENT"])
    wanted = REQUIREMENTS.read_bytes()
    folder = cache() / ("export-" + hashlib.sha256(wanted).hexdigest()[:12])
    whole = folder / "easel-export-is-whole"
    if not whole.exists():
        print("making the Python environment for conversions in", folder, "(gigabytes)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "-r", str(REQUIREMENTS)], check=True)
        whole.touch()
    return folder


def model_of(shape):
    """The folder of the model, which is made unless it is there."""
    models = cache() / "bench-real-size"
    model = models / shape
    if not (model / "model_index.json").exists():
        source = models / (shape + ".source")
        print("making the model in", model, file=sys.stderr)
        if not (source / "model_index.json").exists():
            models.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(source, ignore_errors=True)
            python = export_environment() / "bin" / "python"
            subprocess.run([str(python), str(BENCHMARKS / "realsize" / "make_model.py"), shape, str(source)], check=True)
        subprocess.run(
            [str(ROOT / "easel"), "export", "image_generation", "--source_model", str(source), "--model_name", shape,
             "--weight-format", "int8", "--model_repository_path", str(models),
             "--config_file_path", str(models / "config.json")], check=True)
        shutil.rmtree(source)
    return model
