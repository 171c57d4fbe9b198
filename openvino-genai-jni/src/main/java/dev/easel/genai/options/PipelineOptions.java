package dev.easel.genai.options;

import dev.easel.genai.bridge.Checks;
import dev.easel.genai.bridge.NativeProperties;
import dev.easel.genai.lora.LoraAdapter;
import dev.easel.genai.lora.LoraMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a pipeline is opened.
 *
 * @param devices one for all models, or three: text encoders, denoiser, VAE; for example {@code
 *     CPU} or {@code GPU.0}
 * @param properties OpenVINO's compile properties by name, for example {@code NUM_STREAMS}: String,
 *     Long, Integer, Double or Boolean
 * @param reshape shapes to fix before compiling
 * @param adapters the LoRA adapters that runs may use, each with its own alpha as the default
 * @param loraMode how the adapters are built in
 */
public record PipelineOptions(
    List<String> devices,
    Map<String, Object> properties,
    Optional<StaticShape> reshape,
    List<LoraAdapter> adapters,
    LoraMode loraMode) {
  /** Checks and copies. */
  public PipelineOptions {
    if (devices.size() != 1 && devices.size() != 3) {
      throw new IllegalArgumentException(
          "devices must be one, or three (text encoders, denoiser, VAE), not " + devices);
    }
    for (String device : devices) {
      if (Checks.text("a device", device).isBlank()) {
        throw new IllegalArgumentException("devices must not be blank: " + devices);
      }
    }
    devices = List.copyOf(devices);
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    NativeProperties.of(properties);
    adapters = List.copyOf(adapters);
    if (adapters.stream().distinct().count() != adapters.size()) {
      throw new IllegalArgumentException("adapters names one twice: " + adapters);
    }
  }

  /** Everything on one device, nothing else set. */
  public static PipelineOptions device(String device) {
    return new PipelineOptions(
        List.of(device), Map.of(), Optional.empty(), List.of(), LoraMode.AUTO);
  }

  /** Each kind of model on its own device. */
  public static PipelineOptions devices(String textEncoder, String denoiser, String vae) {
    return new PipelineOptions(
        List.of(textEncoder, denoiser, vae), Map.of(), Optional.empty(), List.of(), LoraMode.AUTO);
  }

  /** With these compile properties instead. */
  public PipelineOptions withProperties(Map<String, Object> properties) {
    return new PipelineOptions(devices, properties, reshape, adapters, loraMode);
  }

  /** With this shape instead. */
  public PipelineOptions withReshape(StaticShape shape) {
    return new PipelineOptions(devices, properties, Optional.of(shape), adapters, loraMode);
  }

  /** With these adapters instead. */
  public PipelineOptions withAdapters(List<LoraAdapter> adapters) {
    return new PipelineOptions(devices, properties, reshape, adapters, loraMode);
  }

  /** With this mode instead. */
  public PipelineOptions withLoraMode(LoraMode loraMode) {
    return new PipelineOptions(devices, properties, reshape, adapters, loraMode);
  }
}
