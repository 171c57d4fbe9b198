package dev.easel.http.desk.bulk;

import dev.easel.http.desk.call.PieceSource;
import dev.easel.task.file.FileShelf;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** A file's bytes, piece by piece: no more of it is in memory than one piece. */
final class FileContent implements PieceSource {
  private final FileShelf.Reading reading;
  private final String name;
  private boolean isOver;

  FileContent(FileShelf.Reading reading, String name) {
    this.reading = reading;
    this.name = name;
  }

  @Override
  public Map<String, String> headers() {
    String safe = name.replaceAll("[^A-Za-z0-9._ -]", "_");
    return Map.of(
        "content-type", "application/octet-stream",
        "content-disposition", "attachment; filename=\"" + safe + "\"",
        "cache-control", "no-store",
        "x-content-type-options", "nosniff");
  }

  @Override
  public Optional<ByteBuffer> next() {
    Optional<ByteBuffer> piece = reading.next();
    isOver = piece.isEmpty();
    return piece;
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  @Override
  public void onMore(Runnable listener) {}

  @Override
  public void close() {}
}
