package dev.easel.genai.lora.layer;

import dev.easel.genai.check.LoraFile;
import dev.easel.genai.check.LoraPart;
import dev.easel.genai.model.ModelIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layers of a model that adapters can change.
 *
 * <p><b>Threads</b>: immutable.
 *
 * <p><b>Failure</b>: a {@link dev.easel.genai.error.GenAiException} that names the file and what is
 * wrong.
 */
public final class ModelLayers {
  private static final List<String> DENOISERS = List.of("unet", "transformer");

  private final List<Network> networks;

  private ModelLayers(List<Network> networks) {
    this.networks = networks;
  }

  /** Reads the networks of the model in a folder, without their weights. */
  public static ModelLayers of(Path model) {
    List<Network> networks = new ArrayList<>();
    prefixes(ModelIndex.of(model).className())
        .forEach(
            (folder, prefix) -> {
              Path xml = model.resolve(folder).resolve("openvino_model.xml");
              if (Files.isRegularFile(xml)) {
                networks.add(new Network(folder, prefix, NetworkReader.read(xml)));
              }
            });
    return new ModelLayers(List.copyOf(networks));
  }

  /**
   * By what name GenAI knows each network in adapters. It puts {@code lora_unet} itself before what
   * does not begin with the name of a text encoder. Other text encoders it leaves as they are.
   */
  private static Map<String, String> prefixes(String pipeline) {
    Map<String, String> prefixes = new LinkedHashMap<>();
    prefixes.put("unet", "");
    prefixes.put("transformer", "transformer.");
    if (pipeline.startsWith("StableDiffusionXL")) {
      prefixes.put("text_encoder", "lora_te1.");
      prefixes.put("text_encoder_2", "lora_te2.");
    } else if (pipeline.equals("Flux2KleinPipeline")) {
      prefixes.put("text_encoder", "text_encoder.");
    } else if (!pipeline.startsWith("StableDiffusion3")
        && (pipeline.startsWith("StableDiffusion")
            || pipeline.startsWith("LatentConsistency")
            || pipeline.startsWith("Flux"))) {
      prefixes.put("text_encoder", "lora_te.");
    }
    return prefixes;
  }

  /** Finds the layers that a file's keys mean. */
  public AdapterFit fit(LoraFile file) {
    return AdapterFit.of(file, this);
  }

  /** The layers that one part of a file is for; empty when the model has none. */
  Optional<Found> find(LoraPart part) {
    Place place = Place.of(part.name());
    for (Network network : networks) {
      boolean isMeant =
          place.network().equals(Place.DENOISER)
              ? DENOISERS.contains(network.folder())
              : place.network().equals(network.folder());
      if (isMeant) {
        for (KeySpelling spelling : Spellings.of(place.path(), network.resnets())) {
          List<Layer> layers =
              spelling.paths().stream().flatMap(path -> network.find(path).stream()).toList();
          if (layers.size() == spelling.paths().size()) {
            return Optional.of(new Found(network, layers, spelling.isSwapped()));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Two layers, as examples. */
  List<String> examples() {
    return networks.stream()
        .flatMap(
            network ->
                network.layers().values().stream()
                    .filter(layer -> layer.path().contains("attn") || layer.path().contains("to_q"))
                    .map(layer -> network.folder() + "." + layer.path()))
        .limit(2)
        .toList();
  }

  /**
   * What a part of a file is for.
   *
   * @param network the network of all of them
   * @param layers one after another in the part's outputs
   * @param isSwapped whether the two halves of the outputs change places
   */
  record Found(Network network, List<Layer> layers, boolean isSwapped) {}
}
