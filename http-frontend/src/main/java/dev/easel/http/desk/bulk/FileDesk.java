package dev.easel.http.desk.bulk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.MediaType;
import dev.easel.calculators.http.RequestException;
import dev.easel.http.desk.call.DeskAnswer;
import dev.easel.http.desk.call.DeskCall;
import dev.easel.http.desk.call.DeskErrors;
import dev.easel.http.desk.call.DeskJson;
import dev.easel.http.desk.call.DeskQuery;
import dev.easel.http.desk.call.DeskSettings;
import dev.easel.http.desk.task.TaskDesk;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.http.form.FormLimits;
import dev.easel.http.form.FormReader;
import dev.easel.task.file.FileShelf;
import dev.easel.task.file.ShelfFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Files in OpenAI's shape. */
public final class FileDesk {
  private static final long THOUSAND = 1000;
  private static final long LONGEST_KEEP_SECONDS = 2_592_000;
  private static final int MOST_LISTED = 10_000;
  private static final int LONGEST_NAME = 255;

  private final FileShelf shelf;
  private final DeskSettings settings;
  private final FormLimits limits;

  public FileDesk(FileShelf shelf, DeskSettings settings, FormLimits limits) {
    this.shelf = shelf;
    this.settings = settings;
    this.limits = limits;
  }

  public DeskAnswer upload(DeskCall call) {
    MediaType type = MediaType.parse(call.headers().getOrDefault("content-type", ""));
    if (!type.isForm()) {
      throw RequestException.withStatus(
          415, "", "unsupported_media_type", "a file is sent as multipart/form-data");
    }
    List<FormPart> parts = FormReader.read(call.body(), type.boundary(), limits);
    FormPart file =
        parts.stream()
            .filter(part -> part.name().equals("file") && part.isFile())
            .findFirst()
            .orElseThrow(() -> RequestException.missing("file", "is missing; send the file"));
    String purpose =
        text(parts, "purpose")
            .orElseThrow(
                () -> RequestException.missing("purpose", "is missing; send batch for a batch"));
    if (!purpose.equals("batch") && !purpose.equals("user_data") && !purpose.equals("vision")) {
      throw RequestException.invalid("purpose", "it must be batch, vision or user_data");
    }
    if (file.content().remaining() > settings.fileBytes()) {
      throw new Refusal(
          ErrorAnswer.of(
              413,
              "the file has %d bytes, at most %d are kept"
                  .formatted(file.content().remaining(), settings.fileBytes()),
              "request_too_large"));
    }
    if (shelf.list(call.owner()).size() >= settings.files()) {
      throw new Refusal(
          ErrorAnswer.of(
              429,
              "%d files are kept already, more may not: delete some".formatted(settings.files()),
              "files_full"));
    }
    String name = file.fileName().filter(it -> !it.isEmpty()).orElse("file");
    ShelfFile kept =
        shelf.put(
            call.owner(),
            name.substring(0, Math.min(LONGEST_NAME, name.length())),
            purpose,
            file.content(),
            keep(parts));
    return new DeskAnswer.Whole(DeskJson.answer(200, node(kept)));
  }

  private static OptionalLong keep(List<FormPart> parts) {
    Optional<String> seconds = text(parts, "expires_after[seconds]");
    if (seconds.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long value = Long.parseLong(seconds.get());
      if (value >= 1 && value <= LONGEST_KEEP_SECONDS) {
        return OptionalLong.of(value * THOUSAND);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw RequestException.invalid(
        "expires_after[seconds]", "it must be 1 to " + LONGEST_KEEP_SECONDS);
  }

  private static Optional<String> text(List<FormPart> parts, String name) {
    return parts.stream()
        .filter(part -> part.name().equals(name) && !part.isFile())
        .findFirst()
        .map(FormPart::text);
  }

  public DeskAnswer find(DeskCall call) {
    return new DeskAnswer.Whole(DeskJson.answer(200, node(owned(call))));
  }

  private ShelfFile owned(DeskCall call) {
    String id = call.found().name();
    return shelf.find(call.owner(), id).orElseThrow(() -> DeskErrors.notFound("file", id));
  }

  public DeskAnswer content(DeskCall call) {
    ShelfFile file = owned(call);
    return new DeskAnswer.Pieces(new FileContent(shelf.read(file.id()), file.name()));
  }

  public DeskAnswer delete(DeskCall call) {
    ShelfFile file = owned(call);
    shelf.delete(file);
    ObjectNode node = DeskJson.object();
    node.put("id", file.id());
    node.put("object", "file");
    node.put("deleted", true);
    return new DeskAnswer.Whole(DeskJson.answer(200, node));
  }

  public DeskAnswer list(DeskCall call) {
    DeskQuery query = new DeskQuery(call.query());
    int limit = query.text("limit").isPresent() ? query.limit(MOST_LISTED) : MOST_LISTED;
    ObjectNode answer = DeskJson.object();
    answer.put("object", "list");
    ArrayNode files = answer.putArray("data");
    boolean isAfter = query.text("after").isEmpty();
    boolean hasMore = false;
    for (ShelfFile file : shelf.list(call.owner())) {
      boolean isWanted = isAfter && query.text("purpose").map(file.purpose()::equals).orElse(true);
      if (isWanted && files.size() == limit) {
        hasMore = true;
        break;
      }
      if (isWanted) {
        files.add(node(file));
      }
      isAfter = isAfter || query.text("after").filter(file.id()::equals).isPresent();
    }
    TaskDesk.putEnds(answer, files);
    answer.put("has_more", hasMore);
    return new DeskAnswer.Whole(
        DeskJson.answer(200, Map.of(), List.of(DeskJson.utf8(answer.toString()))));
  }

  private static ObjectNode node(ShelfFile file) {
    ObjectNode node = DeskJson.object();
    node.put("id", file.id());
    node.put("object", "file");
    node.put("bytes", file.bytes());
    node.put("created_at", file.createdMillis() / THOUSAND);
    if (file.expiresMillis().isPresent()) {
      node.put("expires_at", file.expiresMillis().getAsLong() / THOUSAND);
    }
    node.put("filename", file.name());
    node.put("purpose", file.purpose());
    node.put("status", "processed");
    return node;
  }
}
