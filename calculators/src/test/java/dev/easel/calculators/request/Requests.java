package dev.easel.calculators.request;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.AdapterCatalogue;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.ModelDescription.FixedShape;
import dev.easel.calculators.model.ModelFamily;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.task.ImageTask;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.model.SchedulerLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assertions;

/** Requests and models to try the parser with. */
final class Requests {

  static final ModelDescription SD15 = model(ModelFamily.STABLE_DIFFUSION, 1);

  private Requests() {}

  static ModelDescription model(ModelFamily family, int textEncoders) {
    return model(
        family, textEncoders, Optional.empty(), AdapterCatalogue.EMPTY, PipelineKind.values());
  }

  static ModelDescription model(
      ModelFamily family,
      int textEncoders,
      Optional<FixedShape> shape,
      AdapterCatalogue adapters,
      PipelineKind... pipelines) {
    return new ModelDescription(
        family,
        textEncoders,
        family.hasNegativePrompts(),
        family.sizeMultiple(),
        new Resolution(64, 64),
        SchedulerLimits.NONE,
        Set.of(pipelines),
        new Resolution(4096, 4096),
        shape.map(fixed -> fixed.resolutions().get(0)),
        10,
        50,
        100,
        Optional.empty(),
        shape,
        adapters);
  }

  static ModelDescription ignoringExtraImages(ModelDescription of) {
    return new ModelDescription(
        of.family(),
        of.textEncoders(),
        of.negativePrompts(),
        of.sizeMultiple(),
        of.nativeSize(),
        of.sizes(),
        of.scheduler(),
        of.pipelines(),
        of.maxResolution(),
        of.defaultResolution(),
        of.maxImages(),
        of.defaultSteps(),
        of.maxSteps(),
        of.defaultGuidance(),
        of.fixedShape(),
        of.adapters(),
        true,
        of.taylorSeer());
  }

  static HttpRequestPayload json(String path, String model, String body) {
    return new HttpRequestPayload(
        "POST",
        path,
        "",
        "tiny",
        model,
        Map.of("content-type", "application/json"),
        ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
        List.of());
  }

  static HttpRequestPayload form(String path, List<FormPart> parts) {
    return new HttpRequestPayload(
        "POST",
        path,
        "",
        "tiny",
        "tiny",
        Map.of("content-type", "multipart/form-data; boundary=x"),
        ByteBuffer.allocate(0),
        parts);
  }

  /** A generation on a plain model with these JSON fields besides the prompt. */
  static ImageTask generate(String fields) {
    return generate(SD15, "tiny", fields);
  }

  static ImageTask generate(ModelDescription model, String name, String fields) {
    String body = "{\"prompt\": \"three cats\"" + (fields.isEmpty() ? "" : ", " + fields) + "}";
    return new RequestParser(model).parse(json("/v3/images/generations", name, body));
  }

  /** An edit of an image of four bytes with these text fields besides the prompt. */
  static ImageTask edit(String... namesAndValues) {
    List<FormPart> parts = new ArrayList<>();
    parts.add(FormPart.text("prompt", "a dog"));
    parts.add(file("image"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parts.add(FormPart.text(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new RequestParser(SD15).parse(form("/v3/images/edits", parts));
  }

  static FormPart file(String name) {
    return FormPart.file(
        name, name + ".png", "image/png", ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
  }

  static RequestException refused(Runnable parsing) {
    return Assertions.assertThrows(RequestException.class, parsing::run);
  }
}
