package dev.easel.store.redis;

import dev.easel.store.record.CounterStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

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

  @Override
  public Map<String, Long> addAll(String writer, long turn, long day, Map<String, Long> amounts) {
    List<byte[]> arguments = RedisLink.arguments(Long.toString(day), writer, Long.toString(turn));
    List<String> counters = List.copyOf(amounts.keySet());
    for (String counter : counters) {
      arguments.addAll(
          RedisLink.arguments(counter, Long.toString(amounts.getOrDefault(counter, 0L))));
    }
    List<Object> answer = link.list(Script.ADDALL, arguments);
    Map<String, Long> sums = new HashMap<>();
    for (int i = 0; i < counters.size(); i++) {
      sums.put(counters.get(i), (Long) answer.get(i));
    }
    return sums;
  }

  @Override
  public SortedMap<String, Long> list(long day, String prefix) {
    List<Object> flat =
        link.list(Script.LISTCOUNTERS, RedisLink.arguments(Long.toString(day), prefix));
    SortedMap<String, Long> sums = new TreeMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      sums.put(RedisLink.text(flat.get(i)), Long.parseLong(RedisLink.text(flat.get(i + 1))));
    }
    return sums;
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
