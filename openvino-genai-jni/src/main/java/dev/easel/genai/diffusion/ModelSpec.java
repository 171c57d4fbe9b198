package dev.easel.genai.diffusion;

import dev.easel.genai.bridge.Checks;
import dev.easel.genai.lora.LoraMode;
import dev.easel.genai.options.PipelineOptions;
import dev.easel.genai.options.StaticShape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is loaded, and how.
 *
 * @param folder the model's folder
 * @param devices one for everything, or those of text encoders, denoiser and VAE
 * @param properties OpenVINO's properties of compiling
 * @param reshape shapes to fix before compiling
 * @param adapters in the order in which they are applied
 * @param loraMode how the adapters are built in
 * @param pipelines those to open, as far as the model has them
 * @param inpaintings how many inpainting pipelines, each of which holds the whole model
 * @param tokenizer the folder of the tokenizer that counts, if one does
 */
public record ModelSpec(
    Path folder,
    List<String> devices,
    Map<String, Object> properties,
    Optional<StaticShape> reshape,
    List<AdapterSpec> adapters,
    LoraMode loraMode,
    Set<PipelineKind> pipelines,
    int inpaintings,
    Optional<String> tokenizer) {

  /** Copies and checks. */
  public ModelSpec {
    devices = List.copyOf(devices);
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    adapters = List.copyOf(adapters);
    if (pipelines.isEmpty()) {
      throw new IllegalArgumentException("pipelines names none");
    }
    pipelines = Collections.unmodifiableSet(EnumSet.copyOf(pipelines));
    Checks.atLeast("inpaintings", inpaintings, 1);
    new PipelineOptions(devices, properties, reshape, List.of(), loraMode); // checks them
    long names = adapters.stream().map(AdapterSpec::name).distinct().count();
    if (names != adapters.size()) {
      throw new IllegalArgumentException("two adapters have one name: " + adapters);
    }
  }

  /** Every pipeline of the model in a folder, on one device, with nothing else set. */
  public static ModelSpec of(Path folder, String device) {
    return new ModelSpec(
        folder,
        List.of(device),
        Map.of(),
        Optional.empty(),
        List.of(),
        LoraMode.AUTO,
        EnumSet.allOf(PipelineKind.class),
        1,
        Optional.empty());
  }
}
