package dev.easel.framework.plan;

import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.MediaPipeOptions;
import dev.easel.framework.side.StatusHandler;
import java.util.List;
import java.util.function.Supplier;

/**
 * A status handler of a graph.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param name the handler's name
 * @param maker makes the handler
 * @param options its options
 * @param inputs the side packets that it needs
 * @param inputChecks what each of them may hold
 */
public record StatusHandlerPlan(
    String name,
    Supplier<? extends StatusHandler> maker,
    MediaPipeOptions options,
    TagMap inputs,
    List<PacketCheck> inputChecks) {}
