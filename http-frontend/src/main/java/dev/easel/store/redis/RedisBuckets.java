package dev.easel.store.redis;

import dev.easel.store.record.BucketStore;
import java.util.ArrayList;
import java.util.List;

/** The buckets of a Redis. */
final class RedisBuckets implements BucketStore {
  private final RedisLink link;

  RedisBuckets(RedisLink link) {
    this.link = link;
  }

  @Override
  public List<Long> draw(List<Draw> draws) {
    List<byte[]> arguments = new ArrayList<>();
    for (Draw each : draws) {
      arguments.addAll(
          RedisLink.arguments(
              each.bucket(), Long.toString(each.capacity()), Long.toString(each.amount())));
    }
    return link.list(Script.DRAW, arguments).stream().map(left -> (Long) left).toList();
  }
}
