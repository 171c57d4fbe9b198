"""A server with simulated models, for the benchmarks of this folder."""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "road"))
from road import Server  # noqa: E402

GRAPH = """
input_stream: "HTTP_REQUEST_PAYLOAD:input"
output_stream: "HTTP_RESPONSE_PAYLOAD:output"
node {
  calculator: "ImageGenCalculator"
  input_stream: "HTTP_REQUEST_PAYLOAD:input"
  input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
  output_stream: "HTTP_RESPONSE_PAYLOAD:output"
  node_options: {
    [type.googleapis.com/mediapipe.ImageGenCalculatorOptions]: {
      models_path: "%s"
      max_concurrent: 1
      %s
    }
  }
}
"""


def serve(command, folder, servables):
    """Starts a server; servables are options by name, each with its model's path."""
    entries = []
    for name, (path, options) in servables.items():
        place = pathlib.Path(folder) / name
        place.mkdir(parents=True)
        (place / "graph.pbtxt").write_text(GRAPH % (path, options))
        entries.append({"config": {"name": name, "base_path": str(place)}})
    config = pathlib.Path(folder) / "config.json"
    config.write_text(json.dumps({"model_config_list": entries}))
    server = Server(f"{command} --config_path {config}", HERE / "server.log")
    server.wait_until_ready(180)
    return server


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
