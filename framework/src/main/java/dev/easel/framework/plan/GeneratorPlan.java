package dev.easel.framework.plan;

import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.PacketGeneratorOptions;
import dev.easel.framework.side.PacketGenerator;
import java.util.List;
import java.util.function.Supplier;

/**
 * A packet generator that runs before the nodes are opened: what it needs, no node makes.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param name the generator's name
 * @param maker makes the generator
 * @param options its options
 * @param inputs the side packets that it needs
 * @param inputChecks what each of them may hold
 * @param outputs the side packets that it makes
 * @param outputChecks what each of them may hold
 */
public record GeneratorPlan(
    String name,
    Supplier<? extends PacketGenerator> maker,
    PacketGeneratorOptions options,
    TagMap inputs,
    List<PacketCheck> inputChecks,
    TagMap outputs,
    List<PacketCheck> outputChecks) {}
