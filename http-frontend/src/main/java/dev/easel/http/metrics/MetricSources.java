package dev.easel.http.metrics;

import dev.easel.serving.Servables;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is asked for its state when metrics are read.
 *
 * @param servables whose states are told
 * @param queues the server's own queues of work, with their lengths
 * @param droppedLines how many lines the log has dropped
 * @param desk how tasks, batches and webhooks stand
 */
public record MetricSources(
    Servables servables,
    Map<String, IntSupplier> queues,
    LongSupplier droppedLines,
    Supplier<DeskReport> desk) {}
