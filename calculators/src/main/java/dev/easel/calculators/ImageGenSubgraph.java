package dev.easel.calculators;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.easel.calculators.proto.ImageDecodeCalculatorOptions;
import dev.easel.calculators.proto.ImageEncodeCalculatorOptions;
import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.framework.calculator.Subgraph;
import dev.easel.framework.calculator.SubgraphContext;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import dev.easel.framework.proto.InputStreamInfo;

/**
 * {@code ImageGenCalculator}, the one node of OpenVINO Model Server's image graphs: it stands for
 * the seven nodes of Easel's road.
 *
 * <p>Input stream {@code HTTP_REQUEST_PAYLOAD}, output stream {@code HTTP_RESPONSE_PAYLOAD}, input
 * side packet {@code IMAGE_GEN_NODE_RESOURCES}, options {@link ImageGenCalculatorOptions}.
 *
 * <pre>{@code
 * node {
 *   name: "ImageGenExecutor"
 *   calculator: "ImageGenCalculator"
 *   input_stream: "HTTP_REQUEST_PAYLOAD:input"
 *   input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
 *   output_stream: "HTTP_RESPONSE_PAYLOAD:output"
 *   node_options: {
 *     [type.googleapis.com/mediapipe.ImageGenCalculatorOptions]: { models_path: "./" }
 *   }
 * }
 * }</pre>
 */
final class ImageGenSubgraph implements Subgraph {

  private static final String REQUEST = "HTTP_REQUEST_PAYLOAD:input";
  private static final String RESPONSE = "HTTP_RESPONSE_PAYLOAD:output";
  private static final String RESOURCES = "IMAGE_GEN_NODE_RESOURCES:pipes";

  @Override
  public CalculatorGraphConfig config(SubgraphContext cc) {
    ImageGenCalculatorOptions options = cc.options(ImageGenCalculatorOptions.class);
    return CalculatorGraphConfig.newBuilder()
        .addInputStream(REQUEST)
        .addOutputStream(RESPONSE)
        .addInputSidePacket(RESOURCES)
        .addNode(request())
        .addNode(queue())
        .addNode(decode(options))
        .addNode(await())
        .addNode(generate(options))
        .addNode(encode())
        .addNode(respond())
        .build();
  }

  private static Node.Builder node(String name, String calculator) {
    return Node.newBuilder().setName(name).setCalculator(calculator);
  }

  private static Node.Builder request() {
    return node("request", "ImageRequestCalculator")
        .addInputStream(REQUEST)
        .addInputSidePacket(RESOURCES)
        .addOutputStream("TASK:task");
  }

  /** Before an image is decoded, so that nothing is done for a request that is refused. */
  private static Node.Builder queue() {
    return node("queue", "ImageQueueCalculator")
        .addInputStream("TASK:task")
        .addInputStream("FINISHED:report")
        .addInputStreamInfo(InputStreamInfo.newBuilder().setTagIndex("FINISHED").setBackEdge(true))
        .addInputSidePacket(RESOURCES)
        .addOutputStream("TASK:admitted_task")
        .addOutputStream("PLACE:place");
  }

  private static Node.Builder decode(ImageGenCalculatorOptions options) {
    return node("decode", "ImageDecodeCalculator")
        .addInputStream("TASK:admitted_task")
        .addOutputStream("SOURCE:source")
        .addNodeOptions(
            pack(
                ImageDecodeCalculatorOptions.newBuilder()
                    .setMaxPixels(options.getMaxUploadPixels())
                    .setMaxRatio(options.getMaxUploadRatio())
                    .build()));
  }

  private static Node.Builder await() {
    return node("wait", "ImageWaitCalculator")
        .addInputStream("TASK:admitted_task")
        .addInputStream("SOURCE:source")
        .addInputStream("PLACE:place")
        .addInputStream("LOOPBACK:moved")
        .addInputStreamInfo(InputStreamInfo.newBuilder().setTagIndex("LOOPBACK").setBackEdge(true))
        .addOutputStream("TASK:turn_task")
        .addOutputStream("SOURCE:turn_source")
        .addOutputStream("PERMIT:permit")
        .addOutputStream("POSITION:position")
        .addOutputStream("LOOPBACK:moved");
  }

  private static Node.Builder generate(ImageGenCalculatorOptions options) {
    return node("generate", "ImageGenerateCalculator")
        .addInputStream("TASK:turn_task")
        .addInputStream("SOURCE:turn_source")
        .addInputStream("PERMIT:permit")
        .addInputStream("LOOPBACK:turn")
        .addInputStreamInfo(InputStreamInfo.newBuilder().setTagIndex("LOOPBACK").setBackEdge(true))
        .addInputSidePacket(RESOURCES)
        .addOutputStream("IMAGES:images")
        .addOutputStream("REPORT:report")
        .addOutputStream("PROGRESS:progress")
        .addOutputStream("LOOPBACK:turn")
        .addNodeOptions(pack(options));
  }

  /** Nobody else can read the images here, so their memory is free again once encoded. */
  private static Node.Builder encode() {
    return node("encode", "ImageEncodeCalculator")
        .addInputStream("TASK:task")
        .addInputStream("IMAGES:images")
        .addInputStream("REPORT:report")
        .addOutputStream("ENCODED:encoded")
        .addNodeOptions(
            pack(ImageEncodeCalculatorOptions.newBuilder().setReleaseImages(true).build()));
  }

  private static Node.Builder respond() {
    return node("respond", "ImageResponseCalculator")
        .addInputStream(REQUEST)
        .addInputStream("TASK:task")
        .addInputStream("ENCODED:encoded")
        .addInputStream("REPORT:report")
        .addInputStream("PROGRESS:progress")
        .addInputStream("POSITION:position")
        .addOutputStream(RESPONSE);
  }

  private static Any pack(Message options) {
    return Any.pack(options);
  }
}
