package dev.easel.calculators.http;

import dev.easel.framework.calculator.GraphService;
import java.util.Optional;

/**
 * Keeps encoded images for a while, so that an answer can name a URL instead of carrying them.
 *
 * <p><b>Threads</b>: any thread may call any method at any time.
 *
 * <p><b>Ownership</b>: the store keeps the buffer given to it; nobody changes it afterwards.
 */
public interface ImageStore {

  /** How a graph's calculators find the store of their server. */
  GraphService<ImageStore> SERVICE = GraphService.of("image_store", ImageStore.class);

  /** The path under which a server hands out what is kept: this and the key. */
  String PATH = "/v3/images/content/";

  /**
   * Keeps an image and returns its key: text that nobody can guess, made of letters, digits, {@code
   * -} and {@code _}, ending with the suffix of the image's format such as {@code .png}.
   *
   * <p><b>Failure</b>: a request's mistake when the image alone is larger than the store.
   */
  String put(StoredImage image);

  /** The image kept under a key; empty when there is none, or no longer. */
  Optional<StoredImage> find(String key);
}
