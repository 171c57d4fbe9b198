package dev.easel.http.page;

import dev.easel.calculators.http.EntityTag;
import dev.easel.calculators.http.HttpResponsePayload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One file of the pages, as it lies in the jar.
 *
 * <p><b>Threads</b>: immutable.
 */
final class PageFile {

  /**
   * What a browser may do while it shows a page: nothing but what this server hands out itself, and
   * the pictures that the page made of an answer. Scripts may not make markup from text.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Enough to tell two versions of a file apart. */
  private static final int TAG_BYTES = 12;

  private final byte[] content;
  private final EntityTag tag;
  private final Map<String, String> headers;

  private PageFile(String type, byte[] content) {
    this.content = content;
    this.tag = EntityTag.of(hash(content));
    this.headers =
        Map.ofEntries(
            Map.entry("content-type", type),
            // A server that was replaced hands out new files at once: what is kept is asked about.
            Map.entry("cache-control", "no-cache"),
            Map.entry("etag", tag.text()),
            Map.entry("content-security-policy", POLICY),
            Map.entry("referrer-policy", "no-referrer"),
            Map.entry("x-content-type-options", "nosniff"),
            Map.entry("x-frame-options", "DENY"));
  }

  static PageFile load(String name) {
    try (InputStream in = PageFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the page file " + name + " is missing from the class path");
      }
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      if (type == null) {
        throw new IllegalStateException("the page file " + name + " has no known type");
      }
      return new PageFile(type, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file, or that the client has it already. */
  HttpResponsePayload answer(Optional<String> known) {
    return tag.isIn(known)
        ? new HttpResponsePayload(304, headers, List.of(), false)
        : new HttpResponsePayload(200, headers, List.of(ByteBuffer.wrap(content)), false);
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
