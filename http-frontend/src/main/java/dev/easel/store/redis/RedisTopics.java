package dev.easel.store.redis;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.signal.Signals;
import dev.easel.store.task.TaskStore;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Subscribes to a channel for each topic that somebody here listens to, so that a process hears
 * only of the tasks that it watches. When the connection comes back, so do the subscriptions, and
 * each topic is told once: what was told meanwhile was missed.
 *
 * <p><b>Who waits</b>: whoever listens, until Redis has confirmed the subscription; from then on it
 * misses nothing. <b>Threads</b>: any. <b>Ownership</b>: the connection belongs to the link.
 */
final class RedisTopics {
  private final StatefulRedisPubSubConnection<String, String> connection;
  private final String prefix;
  private final Signals signals;
  private final Duration patience;
  private final Map<String, Watched> watched = new HashMap<>();

  private record Watched(int listeners, RedisFuture<Void> subscribed) {}

  RedisTopics(
      StatefulRedisPubSubConnection<String, String> connection,
      String prefix,
      Signals signals,
      Duration patience) {
    this.connection = connection;
    this.prefix = prefix;
    this.signals = signals;
    this.patience = patience;
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            signals.tell(channel.substring(prefix.length()));
          }

          @Override
          public void subscribed(String channel, long count) {
            signals.tell(channel.substring(prefix.length()));
          }
        });
  }

  TaskStore.Registration listen(String topic, Runnable listener) {
    TaskStore.Registration registration = signals.listen(topic, listener);
    try {
      await(subscribe(topic));
    } catch (StoreException e) {
      registration.close();
      unsubscribe(topic);
      throw e;
    }
    return () -> {
      registration.close();
      unsubscribe(topic);
    };
  }

  private synchronized RedisFuture<Void> subscribe(String topic) {
    Watched known = watched.get(topic);
    RedisFuture<Void> subscribed = known == null ? subscribeAnew(topic) : known.subscribed;
    watched.put(topic, new Watched(known == null ? 1 : known.listeners + 1, subscribed));
    return subscribed;
  }

  private RedisFuture<Void> subscribeAnew(String topic) {
    try {
      return connection.async().subscribe(prefix + topic);
    } catch (RedisException e) {
      throw RedisFailures.translate(e);
    }
  }

  private void await(RedisFuture<Void> subscribed) {
    try {
      if (!subscribed.await(patience.toMillis(), TimeUnit.MILLISECONDS)
          || subscribed.getError() != null) {
        throw new StoreException(
            StoreFailure.UNAVAILABLE, "the task store's Redis does not answer a subscription");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          StoreFailure.UNAVAILABLE, "interrupted while subscribing to the task store's Redis", e);
    } catch (RedisException e) {
      throw RedisFailures.translate(e);
    }
  }

  private synchronized void unsubscribe(String topic) {
    Watched known = watched.get(topic);
    if (known != null && known.listeners > 1) {
      watched.put(topic, new Watched(known.listeners - 1, known.subscribed));
    } else if (known != null) {
      watched.remove(topic);
      try {
        var unused = connection.async().unsubscribe(prefix + topic);
      } catch (RedisException e) {
        // Without a connection there is nothing to end.
      }
    }
  }
}
