package dev.easel.store.redis;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.record.RecordStore;
import dev.easel.store.record.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of a Redis. */
final class RedisRecords implements RecordStore {
  private final RedisLink link;

  RedisRecords(RedisLink link) {
    this.link = link;
  }

  @Override
  public Optional<StoredRecord> find(String space, String key) {
    String name = link.key("record:" + RedisLink.bytes(space).length + ":" + space + ":" + key);
    Map<String, byte[]> fields = link.call(commands -> commands.hgetall(name));
    byte[] version = fields.get("version");
    byte[] bytes = fields.get("bytes");
    return version == null || bytes == null
        ? Optional.empty()
        : Optional.of(new StoredRecord(key, Long.parseLong(RedisLink.text(version)), bytes));
  }

  @Override
  public boolean put(String space, String key, byte[] bytes, long version) {
    if (bytes.length > MOST_BYTES) {
      throw new StoreException(
          StoreFailure.TOO_LARGE,
          "a record has %s bytes, at most %s are kept".formatted(bytes.length, MOST_BYTES));
    }
    List<byte[]> arguments = RedisLink.arguments(space, key, Long.toString(version));
    arguments.add(bytes);
    return link.number(Script.PUTRECORD, arguments) == 1;
  }

  @Override
  public boolean remove(String space, String key, long version) {
    return link.number(Script.REMOVERECORD, RedisLink.arguments(space, key, Long.toString(version)))
        == 1;
  }

  @Override
  public List<StoredRecord> list(String space, String after, int limit) {
    List<StoredRecord> records = new ArrayList<>();
    for (Object each :
        link.list(Script.LISTRECORDS, RedisLink.arguments(space, after, Integer.toString(limit)))) {
      List<?> fields = (List<?>) each;
      records.add(
          new StoredRecord(
              RedisLink.text(fields.get(0)),
              Long.parseLong(RedisLink.text(fields.get(1))),
              (byte[]) fields.get(2)));
    }
    return records;
  }
}
