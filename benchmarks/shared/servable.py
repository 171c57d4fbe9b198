"""A servable of one model, as the benchmarks serve it."""
import json
import pathlib

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
      %s
    }
  }
}
"""


def write(folder, servables):
    """Writes graphs and their config.json; servables are options by name, each with its model's path."""
    entries = []
    for name, (path, options) in servables.items():
        place = pathlib.Path(folder) / name
        place.mkdir(parents=True, exist_ok=True)
        (place / "graph.pbtxt").write_text(GRAPH % (path, options))
        entries.append({"config": {"name": name, "base_path": str(place)}})
    config = pathlib.Path(folder) / "config.json"
    config.write_text(json.dumps({"model_config_list": entries}))
    return config
