package dev.easel.store.redis;

import dev.easel.store.delivery.Delivery;
import dev.easel.store.delivery.DeliveryStore;
import dev.easel.store.signal.Signals;
import dev.easel.store.task.TaskStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The deliveries of a Redis. */
final class RedisDeliveries implements DeliveryStore {
  private static final int MOST_OF_A_REASON = 500;

  private final RedisLink link;

  RedisDeliveries(RedisLink link) {
    this.link = link;
  }

  @Override
  public Optional<Delivery> claim(Duration lease) {
    List<Object> answer =
        link.list(Script.CLAIMDELIVERY, RedisLink.arguments(Long.toString(lease.toMillis())));
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    List<?> flat = (List<?>) answer.get(1);
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      fields.put(RedisLink.text(flat.get(i)), RedisLink.text(flat.get(i + 1)));
    }
    return delivery(RedisLink.text(answer.get(0)), fields);
  }

  /** Empty when it was forgotten meanwhile. */
  private static Optional<Delivery> delivery(String id, Map<String, String> fields) {
    if (!fields.containsKey("url")) {
      return Optional.empty();
    }
    return Optional.of(
        new Delivery(
            id,
            fields.getOrDefault("url", ""),
            Delivery.State.valueOf(fields.getOrDefault("state", "PENDING")),
            Integer.parseInt(fields.getOrDefault("attempts", "0")),
            Long.parseLong(fields.getOrDefault("next", "0")),
            Long.parseLong(fields.getOrDefault("token", "0")),
            fields.getOrDefault("reason", "")));
  }

  @Override
  public boolean delivered(Delivery delivery) {
    return change(delivery, Delivery.State.DELIVERED, Duration.ZERO, "");
  }

  @Override
  public boolean retry(Delivery delivery, Duration after, String reason) {
    return change(delivery, Delivery.State.PENDING, after, reason);
  }

  @Override
  public boolean giveUp(Delivery delivery, String reason) {
    return change(delivery, Delivery.State.DEAD, Duration.ZERO, reason);
  }

  private boolean change(Delivery delivery, Delivery.State state, Duration after, String reason) {
    return link.number(
            Script.CHANGEDELIVERY,
            RedisLink.arguments(
                delivery.taskId(),
                Long.toString(delivery.token()),
                state.name(),
                Long.toString(after.toMillis()),
                reason.substring(0, Math.min(reason.length(), MOST_OF_A_REASON))))
        == 1;
  }

  @Override
  public Optional<Delivery> find(String taskId) {
    Map<String, String> fields = new HashMap<>();
    link.call(commands -> commands.hgetall(link.key("delivery:" + taskId)))
        .forEach((name, value) -> fields.put(name, RedisLink.text(value)));
    return delivery(taskId, fields);
  }

  @Override
  public List<Delivery> dead(int limit) {
    List<Delivery> dead = new ArrayList<>();
    for (byte[] id :
        link.call(commands -> commands.zrevrange(link.key("undelivered"), 0, limit - 1L))) {
      find(RedisLink.text(id)).ifPresent(dead::add);
    }
    return dead;
  }

  @Override
  public TaskStore.Registration onNew(Runnable listener) {
    return link.topics().listen(Signals.DELIVERIES, listener);
  }
}
