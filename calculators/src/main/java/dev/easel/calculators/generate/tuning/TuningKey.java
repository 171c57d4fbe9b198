package dev.easel.calculators.generate.tuning;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What figures hold for: with anything else here they say nothing.
 *
 * @param processor the processor's name as the kernel has it
 * @param processors how many of its cores the process may use
 * @param runtime the version of OpenVINO GenAI
 * @param model a digest of the model's files
 * @param devices one for everything, or three
 * @param properties the compile properties of {@code plugin_config}, the precision among them
 * @param setup what else is compiled in: a fixed shape, adapters
 */
public record TuningKey(
    String processor,
    int processors,
    String runtime,
    String model,
    List<String> devices,
    Map<String, String> properties,
    String setup) {

  private static final int NAME_BYTES = 16;

  /** Copies. */
  public TuningKey {
    devices = List.copyOf(devices);
    properties = Map.copyOf(properties);
  }

  /** The name of the record's file: another one for each other key. */
  String fileName() {
    String text =
        String.join(
            "\n",
            processor,
            String.valueOf(processors),
            runtime,
            model,
            String.join(" ", devices),
            new TreeMap<>(properties).toString(),
            setup);
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, NAME_BYTES) + ".json";
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
