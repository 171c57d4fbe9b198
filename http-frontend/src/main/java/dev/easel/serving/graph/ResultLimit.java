package dev.easel.serving.graph;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.proto.CalculatorGraphConfig;
import java.util.OptionalLong;

/** How much of its answers a graph asks to have kept: the option {@code cache} of a node. */
public final class ResultLimit {

  private ResultLimit() {}

  /** In bytes, the most that any node says; empty when none asks for it. */
  public static OptionalLong of(GraphDescription description) {
    OptionalLong most = OptionalLong.empty();
    for (CalculatorGraphConfig.Node node : description.config().getNodeList()) {
      for (Any options : node.getNodeOptionsList()) {
        long bytes = bytes(options);
        if (bytes > most.orElse(0)) {
          most = OptionalLong.of(bytes);
        }
      }
    }
    return most;
  }

  private static long bytes(Any any) {
    if (!any.is(ImageGenCalculatorOptions.class)) {
      return 0;
    }
    try {
      ImageGenCalculatorOptions options = any.unpack(ImageGenCalculatorOptions.class);
      return options.hasCache() ? Integer.toUnsignedLong(options.getCache().getMaxMib()) << 20 : 0;
    } catch (InvalidProtocolBufferException e) {
      return 0; // the graph was checked when it was parsed
    }
  }
}
