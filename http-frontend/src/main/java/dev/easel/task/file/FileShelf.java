package dev.easel.task.file;

import dev.easel.store.record.RecordStore;
import dev.easel.store.record.StoredRecord;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Files in a store of records: what is known of a file is one record in its owner's space, its
 * bytes are records of a space of their own, in the order of their names.
 *
 * <p>A file is begun before its first byte and made whole after its last, so that what a crash
 * leaves behind is found, and removed an hour later.
 *
 * <p><b>Threads</b>: any; calls wait for the store.
 */
public final class FileShelf {

  /** The most files that an owner can have listed. */
  public static final int MOST_FILES = 10_000;

  /** The purpose of a file that a batch writes, which may take a day. */
  public static final String BATCH_OUTPUT = "batch_output";

  private static final long UNFINISHED_MILLIS = 3_600_000;
  private static final int ID_BYTES = 16;
  private static final int PAGE = 16;
  private static final int PAGE_OF_FILES = 500;

  private final RecordStore records;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** A shelf in a store; the clock, which nobody sets, says when files come and go. */
  public FileShelf(RecordStore records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /** An id for a file to come. */
  public String nextId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return "file-" + HexFormat.of().formatHex(bytes);
  }

  /** Keeps a file. */
  public ShelfFile put(
      String owner, String name, String purpose, ByteBuffer content, OptionalLong keepMillis) {
    ShelfFile file = begin(nextId(), owner, name, purpose, keepMillis);
    long length = content.remaining();
    append(file.id(), "", content);
    return finish(file, length);
  }

  /** Says that a file is to come; does nothing when that was said before. */
  public ShelfFile begin(
      String id, String owner, String name, String purpose, OptionalLong keepMillis) {
    long now = clock.millis();
    ShelfFile file =
        new ShelfFile(
            id,
            owner,
            name,
            purpose,
            0,
            now,
            keepMillis.isPresent()
                ? OptionalLong.of(now + keepMillis.getAsLong())
                : OptionalLong.empty(),
            false);
    boolean unused = records.put(space(owner), id, file.json(), 0);
    return file;
  }

  /**
   * Adds to a file, once: what was added under a prefix before is the same, and stays.
   *
   * @param prefix what the names of these records begin with; later ones must be greater
   */
  public void append(String id, String prefix, ByteBuffer content) {
    ByteBuffer rest = content.duplicate();
    for (int part = 0; rest.hasRemaining(); part++) {
      byte[] piece = new byte[Math.min(RecordStore.MOST_BYTES, rest.remaining())];
      rest.get(piece);
      boolean unused = records.put(space(id), prefix + "%06d".formatted(part), piece, 0);
    }
  }

  /** All of a file is there. */
  public ShelfFile finish(ShelfFile file, long length) {
    ShelfFile whole = file.whole(length);
    long version =
        records.find(space(file.owner()), file.id()).map(StoredRecord::version).orElse(0L);
    boolean unused = records.put(space(file.owner()), file.id(), whole.json(), version);
    return whole;
  }

  /** A whole file of an owner. */
  public Optional<ShelfFile> find(String owner, String id) {
    Optional<ShelfFile> file =
        records.find(space(owner), id).flatMap(record -> ShelfFile.parse(record.bytes()));
    if (file.isPresent() && isOver(file.get())) {
      delete(file.get());
      return Optional.empty();
    }
    return file.filter(ShelfFile::isWhole);
  }

  /** The whole files of an owner, the newest first; removes those whose time is over. */
  public List<ShelfFile> list(String owner) {
    List<ShelfFile> files = new ArrayList<>();
    String after = "";
    while (true) {
      List<StoredRecord> page = records.list(space(owner), after, PAGE_OF_FILES);
      for (StoredRecord record : page) {
        after = record.key();
        ShelfFile.parse(record.bytes()).ifPresent(files::add);
      }
      if (page.size() < PAGE_OF_FILES || files.size() >= MOST_FILES) {
        break;
      }
    }
    files.stream().filter(this::isOver).forEach(this::delete);
    files.removeIf(file -> isOver(file) || !file.isWhole());
    files.sort(
        Comparator.comparingLong(ShelfFile::createdMillis).thenComparing(ShelfFile::id).reversed());
    return Collections.unmodifiableList(files);
  }

  private boolean isOver(ShelfFile file) {
    long now = clock.millis();
    boolean isLeft =
        !file.isWhole()
            && !file.purpose().equals(BATCH_OUTPUT)
            && now - file.createdMillis() > UNFINISHED_MILLIS;
    return isLeft || (file.expiresMillis().isPresent() && now >= file.expiresMillis().getAsLong());
  }

  /** Removes a file. */
  public void delete(ShelfFile file) {
    while (true) {
      List<StoredRecord> page = records.list(space(file.id()), "", PAGE);
      page.forEach(record -> records.remove(space(file.id()), record.key(), record.version()));
      if (page.size() < PAGE) {
        break;
      }
    }
    records
        .find(space(file.owner()), file.id())
        .ifPresent(record -> records.remove(space(file.owner()), file.id(), record.version()));
  }

  /** Reads a file from its beginning. */
  public Reading read(String id) {
    return new Reading(id);
  }

  private static String space(String name) {
    return "files/" + name;
  }

  /** Reads a file piece by piece. */
  public final class Reading {
    private final String id;
    private String after = "";

    private Reading(String id) {
      this.id = id;
    }

    /** The next piece; empty after the last. */
    public Optional<ByteBuffer> next() {
      List<StoredRecord> page = records.list(space(id), after, 1);
      if (page.isEmpty()) {
        return Optional.empty();
      }
      after = page.get(0).key();
      return Optional.of(ByteBuffer.wrap(page.get(0).bytes()));
    }
  }
}
