package dev.easel.cli.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.cli.shared.Misuse;
import dev.easel.serving.Servable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an image shall be like, as a request of the images API. */
final class ImageOptions {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--size", paramLabel = "WxH", description = "Such as 256x256.")
  private @Nullable String size;

  @Option(names = "--steps", paramLabel = "N", description = "Denoising steps.")
  private @Nullable Integer steps;

  @Option(
      names = "--guidance",
      paramLabel = "SCALE",
      description = "How closely the picture follows the prompt.")
  private @Nullable Double guidance;

  @Option(names = "--seed", paramLabel = "N", description = "Same seed, same picture.")
  private @Nullable String seed;

  @Option(
      names = "--negative_prompt",
      paramLabel = "TEXT",
      description = "What the picture shall not show.")
  private @Nullable String negativePrompt;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "How many pictures.")
  private @Nullable Integer count;

  @Option(names = "--image", paramLabel = "FILE", description = "Picture to start from.")
  private @Nullable Path image;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description = "Picture whose white part is painted anew.")
  private @Nullable Path mask;

  @Option(
      names = "--strength",
      paramLabel = "0..1",
      description = "How far to go from the picture to start from.")
  private @Nullable Double strength;

  @Option(
      names = {"-P", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "Any other field of the request, such as -P prompt_2='in oil'.")
  private Map<String, String> others = new LinkedHashMap<>();

  /** Takes the images to start from and no other option: a repetition changes nothing. */
  void checkLike(ImageFacts like, Misuse misuse) {
    like.checkSources(image != null, mask != null, misuse);
    Map<String, Object> own = fields();
    misuse.when(
        !own.isEmpty(), "--like repeats a picture as it is; leave " + own.keySet() + " out");
  }

  void check(Misuse misuse) {
    misuse.when(mask != null && image == null, "--mask needs --image");
    misuse.when(strength != null && image == null, "--strength needs --image");
  }

  /** The request: a form when there is an image to start from, otherwise JSON. */
  HttpRequestPayload payload(
      Servable servable, String model, String prompt, Optional<String> format) {
    Map<String, Object> fields = fields();
    fields.put("prompt", prompt);
    return payload(servable, model, image == null ? "generations" : "edits", fields, format);
  }

  /** The request that made an image, for all the images that it made. */
  HttpRequestPayload payload(Servable servable, ImageFacts like, Optional<String> format) {
    return payload(servable, like.model(), like.endpoint(), like.fields(), format);
  }

  private HttpRequestPayload payload(
      Servable servable,
      String model,
      String endpoint,
      Map<String, Object> fields,
      Optional<String> format) {
    String path = "/v3/images/" + endpoint;
    format.ifPresent(name -> fields.put("output_format", name));
    return image == null
        ? new HttpRequestPayload(
            "POST",
            path,
            "",
            servable.name(),
            model,
            Map.of("content-type", "application/json"),
            json(fields),
            List.of())
        : new HttpRequestPayload(
            "POST",
            path,
            "",
            servable.name(),
            model,
            Map.of("content-type", "multipart/form-data; boundary=none"),
            ByteBuffer.allocate(0),
            parts(fields, image));
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "size", size);
    put(fields, "num_inference_steps", steps);
    put(fields, "guidance_scale", guidance);
    put(fields, "negative_prompt", negativePrompt);
    put(fields, "n", count);
    put(fields, "strength", strength);
    put(fields, "rng_seed", seed);
    fields.putAll(others);
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static ByteBuffer json(Map<String, Object> fields) {
    ObjectNode body = JSON.createObjectNode();
    fields.forEach(
        (name, value) -> {
          boolean isNumber = value instanceof String text && text.matches("\\d{1,19}");
          body.putPOJO(name, isNumber ? new BigInteger((String) value) : value);
        });
    return StandardCharsets.UTF_8.encode(body.toString());
  }

  private List<FormPart> parts(Map<String, Object> fields, Path start) {
    List<FormPart> parts = new ArrayList<>();
    fields.forEach(
        (name, value) ->
            parts.add(
                new FormPart(
                    name,
                    Optional.empty(),
                    Optional.empty(),
                    StandardCharsets.UTF_8.encode(value.toString()))));
    parts.add(file("image", start));
    if (mask != null) {
      parts.add(file("mask", mask));
    }
    return parts;
  }

  private static FormPart file(String name, Path path) {
    return new FormPart(
        name,
        Optional.of(String.valueOf(path.getFileName())),
        Optional.empty(),
        ImageInput.read(path, "--" + name + ": "));
  }
}
