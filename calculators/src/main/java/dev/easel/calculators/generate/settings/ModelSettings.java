package dev.easel.calculators.generate.settings;

import dev.easel.calculators.model.AdapterCatalogue;
import dev.easel.calculators.model.ModelDescription.FixedShape;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.task.step.TaylorSeer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node's options, checked.
 *
 * @param modelsPath the model's folder
 * @param devices one or three; absent means the best there is
 * @param properties compile properties
 * @param maxResolution the longest sides of an image
 * @param defaultResolution used where a request says nothing
 * @param maxImages images per request
 * @param defaultSteps used where a request says nothing
 * @param maxSteps steps per request
 * @param defaultGuidance used where a request says nothing
 * @param fixedShape sizes, images and guidance that requests are restricted to
 * @param adapters the adapters' files
 * @param catalogue the adapters' names and weights
 * @param rejectsLongPrompts whether a prompt beyond the context is refused
 * @param inpaintingPipelines how many requests with a mask run at once
 * @param ignoresExtraImages whether an edit with several images uses the first
 * @param taylorSeer which steps are computed where a request says nothing
 * @param queue how many requests run and wait
 * @param worker the process that the model is in
 */
public record ModelSettings(
    Path modelsPath,
    Optional<List<String>> devices,
    Map<String, Object> properties,
    Resolution maxResolution,
    Optional<Resolution> defaultResolution,
    long maxImages,
    long defaultSteps,
    long maxSteps,
    Optional<Float> defaultGuidance,
    Optional<FixedShape> fixedShape,
    List<AdapterFile> adapters,
    AdapterCatalogue catalogue,
    boolean rejectsLongPrompts,
    int inpaintingPipelines,
    boolean ignoresExtraImages,
    Optional<TaylorSeer> taylorSeer,
    QueueSettings queue,
    WorkerChoice worker) {}
