package dev.easel.serving.repository;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.AdaptersOff;
import dev.easel.serving.config.RepositoryConfig;
import dev.easel.serving.config.ServableEntry;
import dev.easel.serving.config.ServableEntry.Adapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The LoRA adapters that were added while the server runs, by their servables. They are forgotten
 * when it ends.
 *
 * <p><b>Threads</b>: any.
 */
final class RunTimeAdapters {
  /** What a deployment calls the folder of their files. */
  private static final String FOLDER = "lora_adapters_path";

  /** Each is a part of the model that every run carries along. */
  private static final int MOST = 64;

  private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private final Optional<Path> folder;
  private final Map<String, List<Adapter>> added = new LinkedHashMap<>();

  RunTimeAdapters(Map<String, String> deployment) {
    folder = Optional.ofNullable(deployment.get(FOLDER)).map(Path::of);
  }

  void checkOn() {
    if (folder.isEmpty()) {
      throw AdaptersOff.because();
    }
  }

  /**
   * An adapter in the folder; links are followed before the folder is compared.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT}, {@code NOT_FOUND}.
   */
  Adapter adapter(String alias, String file) {
    Path root = folder.orElseThrow(AdaptersOff::because);
    if (!ALIAS.matcher(alias).matches()) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "lora_name must be up to 128 letters, digits, '.', '_' and '-'");
    }
    try {
      Path real = root.toRealPath();
      Path path = real.resolve(file).toRealPath();
      if (path.startsWith(real)
          && path.toString().endsWith(".safetensors")
          && Files.isRegularFile(path)) {
        return new Adapter(alias, path);
      }
    } catch (IOException | InvalidPathException e) {
      // It is said below, in the words of those who may not know what lies elsewhere.
    }
    throw new StatusException(
        StatusCode.NOT_FOUND,
        "lora_path: there is no such .safetensors file in the folder of --lora_adapters_path");
  }

  synchronized void add(String servable, Adapter adapter) {
    List<Adapter> own = added.computeIfAbsent(servable, key -> new ArrayList<>());
    if (own.size() == MOST) {
      throw new StatusException(
          StatusCode.RESOURCE_EXHAUSTED,
          "'%s' has %d added adapters; drop one first".formatted(servable, MOST));
    }
    own.add(adapter);
  }

  /** Takes one out; empty when none is called so. */
  synchronized Optional<Removed> remove(String alias) {
    for (Map.Entry<String, List<Adapter>> each : added.entrySet()) {
      for (Adapter adapter : each.getValue()) {
        if (adapter.alias().equals(alias)) {
          each.getValue().remove(adapter);
          return Optional.of(new Removed(each.getKey(), adapter));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * What was taken out.
   *
   * @param servable whose it was
   */
  record Removed(String servable, Adapter adapter) {}

  /** The configuration with the adapters that were added. */
  synchronized RepositoryConfig extend(RepositoryConfig config) {
    if (added.values().stream().allMatch(List::isEmpty)) {
      return config;
    }
    List<ServableEntry> entries =
        config.servables().stream()
            .map(entry -> entry.withAdapters(added.getOrDefault(entry.name(), List.of())))
            .toList();
    return new RepositoryConfig(
        entries, config.metrics(), config.groupTimeout(), config.warnings());
  }
}
