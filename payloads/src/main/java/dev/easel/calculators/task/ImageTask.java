package dev.easel.calculators.task;

import dev.easel.calculators.task.step.TaylorSeer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A validated request for images, as it travels from the request's parser to the answer.
 *
 * <p>A calculator between the two may send on a changed copy; whoever generates checks it again.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param kind what is asked for
 * @param model the name that the client used: the servable's or an adapter's alias
 * @param prompts what the images should show, now
 * @param requestedPrompt what the client wrote; differs from the prompt when a calculator changed
 *     it
 * @param width in pixels; absent means what the model or the given image has
 * @param height in pixels; absent means what the model or the given image has
 * @param count how many images
 * @param steps how many denoising steps
 * @param guidanceScale how closely to follow the prompt; absent means the model's default
 * @param strength 0 to 1: how much of a given image to replace; absent means the default
 * @param seed of the random numbers, unsigned; GenAI uses its low 32 bits
 * @param maxSequenceLength tokens of the T5 encoder; absent means the model's default
 * @param taylorSeer which steps to compute; absent means the model's default
 * @param loraAlphas weights by adapter alias that override the graph's
 * @param timeout how long the client waits; absent means it does not say
 * @param output how to deliver the images
 * @param image the image to change; absent for generations
 * @param mask where to change it
 * @param ignoredParameters the fields that were accepted and have no effect
 */
public record ImageTask(
    TaskKind kind,
    String model,
    Prompts prompts,
    String requestedPrompt,
    OptionalInt width,
    OptionalInt height,
    int count,
    int steps,
    Optional<Float> guidanceScale,
    Optional<Float> strength,
    long seed,
    OptionalInt maxSequenceLength,
    Optional<TaylorSeer> taylorSeer,
    Map<String, Float> loraAlphas,
    Optional<Duration> timeout,
    OutputRequest output,
    Optional<Upload> image,
    Optional<Upload> mask,
    List<String> ignoredParameters) {

  /** Checks that nothing is missing; what a model can do is checked elsewhere. */
  public ImageTask {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(prompts, "prompts");
    Objects.requireNonNull(requestedPrompt, "requestedPrompt");
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(output, "output");
    loraAlphas = Map.copyOf(loraAlphas);
    ignoredParameters = List.copyOf(ignoredParameters);
  }

  /** The same with another main prompt; the answer then tells the client which. */
  public ImageTask withPrompt(String text) {
    return toBuilder().prompts(prompts.withPrompt(text)).build();
  }

  /** A builder that starts with this task. */
  public ImageTaskBuilder toBuilder() {
    return new ImageTaskBuilder(this);
  }

  /** A builder that starts with one image of a text and every default of OVMS. */
  public static ImageTaskBuilder builder(TaskKind kind, String model, String prompt) {
    return new ImageTaskBuilder(kind, model, prompt);
  }
}
