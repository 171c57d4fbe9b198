package dev.easel.framework.trace;

import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.proto.CalculatorProfile;
import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.proto.ProfilerConfig;
import dev.easel.framework.proto.StreamProfile;

/** How long the calls of one node took; {@link CalculatorProfile} before it is read. */
final class NodeProfile {
  private final NodePlan plan;
  private final boolean latencies;
  private final Histogram process;
  private final Histogram inputLatency;
  private final Histogram outputLatency;
  private final Histogram[] streams;
  private long open;
  private long close;

  NodeProfile(NodePlan plan, ProfilerConfig config) {
    this.plan = plan;
    latencies = config.getEnableStreamLatency();
    process = new Histogram(config);
    inputLatency = new Histogram(config);
    outputLatency = new Histogram(config);
    streams = new Histogram[plan.inputs().size()];
    for (int id = 0; id < streams.length; id++) {
      streams[id] = new Histogram(config);
    }
  }

  String name() {
    return plan.name();
  }

  boolean isSource() {
    return plan.isSource();
  }

  void add(NodeCall call, ProducedPackets produced) {
    long duration = call.end() - call.start();
    switch (call.type()) {
      case OPEN -> open = duration;
      case CLOSE -> close = duration;
      default -> process.add(call.start(), call.end());
    }
    if (latencies) {
      long source = addStreams(call, produced);
      for (NodeCall.OnStream output : call.outputs()) {
        produced.add(output.stream(), output.packet().timestamp(), call.end(), source);
      }
      if (call.type() == EventType.PROCESS) {
        inputLatency.add(source, call.start());
        outputLatency.add(source, call.end());
      }
    }
  }

  /** Counts how long each packet waited; when the first of their sources began. */
  private long addStreams(NodeCall call, ProducedPackets produced) {
    long source = call.start();
    for (NodeCall.OnStream input : call.inputs()) {
      ProducedPackets.Times times = produced.find(input.stream(), input.packet().timestamp());
      if (times != null && !plan.backEdges().get(input.port())) {
        streams[input.port()].add(times.produced(), call.start());
        source = Math.min(source, times.source());
      }
    }
    return source;
  }

  void reset() {
    process.reset();
    inputLatency.reset();
    outputLatency.reset();
    for (Histogram each : streams) {
      each.reset();
    }
  }

  CalculatorProfile toProto() {
    CalculatorProfile.Builder result =
        CalculatorProfile.newBuilder()
            .setName(plan.name())
            .setOpenRuntime(open)
            .setCloseRuntime(close)
            .setProcessRuntime(process.toProto());
    if (latencies) {
      result.setProcessInputLatency(inputLatency.toProto());
      result.setProcessOutputLatency(outputLatency.toProto());
      for (int id = 0; id < streams.length; id++) {
        result.addInputStreamProfiles(
            StreamProfile.newBuilder()
                .setName(plan.inputs().name(id))
                .setBackEdge(plan.backEdges().get(id))
                .setLatency(streams[id].toProto()));
      }
    }
    return result.build();
  }
}
