package dev.easel.store.redis;

import dev.easel.store.record.CounterStore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The counters of a Redis. */
final class RedisCounters implements CounterStore {
  private final RedisLink link;

  RedisCounters(RedisLink link) {
    this.link = link;
  }

  @Override
  public long add(String counter, long day, long amount) {
    return add(counter, day, amount, "").orElseThrow();
  }

  @Override
  public OptionalLong addWithin(String counter, long day, long amount, long limit) {
    return add(counter, day, amount, Long.toString(limit));
  }

  private OptionalLong add(String counter, long day, long amount, String limit) {
    List<Object> answer =
        link.list(
            Script.ADDWITHIN,
            RedisLink.arguments(Long.toString(day), counter, Long.toString(amount), limit));
    return answer.isEmpty() ? OptionalLong.empty() : OptionalLong.of((Long) answer.get(0));
  }

  @Override
  public long read(String counter, long day) {
    Optional<byte[]> sum =
        link.call(
            commands -> Optional.ofNullable(commands.hget(link.key("counters:" + day), counter)));
    return sum.map(RedisLink::text).map(Long::parseLong).orElse(0L);
  }

  @Override
  public void forgetBefore(long day) {
    link.number(Script.FORGETDAYS, RedisLink.arguments(Long.toString(day)));
  }
}
