package dev.easel.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what files a repository of a hub has, page by page. */
final class HubListing {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");
  private static final int MOST_PAGES = 1000;

  private final HubConnection connection;
  private final Retries retries;

  HubListing(HubConnection connection, Retries retries) {
    this.connection = connection;
    this.retries = retries;
  }

  /** Every file of a repository's revision, without those that only git needs. */
  List<HubFile> files(String repository, String revision) throws InterruptedException {
    List<HubFile> files = new ArrayList<>();
    Optional<URI> page =
        Optional.of(
            connection
                .address()
                .resolve("/api/models/" + repository + "/tree/" + revision, "recursive=true"));
    for (int i = 0; page.isPresent() && i < MOST_PAGES; i++) {
      URI uri = page.get();
      page = retries.call(uri, () -> page(uri, files));
    }
    if (files.isEmpty()) {
      throw new StatusException(
          StatusCode.NOT_FOUND, "the repository '" + repository + "' has no files");
    }
    return files;
  }

  private Optional<URI> page(URI uri, List<HubFile> files)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response = connection.get(uri, 0);
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw connection.refusal(uri, response.statusCode());
      }
      JsonNode list = JSON.readTree(body);
      if (!list.isArray()) {
        throw new StatusException(StatusCode.DATA_LOSS, uri + " answers no list of files");
      }
      list.forEach(entry -> file(entry).ifPresent(files::add));
    }
    return response
        .headers()
        .firstValue("link")
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(matcher -> uri.resolve(matcher.group(1)));
  }

  private static Optional<HubFile> file(JsonNode entry) {
    String path = entry.path("path").asText();
    if (!entry.path("type").asText().equals("file") || path.startsWith(".git")) {
      return Optional.empty();
    }
    JsonNode large = entry.path("lfs");
    boolean isLarge = large.hasNonNull("oid");
    return Optional.of(
        new HubFile(
            path,
            isLarge ? large.path("size").asLong(-1) : entry.path("size").asLong(-1),
            isLarge ? Optional.of(large.path("oid").asText()) : Optional.empty(),
            isLarge ? Optional.empty() : text(entry.path("oid"))));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }
}
