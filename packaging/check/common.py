"""What the checks that run servers share: the text of a graph of images, and free ports."""

import socket

GRAPH = """input_stream: "HTTP_REQUEST_PAYLOAD:request"
output_stream: "HTTP_RESPONSE_PAYLOAD:response"
node {
  calculator: "ImageGenCalculator"
  input_stream: "HTTP_REQUEST_PAYLOAD:request"
  input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipelines"
  output_stream: "HTTP_RESPONSE_PAYLOAD:response"
  node_options: {
    [type.googleapis.com/mediapipe.ImageGenCalculatorOptions]: { %s }
  }
}
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
