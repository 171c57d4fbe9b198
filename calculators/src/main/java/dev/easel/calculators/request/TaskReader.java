package dev.easel.calculators.request;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.image.ClearPixels;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.ModelDescription.FixedShape;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.request.field.Fields;
import dev.easel.calculators.request.field.Mistakes;
import dev.easel.calculators.request.rule.ModelRules;
import dev.easel.calculators.request.rule.TaskRules;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.ImageTaskBuilder;
import dev.easel.calculators.task.Prompts;
import dev.easel.calculators.task.TaskKind;
import dev.easel.calculators.task.Upload;
import dev.easel.calculators.task.step.TaylorSeer;
import dev.easel.genai.diffusion.PipelineKind;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Reads the fields of one request in the order in which OpenVINO Model Server checks them. */
final class TaskReader {

  private static final BigInteger MAX_INT32 = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger MIN_INT32 = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final int SEED_BITS = 64;
  private static final BigInteger FRESH_SEED = BigInteger.ONE.negate();

  private static final String ALPHAS =
      "an object of numbers by adapter alias, such as {\"style\": 0.5}";

  /** As many as OpenAI takes. */
  private static final int MOST_IMAGES = 16;

  private static final float MOST_SECONDS = Integer.MAX_VALUE;

  private final ModelDescription model;
  private final TaskKind kind;
  private final Fields fields;
  private final boolean prefersUrls;
  private final List<String> ignored = new ArrayList<>();
  private String countField = "n";
  private String widthField = "size";
  private String heightField = "size";

  TaskReader(ModelDescription model, TaskKind kind, Fields fields, boolean prefersUrls) {
    this.prefersUrls = prefersUrls;
    this.model = model;
    this.kind = kind;
    this.fields = fields;
  }

  ImageTask read(String modelName) {
    checkUnknown();
    String prompt = prompt();
    Optional<Upload> image = image();
    Optional<Resolution> size = size();
    ImageTaskBuilder task = ImageTask.builder(kind, modelName, prompt);
    image.ifPresent(task::image);
    task.prompts(prompts(prompt));
    OutputFields output = new OutputFields(fields, ignored);
    boolean asUrl = output.asUrl(prefersUrls);
    readCount(task);
    readMaxSequence(task);
    readNumbers(task);
    readTaylorSeer(task);
    readSides(task, size);
    readSteps(task);
    task.seed(seed());
    timeout().ifPresent(task::timeout);
    task.output(output.read(asUrl));
    new IgnoredFields(fields, kind, ignored).read();
    task.loraAlphas(alphas(modelName));
    task.ignoredParameters(ignored);
    mask().or(() -> image.filter(this::isItsOwnMask)).ifPresent(task::mask);
    ImageTask read = task.build();
    new TaskRules(model).check(read, countField, widthField, heightField);
    return read;
  }

  private String prompt() {
    Optional<String> prompt = fields.text("prompt");
    if (prompt.isEmpty() && kind != TaskKind.VARIATION) {
      throw RequestException.missing("prompt", "is missing; send a text of what to show");
    }
    return prompt.orElse("");
  }

  private Optional<Upload> image() {
    if (!kind.hasImage()) {
      if (fields.names().contains("image")) {
        ignored.add("image");
      }
      return Optional.empty();
    }
    List<Upload> images = new ArrayList<>();
    for (String field : List.of("image", "image[]", "images")) {
      images.addAll(fields.uploads(field));
    }
    if (images.isEmpty()) {
      throw RequestException.missing("image", "is missing; send the image file to change");
    }
    if (images.size() > MOST_IMAGES) {
      throw RequestException.invalid(
          "image", images.size() + " images were sent; at most " + MOST_IMAGES + " may be");
    }
    if (images.size() > 1 && !model.ignoresExtraImages()) {
      throw RequestException.invalid(
          "image", images.size() + " images were sent; this model takes one");
    }
    for (int i = 1; i < images.size(); i++) {
      ignored.add("image[" + i + "]"); // the first is image[0], and used
    }
    return Optional.of(notEmpty(images.get(0)));
  }

  private Optional<Upload> mask() {
    if (!kind.hasImage()) {
      return Optional.empty();
    }
    List<Upload> masks = fields.uploads("mask");
    if (masks.size() > 1) {
      throw RequestException.invalid("mask", masks.size() + " masks were sent; send one");
    }
    return masks.stream().findFirst().map(TaskReader::notEmpty);
  }

  /**
   * Whether a picture shows by transparent pixels what is to be painted, as OpenAI's edits without
   * a mask have it. A model that cannot do that takes it as a whole.
   */
  private boolean isItsOwnMask(Upload image) {
    return image.address().isEmpty()
        && kind == TaskKind.EDIT
        && model.pipelines().contains(PipelineKind.INPAINTING)
        && ClearPixels.areIn(image.content());
  }

  private static Upload notEmpty(Upload upload) {
    if (upload.address().isEmpty() && !upload.content().hasRemaining()) {
      throw RequestException.invalid(upload.field(), "the image file is empty");
    }
    return upload;
  }

  private Optional<Resolution> size() {
    Optional<String> text = fields.text("size").filter(value -> !value.equals("auto"));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Resolution> size = Resolution.parse(text.get());
    if (size.isEmpty()) {
      throw RequestException.invalid(
          "size", Mistakes.quote(text.get()) + " is not WxH, for example 512x512, nor auto");
    }
    return size;
  }

  private Prompts prompts(String prompt) {
    return new Prompts(
        prompt,
        fields.text("prompt_2"),
        fields.text("prompt_3"),
        fields.text("negative_prompt"),
        fields.text("negative_prompt_2"),
        fields.text("negative_prompt_3"));
  }

  private void readCount(ImageTaskBuilder task) {
    Optional<Integer> n = int32("n");
    Optional<Integer> alias = int32("num_images_per_prompt");
    if (n.isPresent() && alias.isPresent()) {
      throw RequestException.invalid(
          "num_images_per_prompt", "it means the same as n, which is there too; send one of them");
    }
    countField = alias.isPresent() ? "num_images_per_prompt" : "n";
    Optional<Integer> count = n.or(() -> alias);
    if (count.isPresent() && count.get() > model.maxImages() && model.fixedShape().isEmpty()) {
      throw RequestException.invalid(
          countField,
          count.get() + " is more than the " + model.maxImages() + " pictures that are allowed");
    }
    task.count(count.or(() -> model.fixedShape().map(FixedShape::images)).orElse(1));
  }

  private void readMaxSequence(ImageTaskBuilder task) {
    Optional<Integer> length = int32("max_sequence_length");
    length.ifPresent(task::maxSequenceLength);
    if (length.isPresent() && !new ModelRules(model).usesSequence()) {
      ignored.add("max_sequence_length");
    }
  }

  private void readNumbers(ImageTaskBuilder task) {
    fields.number("guidance_scale").ifPresent(task::guidanceScale);
    fields.number("strength").ifPresent(task::strength);
  }

  private void readTaylorSeer(ImageTaskBuilder task) {
    Optional<TaylorSeer> computed = TaylorSeerField.read(fields);
    if (computed.isPresent() && !model.family().savesSteps()) {
      ignored.add(TaylorSeerField.NAME);
      return;
    }
    computed.ifPresent(task::taylorSeer);
  }

  /** Sides that are not given come from the default resolution, each by itself. */
  private void readSides(ImageTaskBuilder task, Optional<Resolution> size) {
    Optional<Integer> width = side("width", size);
    Optional<Integer> height = side("height", size);
    widthField = width.isPresent() ? "width" : "size";
    heightField = height.isPresent() ? "height" : "size";
    size.map(Resolution::width)
        .or(() -> width)
        .or(() -> model.defaultResolution().map(Resolution::width))
        .ifPresent(task::width);
    size.map(Resolution::height)
        .or(() -> height)
        .or(() -> model.defaultResolution().map(Resolution::height))
        .ifPresent(task::height);
  }

  private Optional<Integer> side(String field, Optional<Resolution> size) {
    Optional<Integer> side = int32(field);
    if (side.isPresent() && size.isPresent()) {
      throw RequestException.invalid(field, "size says it already; send one of them");
    }
    return side;
  }

  private void readSteps(ImageTaskBuilder task) {
    Optional<Integer> steps = int32("num_inference_steps");
    task.steps(steps.orElse((int) Math.min(Integer.MAX_VALUE, model.defaultSteps())));
  }

  private Optional<Integer> int32(String field) {
    Optional<BigInteger> value = fields.integer(field);
    value.ifPresent(
        number -> {
          if (number.compareTo(MAX_INT32) > 0 || number.compareTo(MIN_INT32) < 0) {
            throw Mistakes.wrongType(field, "an integer of 32 bits", number.toString());
          }
        });
    return value.map(BigInteger::intValue);
  }

  private Optional<Duration> timeout() {
    Optional<Float> seconds = fields.number("timeout_seconds");
    seconds.ifPresent(
        value -> {
          if (!(value > 0 && value <= MOST_SECONDS)) {
            throw RequestException.invalid(
                "timeout_seconds", "it must be a number of seconds above 0, for example 2.5");
          }
        });
    return seconds.map(value -> Duration.ofNanos(Math.max(1, (long) (value * 1e9))));
  }

  /**
   * A request without a seed gets one of 32 bits, which is what GenAI uses of it; so does one with
   * -1, which is how other servers' clients ask for it.
   */
  private long seed() {
    Optional<BigInteger> seed =
        fields.integer("rng_seed").filter(number -> !number.equals(FRESH_SEED));
    seed.ifPresent(
        number -> {
          if (number.signum() < 0 || number.bitLength() > SEED_BITS) {
            throw RequestException.invalid(
                "rng_seed",
                number + " is not between 0 and 18446744073709551615, nor -1 for a fresh one");
          }
        });
    return seed.map(BigInteger::longValue)
        .orElseGet(() -> ThreadLocalRandom.current().nextLong(1L << 32));
  }

  /** Weights have no effect on a model that uses no adapter, which is no reason to refuse it. */
  private Map<String, Float> alphas(String modelName) {
    Map<String, Float> alphas = fields.numbersByName("lora_alphas", ALPHAS).orElse(Map.of());
    boolean isBare = model.adapters().isDynamic() && model.adapters().select(modelName).isEmpty();
    if (alphas.isEmpty() || !isBare) {
      return alphas;
    }
    ignored.add("lora_alphas");
    return Map.of();
  }

  /** Before anything else: who misspelt a field must not be told that it is missing. */
  private void checkUnknown() {
    Set<String> known = FieldNames.of(kind);
    for (String name : fields.names()) {
      if (!known.contains(name)) {
        throw RequestException.of(
            name,
            RequestException.UNKNOWN,
            (name.isEmpty() ? "the field without a name" : name)
                + ": this field is not known here"
                + hint(name, known));
      }
    }
  }

  private static String hint(String name, Set<String> known) {
    if (FieldNames.needsImage(name)) {
      return "; it exists on images/edits";
    }
    return FieldNames.calledElsewhere(name)
        .filter(known::contains)
        .or(() -> FieldNames.nearest(name, known))
        .map(meant -> "; did you mean " + meant + "?")
        .orElse("");
  }
}
