package dev.easel.calculators.http;

import dev.easel.framework.calculator.GraphService;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Keeps encoded images for a while, so that an answer can name a URL instead of carrying them.
 *
 * <p><b>Threads</b>: any thread may call any method at any time; none of them waits. What they
 * return is completed within a time that the store bounds, on a thread of the store or at once.
 *
 * <p><b>Ownership</b>: the store keeps the buffers given to it; nobody changes them afterwards.
 *
 * <p><b>Failure</b>: what they return fails with an {@link ImageStoreException} when the store
 * cannot be reached or has no room.
 */
public interface ImageStore {

  /** How a graph's calculators find the store of their server. */
  GraphService<ImageStore> SERVICE = GraphService.of("image_store", ImageStore.class);

  /** Whether answers name URLs unless a request says otherwise; without it they do not. */
  GraphService<Boolean> PREFERRED = GraphService.of("image_store_preferred", Boolean.class);

  /** The path under which a server hands out what is kept: this and the key. */
  String PATH = "/v3/images/content/";

  /**
   * Keeps an image and tells where it can be fetched: a whole URL, or {@link #PATH} with a key of
   * letters, digits, {@code -} and {@code _} that nobody can guess and that ends with the suffix of
   * the image's format such as {@code .png}.
   *
   * <p><b>Failure</b>: also a request's mistake when the image alone is larger than the store.
   *
   * @param owner whose picture it is; its key tells it to whoever knows the name
   */
  CompletionStage<String> put(StoredImage image, String owner);

  /** The image kept under a key; empty when there is none, or no longer. */
  CompletionStage<Optional<StoredImage>> find(String key);
}
