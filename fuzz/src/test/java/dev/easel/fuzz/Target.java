package dev.easel.fuzz;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.image.header.ImageFormatException;
import dev.easel.calculators.image.header.InputFormat;
import dev.easel.calculators.upstream.failure.CallException;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.error.GenAiException;
import dev.easel.http.framing.FramingException;
import dev.easel.serving.config.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What reads bytes from outside, each with what it may throw and what it may cost. */
@SuppressWarnings("ImmutableEnumChecker") // a list and a supplier that nobody changes
enum Target {
  PNG(() -> new PictureTarget(InputFormat.PNG), 2_000_000, 16, ImageFormatException.class),
  GIF(() -> new PictureTarget(InputFormat.GIF), 2_000_000, 16, ImageFormatException.class),
  BMP(() -> new PictureTarget(InputFormat.BMP), 2_000_000, 16, ImageFormatException.class),
  JPEG(() -> new PictureTarget(InputFormat.JPEG), 4_000_000, 64, ImageFormatException.class),
  WEBP(() -> new PictureTarget(InputFormat.WEBP), 4_000_000, 64, ImageFormatException.class),
  HEADERS(HeaderTarget::new, 20_000, 40, ImageFormatException.class),
  FORM(FormTarget::new, 200_000, 200, RequestException.class),
  JSON(JsonTarget::new, 200_000, 400, RequestException.class),
  FRAMING(FramingTarget::new, 2_000_000, 4000, FramingException.class),
  EVENTS(EventTarget::new, 500_000, 1000, CallException.class),
  GRAPH(GraphTarget::new, 20_000_000, 20_000, StatusException.class),
  TEMPLATE(GraphTarget::new, 20_000_000, 20_000, StatusException.class),
  CONFIG(ConfigTarget::new, 500_000, 1000, StatusException.class, ConfigException.class),
  LORA(LoraTarget::new, 500_000, 400, GenAiException.class),
  MODEL(ModelTarget::new, 2_000_000, 400, GenAiException.class, StatusException.class);

  private final Supplier<Reader> opening;
  private final long mostBytes;
  private final int bytesPerByte;
  private final List<Class<? extends Exception>> refusals;

  /** Reads bytes, and checks what there is to check on them. */
  interface Reader {
    void read(byte[] input) throws Exception;
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // it is copied at once
  Target(
      Supplier<Reader> opening,
      long mostBytes,
      int bytesPerByte,
      Class<? extends Exception>... refusals) {
    this.opening = opening;
    this.mostBytes = mostBytes;
    this.bytesPerByte = bytesPerByte;
    this.refusals = List.of(refusals);
  }

  /** What its corpus lies in, and how it is called on a command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Reader open() {
    return opening.get();
  }

  /** What reading so many bytes may take from the heap at most. */
  long mostBytes(int length) {
    return mostBytes + (long) bytesPerByte * length;
  }

  boolean mayThrow(Exception thrown) {
    return refusals.stream().anyMatch(type -> type.isInstance(thrown));
  }
}
