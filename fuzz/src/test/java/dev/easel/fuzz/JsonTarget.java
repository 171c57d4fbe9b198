package dev.easel.fuzz;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.JsonBody;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.model.AdapterCatalogue;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.model.ModelFamily;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.request.RequestParser;
import dev.easel.calculators.upstream.send.ForwardedRequest;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.model.SchedulerLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a JSON body field by field, as a request to a model, and as what a gateway makes of it: an
 * upstream must find the fields that were found here, with their values.
 */
final class JsonTarget implements Target.Reader {

  private static final List<String> PATHS =
      List.of("/v3/images/generations", "/v3/images/edits", "/v3/images/variations");

  private final RequestParser parser = new RequestParser(model());

  private static ModelDescription model() {
    return new ModelDescription(
        ModelFamily.STABLE_DIFFUSION,
        1,
        true,
        8,
        new Resolution(512, 512),
        SchedulerLimits.NONE,
        EnumSet.allOf(PipelineKind.class),
        new Resolution(4096, 4096),
        Optional.empty(),
        10,
        50,
        100,
        Optional.empty(),
        Optional.empty(),
        AdapterCatalogue.EMPTY);
  }

  @Override
  public void read(byte[] input) {
    JsonBody body = JsonBody.read(ByteBuffer.wrap(input));
    body.model();
    for (String name : body.names()) {
      body.value(name);
      body.isNull(name);
    }
    for (String path : PATHS) {
      parse(path, input);
    }
    body.mistake()
        .ifPresent(
            mistake -> {
              throw mistake;
            });
  }

  private void parse(String path, byte[] input) {
    HttpRequestPayload request =
        new HttpRequestPayload(
            "POST",
            path,
            "",
            "s",
            "m",
            Map.of("content-type", "application/json"),
            ByteBuffer.wrap(input),
            List.of());
    try {
      parser.parse(request);
    } catch (RequestException e) {
      // mostly
    }
    try {
      forward(ForwardedRequest.of(request), JsonBody.read(request.body()));
    } catch (RequestException e) {
      // the body's own mistake, which is told once
    }
  }

  private static void forward(ForwardedRequest request, JsonBody body) {
    if (body.mistake().isPresent()) {
      throw new AssertionError("a body with a mistake is sent on");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuffer piece : request.body("other").pieces()) {
      byte[] array = new byte[piece.remaining()];
      piece.duplicate().get(array);
      bytes.writeBytes(array);
    }
    JsonBody found = JsonBody.read(ByteBuffer.wrap(bytes.toByteArray()));
    if (found.mistake().isPresent()) {
      throw new AssertionError("what is sent on is no JSON: " + bytes, found.mistake().get());
    }
    if (!found.model().equals(Optional.of("other"))) {
      throw new AssertionError("what is sent on names another model: " + bytes);
    }
    List<String> names = body.names().stream().filter(JsonTarget::isPassedOn).toList();
    if (!found.names().stream().filter(JsonTarget::isPassedOn).toList().equals(names)) {
      throw new AssertionError("of the fields %s come %s".formatted(names, found.names()));
    }
    for (String name : names) {
      if (!found.raw(name).equals(body.raw(name))) {
        throw new AssertionError("the field %s changes on its way".formatted(name));
      }
    }
  }

  private static boolean isPassedOn(String name) {
    return !name.equals("model") && !name.equals("timeout_seconds");
  }
}
