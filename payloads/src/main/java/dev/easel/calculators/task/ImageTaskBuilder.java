package dev.easel.calculators.task;

import dev.easel.calculators.task.step.TaylorSeer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Collects the values of an {@link ImageTask}.
 *
 * <p><b>Threads</b>: one at a time.
 */
public final class ImageTaskBuilder {

  private TaskKind kind;
  private String model;
  private Prompts prompts;
  private String requestedPrompt;
  private OptionalInt width = OptionalInt.empty();
  private OptionalInt height = OptionalInt.empty();
  private int count = 1;
  private int steps = 50;
  private Optional<Float> guidanceScale = Optional.empty();
  private Optional<Float> strength = Optional.empty();
  private long seed = 0;
  private OptionalInt maxSequenceLength = OptionalInt.empty();
  private Optional<TaylorSeer> taylorSeer = Optional.empty();
  private Map<String, Float> loraAlphas = Map.of();
  private Optional<Duration> timeout = Optional.empty();
  private OutputRequest output = OutputRequest.DEFAULT;
  private Optional<Upload> image = Optional.empty();
  private Optional<Upload> mask = Optional.empty();
  private List<String> ignoredParameters = List.of();

  ImageTaskBuilder(TaskKind kind, String model, String prompt) {
    this.kind = kind;
    this.model = model;
    prompts = Prompts.of(prompt);
    requestedPrompt = prompt;
  }

  ImageTaskBuilder(ImageTask task) {
    kind = task.kind();
    model = task.model();
    prompts = task.prompts();
    requestedPrompt = task.requestedPrompt();
    width = task.width();
    height = task.height();
    count = task.count();
    steps = task.steps();
    guidanceScale = task.guidanceScale();
    strength = task.strength();
    seed = task.seed();
    maxSequenceLength = task.maxSequenceLength();
    taylorSeer = task.taylorSeer();
    loraAlphas = task.loraAlphas();
    timeout = task.timeout();
    output = task.output();
    image = task.image();
    mask = task.mask();
    ignoredParameters = task.ignoredParameters();
  }

  /** Sets {@link ImageTask#kind}. */
  public ImageTaskBuilder kind(TaskKind value) {
    kind = value;
    return this;
  }

  /** Leaves image and mask out, for a task whose source another node gives. */
  public ImageTaskBuilder withoutUploads() {
    image = Optional.empty();
    mask = Optional.empty();
    return this;
  }

  /** Sets {@link ImageTask#prompts}. */
  public ImageTaskBuilder prompts(Prompts value) {
    prompts = value;
    return this;
  }

  /** Sets {@link ImageTask#width}. */
  public ImageTaskBuilder width(int value) {
    width = OptionalInt.of(value);
    return this;
  }

  /** Sets {@link ImageTask#height}. */
  public ImageTaskBuilder height(int value) {
    height = OptionalInt.of(value);
    return this;
  }

  /** Sets {@link ImageTask#count}. */
  public ImageTaskBuilder count(int value) {
    count = value;
    return this;
  }

  /** Sets {@link ImageTask#steps}. */
  public ImageTaskBuilder steps(int value) {
    steps = value;
    return this;
  }

  /** Sets {@link ImageTask#guidanceScale}. */
  public ImageTaskBuilder guidanceScale(float value) {
    guidanceScale = Optional.of(value);
    return this;
  }

  /** Sets {@link ImageTask#strength}. */
  public ImageTaskBuilder strength(float value) {
    strength = Optional.of(value);
    return this;
  }

  /** Sets {@link ImageTask#seed}. */
  public ImageTaskBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** Sets {@link ImageTask#maxSequenceLength}. */
  public ImageTaskBuilder maxSequenceLength(int value) {
    maxSequenceLength = OptionalInt.of(value);
    return this;
  }

  /** Sets {@link ImageTask#taylorSeer}. */
  public ImageTaskBuilder taylorSeer(TaylorSeer value) {
    taylorSeer = Optional.of(value);
    return this;
  }

  /** Sets {@link ImageTask#loraAlphas}. */
  public ImageTaskBuilder loraAlphas(Map<String, Float> value) {
    loraAlphas = value;
    return this;
  }

  /** Sets {@link ImageTask#timeout}. */
  public ImageTaskBuilder timeout(Duration value) {
    timeout = Optional.of(value);
    return this;
  }

  /** Sets {@link ImageTask#output}. */
  public ImageTaskBuilder output(OutputRequest value) {
    output = value;
    return this;
  }

  /** Sets {@link ImageTask#image}. */
  public ImageTaskBuilder image(Upload value) {
    image = Optional.of(value);
    return this;
  }

  /** Sets {@link ImageTask#mask}. */
  public ImageTaskBuilder mask(Upload value) {
    mask = Optional.of(value);
    return this;
  }

  /** Sets {@link ImageTask#ignoredParameters}. */
  public ImageTaskBuilder ignoredParameters(List<String> value) {
    ignoredParameters = value;
    return this;
  }

  /** The finished task. */
  public ImageTask build() {
    return new ImageTask(
        kind,
        model,
        prompts,
        requestedPrompt,
        width,
        height,
        count,
        steps,
        guidanceScale,
        strength,
        seed,
        maxSequenceLength,
        taylorSeer,
        loraAlphas,
        timeout,
        output,
        image,
        mask,
        ignoredParameters);
  }
}
