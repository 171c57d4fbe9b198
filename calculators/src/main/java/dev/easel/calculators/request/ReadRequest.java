package dev.easel.calculators.request;

import dev.easel.calculators.media.MediaSource.Fetched;
import dev.easel.calculators.model.ModelDescription;
import dev.easel.calculators.request.field.Fields;
import dev.easel.calculators.request.field.ImageLinks;
import dev.easel.calculators.task.ImageAddress;
import dev.easel.calculators.task.ImageTask;
import dev.easel.calculators.task.TaskKind;
import dev.easel.calculators.task.Upload;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request that is right as far as it is there; images may still have to be fetched.
 *
 * @param links what its images may be named by
 * @param task what it asks for
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows in the future that is returned
record ReadRequest(
    ModelDescription model,
    TaskKind kind,
    Fields fields,
    ImageLinks links,
    boolean prefersUrls,
    String name,
    ImageTask task) {

  static ReadRequest of(
      ModelDescription model,
      TaskKind kind,
      Fields fields,
      ImageLinks links,
      boolean prefersUrls,
      String name) {
    ImageTask task = new TaskReader(model, kind, fields, prefersUrls).read(name);
    return new ReadRequest(model, kind, fields, links, prefersUrls, name, task);
  }

  private List<Upload> missing() {
    return Stream.concat(task.image().stream(), task.mask().stream())
        .filter(upload -> upload.address().isPresent())
        .toList();
  }

  boolean isComplete() {
    return missing().isEmpty();
  }

  /**
   * Fetches what is missing. Cancelling it gives up all of it, and so does one failure; what is
   * there already is then closed.
   *
   * @param owner who asks
   */
  CompletableFuture<Map<ImageAddress, Fetched>> fetch(String owner) {
    Map<ImageAddress, CompletableFuture<Fetched>> images = new LinkedHashMap<>();
    for (Upload upload : missing()) {
      images.computeIfAbsent(
          upload.address().orElseThrow(), address -> links.fetch(upload.field(), address, owner));
    }
    CompletableFuture<Map<ImageAddress, Fetched>> all = new CompletableFuture<>();
    images.values().forEach(each -> each.whenComplete((image, failure) -> fail(all, failure)));
    CompletableFuture.allOf(images.values().toArray(CompletableFuture[]::new))
        .thenRun(
            () -> {
              Map<ImageAddress, Fetched> fetched = new HashMap<>();
              images.forEach((address, each) -> fetched.put(address, each.join()));
              all.complete(fetched);
            });
    all.whenComplete(
        (fetched, failure) -> {
          if (failure != null) {
            images.values().forEach(ReadRequest::drop);
          }
        });
    return all;
  }

  private static void drop(CompletableFuture<Fetched> image) {
    image.cancel(false);
    image.thenAccept(Fetched::close);
  }

  private static void fail(CompletableFuture<?> all, @Nullable Throwable failure) {
    if (failure != null) {
      all.completeExceptionally(failure);
    }
  }

  /** What the request asks for now that everything is there. */
  ImageTask with(Map<ImageAddress, Fetched> images) {
    return new TaskReader(model, kind, new FetchedFields(fields, images), prefersUrls).read(name);
  }
}
