package dev.easel.framework.plan;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.options.NodeOptions;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.policy.InputStreamHandlerFactory;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node as a run needs it.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param id its place in the order of the graph
 * @param name its canonical name
 * @param debugName how messages about the whole graph name it
 * @param type the calculator's name
 * @param maker makes the calculator
 * @param options its options
 * @param inputs its input streams
 * @param outputs its output streams
 * @param inputSidePackets its input side packets
 * @param outputSidePackets its output side packets
 * @param inputChecks what each input checks itself, anything where its producer's check is enough
 * @param outputChecks what each output checks
 * @param sideInputChecks what each input side packet checks
 * @param sideOutputChecks what each output side packet checks
 * @param optionalSideInputs which input side packets may be missing
 * @param backEdges which inputs are back edges
 * @param producers the number of the stream behind each input
 * @param firstOutput the number of the first output's stream
 * @param sideProducers the number of the node-made side packet behind each input side packet, or -1
 * @param firstSideOutput the number of the first output side packet
 * @param handlerRequest what its input stream handler is made for
 * @param handler makes its input stream handler, null where the plain default rule is enough
 * @param processTimestampBounds whether it also runs when only bounds have settled
 * @param timestampOffset the offset of its outputs
 * @param services what it asks for
 * @param executor the name of its executor, "" for the default one
 * @param maxInFlight how many calls may run at once
 * @param sourceLayer its layer, if it is a source
 * @param neverBlocks whether its calculator promises that no call of it blocks
 */
public record NodePlan(
    int id,
    String name,
    String debugName,
    String type,
    Supplier<? extends Calculator> maker,
    NodeOptions options,
    TagMap inputs,
    TagMap outputs,
    TagMap inputSidePackets,
    TagMap outputSidePackets,
    List<PacketCheck> inputChecks,
    List<PacketCheck> outputChecks,
    List<PacketCheck> sideInputChecks,
    List<PacketCheck> sideOutputChecks,
    List<Boolean> optionalSideInputs,
    List<Boolean> backEdges,
    List<Integer> producers,
    int firstOutput,
    List<Integer> sideProducers,
    int firstSideOutput,
    InputStreamHandlerFactory.Request handlerRequest,
    @Nullable InputStreamHandlerFactory handler,
    boolean processTimestampBounds,
    OptionalLong timestampOffset,
    List<GraphService.Request> services,
    String executor,
    int maxInFlight,
    int sourceLayer,
    boolean neverBlocks) {

  /** Whether the node has output streams but no input streams. */
  public boolean isSource() {
    return inputs.size() == 0 && outputs.size() > 0;
  }
}
