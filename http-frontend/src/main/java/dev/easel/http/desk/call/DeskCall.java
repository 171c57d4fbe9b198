package dev.easel.http.desk.call;

import dev.easel.http.route.Match;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * A whole request about a task, a file or a batch.
 *
 * @param found what answers
 * @param path its path without query
 * @param query what follows the path's question mark
 * @param headers under lower-case names
 * @param body as it came, unpacked; whoever gave it keeps it until the answer is made
 * @param owner to whom belongs what is made, and of whom is told; nobody else sees it
 * @param caller who asks, as the fair lines of models tell callers apart
 */
public record DeskCall(
    Match.Found found,
    String path,
    String query,
    Map<String, String> headers,
    ByteBuffer body,
    String owner,
    String caller) {

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
