package dev.easel.genai.lora.layer;

import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder to load a model from with adapters. GenAI fails to put an adapter beside a layer that
 * reads one of several outputs of another, as FLUX's layers after the attention do. For such layers
 * it is a folder of links in which one network has an operation more before each, which changes
 * nothing and which compiling takes out again.
 *
 * <p><b>Ownership</b>: closing removes the links. GenAI reads small files, such as the scheduler's,
 * whenever a pipeline is made of another one, so they stay as long as the model is loaded.
 */
public final class PatchedFolder implements AutoCloseable {
  private static final String NETWORK = "openvino_model.xml";

  private final Path path;
  private final Optional<Path> made;

  private PatchedFolder(Path path, Optional<Path> made) {
    this.path = path;
    this.made = made;
  }

  /**
   * The model's own folder, or one in which the adapters can be put beside their layers.
   *
   * @param isBeside whether they are put beside; adapters that change the weights fit everywhere
   */
  public static PatchedFolder of(Path model, List<AdapterFit> adapters, boolean isBeside) {
    Map<String, Set<String>> layers = new TreeMap<>();
    adapters.stream()
        .flatMap(each -> each.parts().stream())
        .filter(part -> part.layer().readsPart())
        .forEach(
            part ->
                layers
                    .computeIfAbsent(part.network(), key -> new TreeSet<>())
                    .add(NetworkReader.MODULE + part.layer().key()));
    if (!isBeside || layers.isEmpty()) {
      return new PatchedFolder(model, Optional.empty());
    }
    try {
      Path made = Files.createTempDirectory("easel-model-");
      PatchedFolder folder = new PatchedFolder(made, Optional.of(made));
      try {
        link(model.toAbsolutePath(), made, layers);
        return folder;
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw new GenAiException(model + " cannot be prepared for its adapters: " + e, e);
    }
  }

  private static void link(Path from, Path to, Map<String, Set<String>> layers) throws IOException {
    for (Path each : list(from)) {
      String name = String.valueOf(each.getFileName());
      Set<String> changed = layers.get(name);
      if (changed == null) {
        Files.createSymbolicLink(to.resolve(name), each);
        continue;
      }
      Path network = Files.createDirectory(to.resolve(name));
      for (Path file : list(each)) {
        Path place = network.resolve(String.valueOf(file.getFileName()));
        if (place.endsWith(NETWORK)) {
          NetworkPatch.write(file, place, changed);
        } else {
          Files.createSymbolicLink(place, file);
        }
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Where to load from. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    made.ifPresent(PatchedFolder::remove);
  }

  /**
   * Links go, not what they lead to; what cannot be removed is small and in the temporary folder.
   */
  private static void remove(Path folder) {
    try {
      for (Path each : list(folder)) {
        if (Files.isDirectory(each) && !Files.isSymbolicLink(each)) {
          remove(each);
        } else {
          Files.deleteIfExists(each);
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      folder.toFile().deleteOnExit();
    }
  }
}
