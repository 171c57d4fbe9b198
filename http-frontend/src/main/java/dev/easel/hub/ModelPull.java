package dev.easel.hub;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/**
 * Fetches whole models into a repository folder.
 *
 * <p>Everything goes into a folder beside the target first, which takes the target's name when it
 * is complete: whoever looks at the repository, also after a cut or a crash, sees a whole model or
 * none. A pull that was cut goes on from there.
 *
 * <p><b>Failure</b>: {@link StatusException}, by what the hub answered.
 */
public final class ModelPull {
  private static final int AT_ONCE = 4;
  private static final String REVISION = "main";

  private final HubConnection connection;
  private final Retries retries;
  private final PullProgress progress;

  /** A pull from a hub, through the proxies that the environment names. */
  public ModelPull(HubAddress address, Map<String, String> environment, PullProgress progress) {
    this(address, environment, progress, Retries.STANDARD);
  }

  ModelPull(
      HubAddress address, Map<String, String> environment, PullProgress progress, Retries retries) {
    this.connection = new HubConnection(address, environment);
    this.retries = retries;
    this.progress = progress;
  }

  /** What belongs into a model's folder beside its files, before it gets its name. */
  @FunctionalInterface
  public interface Finish {
    /** Adds to the folder. */
    void in(Path folder) throws IOException;
  }

  /**
   * Fetches a model.
   *
   * @param repository the model's name on the hub, {@code organisation/model}
   * @param target its folder
   * @param finish what else goes into the folder
   */
  public void fetch(String repository, Path target, Finish finish) {
    fetch(repository, target, files -> withoutCode(repository, files), finish);
  }

  private void fetch(
      String repository, Path target, UnaryOperator<List<HubFile>> choice, Finish finish) {
    checkName(repository);
    FolderSwap swap = FolderSwap.of(target, "pull");
    Path staging = swap.staging();
    try {
      swap.recover();
      List<HubFile> files =
          choice.apply(new HubListing(connection, retries).files(repository, REVISION));
      progress.begin(repository, files.stream().mapToLong(HubFile::size).sum());
      download(repository, files, staging);
      finish.in(staging);
      swap.finish();
      progress.end();
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.UNKNOWN, "cannot write the model to " + staging + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StatusException(StatusCode.CANCELLED, "the pull was interrupted", e);
    }
  }

  /** A model is data: whoever looks at it must not run what its author wrote. */
  private List<HubFile> withoutCode(String repository, List<HubFile> files) {
    List<HubFile> code = CodeFiles.in(files);
    if (!code.isEmpty()) {
      progress.leftOut(repository, code.stream().map(HubFile::path).toList());
    }
    return files.stream().filter(file -> !code.contains(file)).toList();
  }

  /** Whether a model has weights, but not in OpenVINO's format. */
  public boolean isSource(String repository) {
    checkName(repository);
    try {
      return SourceFiles.isSource(new HubListing(connection, retries).files(repository, REVISION));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StatusException(StatusCode.CANCELLED, "the pull was interrupted", e);
    }
  }

  /** Fetches what a conversion needs of a model. */
  public void fetchSource(String repository, Path target) {
    fetch(repository, target, SourceFiles::needed, folder -> {});
  }

  private static void checkName(String repository) {
    if (!repository.matches("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?")) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "source_model is '" + repository + "'; it must be like 'organisation/model'");
    }
  }

  private void download(String repository, List<HubFile> files, Path staging)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      List<Future<?>> running = new ArrayList<>();
      for (HubFile file : files) {
        Download one = download(repository, file, staging, clock);
        running.add(
            threads.submit(
                () -> {
                  one.run();
                  return file;
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      threads.shutdownNow();
      clock.shutdownNow();
    }
  }

  private Download download(
      String repository, HubFile file, Path staging, ScheduledExecutorService clock) {
    String path = "/" + repository + "/resolve/" + REVISION + "/" + file.path();
    return new Download(
        connection,
        retries,
        file,
        connection.address().resolve(path, ""),
        file.in(staging),
        clock,
        progress::advance);
  }

  private static StatusException unwrapped(ExecutionException e) throws IOException {
    if (e.getCause() instanceof IOException io) {
      throw io;
    }
    return e.getCause() instanceof StatusException status
        ? status
        : new StatusException(StatusCode.UNKNOWN, "the pull failed: " + e.getCause(), e);
  }
}
