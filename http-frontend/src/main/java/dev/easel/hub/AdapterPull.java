package dev.easel.hub;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * Fetches single LoRA adapters: from a repository of a hub, or from any address.
 *
 * <p><b>Failure</b>: {@link StatusException}, by what was answered.
 */
public final class AdapterPull {
  private static final String SUFFIX = ".safetensors";
  private static final String REVISION = "main";

  private final Supplier<HubAddress> hub;
  private final Map<String, String> environment;
  private final PullProgress progress;
  private final Retries retries;

  /**
   * A pull.
   *
   * @param hub asked for only when something has to come from it
   */
  public AdapterPull(
      Supplier<HubAddress> hub, Map<String, String> environment, PullProgress progress) {
    this(hub, environment, progress, Retries.STANDARD);
  }

  AdapterPull(
      Supplier<HubAddress> hub,
      Map<String, String> environment,
      PullProgress progress,
      Retries retries) {
    this.hub = hub;
    this.environment = environment;
    this.progress = progress;
    this.retries = retries;
  }

  /**
   * Fetches an adapter from a hub.
   *
   * @param repository the repository, {@code organisation/name}
   * @param file the file in it; empty for the only one that is an adapter
   * @param target what the file is called here
   */
  public void fetch(String repository, Optional<String> file, Path target) {
    HubConnection connection = new HubConnection(hub.get(), environment);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      List<HubFile> all = new HubListing(connection, retries).files(repository, REVISION);
      HubFile chosen = chosen(repository, file, all);
      progress.begin(repository, chosen.size());
      String path = "/" + repository + "/resolve/" + REVISION + "/" + chosen.path();
      URI uri = connection.address().resolve(path, "");
      new Download(connection, retries, chosen, uri, target, clock, progress::advance).run();
      progress.end();
    } catch (IOException e) {
      throw unwritable(target, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      clock.shutdownNow();
    }
  }

  /**
   * Looks whether a hub has an adapter, and fetches nothing.
   *
   * <p><b>Failure</b>: as fetching.
   */
  public void check(String repository, Optional<String> file) {
    HubConnection connection = new HubConnection(hub.get(), environment);
    try {
      chosen(repository, file, new HubListing(connection, retries).files(repository, REVISION));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static HubFile chosen(String repository, Optional<String> file, List<HubFile> all) {
    List<HubFile> adapters =
        all.stream()
            .filter(one -> file.map(one.path()::equals).orElse(one.path().endsWith(SUFFIX)))
            .toList();
    if (adapters.size() == 1) {
      return adapters.get(0);
    }
    List<String> names = all.stream().map(HubFile::path).filter(p -> p.endsWith(SUFFIX)).toList();
    throw new StatusException(
        StatusCode.NOT_FOUND,
        file.isPresent()
            ? "the repository '%s' has no file '%s'; its adapters are %s"
                .formatted(repository, file.get(), names)
            : "the repository '%s' has %d adapters, name one: %s@FILE; they are %s"
                .formatted(repository, names.size(), repository, names));
  }

  /** Fetches an adapter from an address, which tells neither size nor hash ahead. */
  public void fetch(URI uri, Path target) {
    HubConnection connection =
        new HubConnection(new HubAddress(uri, Optional.empty()), environment);
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      retries.call(
          uri,
          () -> {
            attempt(connection, uri, part);
            return true;
          });
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      progress.end();
    } catch (IOException e) {
      throw unwritable(target, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void attempt(HubConnection connection, URI uri, Path part)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response = connection.get(uri, 0);
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw connection.refusal(uri, response.statusCode());
      }
      OptionalLong length = response.headers().firstValueAsLong("content-length");
      progress.begin(uri.toString(), length.orElse(0));
      long have = Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
      if (length.isPresent() && have != length.getAsLong()) {
        throw new IOException(uri + " ended after " + have + " bytes");
      }
      progress.advance(have);
    }
  }

  private static StatusException unwritable(Path target, IOException e) {
    return new StatusException(
        StatusCode.UNKNOWN, "cannot write the adapter to " + target + ": " + e, e);
  }

  private static StatusException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StatusException(StatusCode.CANCELLED, "the pull was interrupted", e);
  }
}
