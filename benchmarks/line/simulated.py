"""A server with simulated models, for the benchmarks of this folder."""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "shared"))
import servable  # noqa: E402
from figures import percentile  # noqa: E402, F401
from processes import Server  # noqa: E402


def serve(command, folder, servables):
    """Starts a server; servables are options by name, each with its model's path."""
    one_at_once = {name: (path, "max_concurrent: 1 " + options) for name, (path, options) in servables.items()}
    config = servable.write(folder, one_at_once)
    server = Server(f"{command} --config_path {config}", HERE / "server.log")
    server.wait_until_ready(180)
    return server
