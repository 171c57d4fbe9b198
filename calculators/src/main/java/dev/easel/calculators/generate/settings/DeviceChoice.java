package dev.easel.calculators.generate.settings;

import dev.easel.calculators.model.ModelFamily;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the {@code device} option: one device, or three for text encoders, denoiser and VAE.
 *
 * <p><b>Failure</b>: {@link LoadMistake} for what is no choice on this machine.
 */
public final class DeviceChoice {

  private static final List<String> VIRTUAL = List.of("AUTO", "MULTI", "HETERO", "BATCH");

  private DeviceChoice() {}

  /** The devices that an option names; empty when the option is absent. */
  static Optional<List<String>> parse(Optional<String> option) {
    return option.map(DeviceChoice::parse);
  }

  private static List<String> parse(String option) {
    if (option.isEmpty()) {
      throw LoadMistake.DEVICE_WRONG_FORMAT.because("device is empty; say CPU, or leave it out");
    }
    List<String> devices = Arrays.stream(option.split("\\s+")).filter(d -> !d.isEmpty()).toList();
    if (devices.isEmpty()) {
      throw LoadMistake.SHAPE_WRONG_FORMAT.because("No valid devices found; say CPU");
    }
    if (devices.size() != 1 && devices.size() != 3) {
      throw LoadMistake.DEVICE_WRONG_FORMAT.because(
          "device names "
              + devices.size()
              + " devices, '"
              + option
              + "'; say one, or three for text encoders, denoiser and VAE");
    }
    return devices;
  }

  static boolean usesNpu(List<String> devices) {
    return devices.stream().anyMatch(device -> device.contains("NPU"));
  }

  /** No resolution would make a FLUX model run there, so this is told before any is asked for. */
  static void checkNpu(List<String> devices, ModelFamily family) {
    if (family.isFlux()) {
      throw LoadMistake.DEVICE_WRONG_FORMAT.because(
          "FLUX models do not run on an NPU, device says '"
              + String.join(" ", devices)
              + "'; say CPU or GPU");
    }
  }

  /** The last GPU that OpenVINO sees, which is the discrete one where there are two, or the CPU. */
  public static List<String> best(List<String> present) {
    return List.of(
        present.stream()
            .filter(device -> device.startsWith("GPU"))
            .reduce((first, later) -> later)
            .orElse("CPU"));
  }

  /** Refuses devices that OpenVINO does not see here. */
  public static void checkPresent(List<String> wanted, List<String> present) {
    for (String device : wanted) {
      if (!parts(device).stream().allMatch(part -> isPresent(part, present))) {
        throw LoadMistake.DEVICE_WRONG_FORMAT.because(
            "device '" + device + "' is not on this machine; there is " + present);
      }
    }
  }

  /** The device, or those that a virtual one has been told to choose from or to divide among. */
  private static List<String> parts(String device) {
    String[] words = device.split(":", 2);
    if (!VIRTUAL.contains(words[0])) {
      return List.of(device);
    }
    return words.length == 1
        ? List.of()
        : Arrays.stream(words[1].split(","))
            .map(part -> part.startsWith("-") ? part.substring(1) : part)
            .map(part -> part.replaceFirst("\\(.*", ""))
            .toList();
  }

  /** OpenVINO lists one device of a kind without a number, and calls it the kind's number 0. */
  private static boolean isPresent(String device, List<String> present) {
    String[] words = device.split("\\.", -1);
    String numbered = words.length > 1 ? words[0] + "." + words[1] : words[0];
    boolean isFirst = words.length == 1 || (words[1].equals("0") && !words[0].equals("CPU"));
    return present.contains(numbered)
        || (isFirst && present.stream().anyMatch(name -> name.split("\\.", 2)[0].equals(words[0])));
  }
}
