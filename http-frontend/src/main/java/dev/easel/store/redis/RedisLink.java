package dev.easel.store.redis;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.signal.Signals;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The connections to one Redis: one that all commands share, and one on which it tells what has
 * changed.
 *
 * <p>A command that was on its way when the connection broke is not sent again by itself, since it
 * may have been done; and while there is no connection, commands fail at once. The client connects
 * again by itself. What was told meanwhile was missed, so everybody who listens looks again then.
 *
 * <p><b>Threads</b>: any. <b>Ownership</b>: its store closes it, which also ends the client's
 * threads.
 */
final class RedisLink implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int MOST_UNDERWAY = 10_000;

  /**
   * How long a Redis may take to greet a connection: on a machine where much starts at once, longer
   * than any later call, which only who calls waits for.
   */
  private static final Duration GREETING = Duration.ofSeconds(20);

  private static final Duration END = Duration.ofSeconds(2);

  private final ClientResources resources;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> connection;
  private final StatefulRedisPubSubConnection<String, String> told;
  private final RedisTopics topics;
  private final String prefix;
  private final String[] keys;
  private final Map<Script, String> digests = new EnumMap<>(Script.class);
  private volatile boolean closed;

  private RedisLink(
      RedisSettings settings, ClientResources resources, RedisClient client, Signals signals) {
    this.resources = resources;
    this.client = client;
    prefix = settings.prefix();
    keys = new String[] {prefix};
    connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    connection.setTimeout(settings.patience());
    for (Script each : Script.values()) {
      digests.put(each, connection.sync().digest(each.text()));
    }
    told = client.connectPubSub();
    told.setTimeout(settings.patience());
    topics = new RedisTopics(told, prefix + "told:", signals, settings.patience());
  }

  static RedisLink open(RedisSettings settings, Signals signals) {
    RedisURI uri;
    try {
      uri = RedisURI.create(settings.uri());
    } catch (IllegalArgumentException e) {
      // Its message would show the password.
      throw new IllegalArgumentException(
          "the address of the task store's Redis is not like redis://host:6379");
    }
    uri.setTimeout(settings.patience().compareTo(GREETING) > 0 ? settings.patience() : GREETING);
    ClientResources resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .build();
    RedisClient client = RedisClient.create(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .replayFilter(command -> true)
            .requestQueueSize(MOST_UNDERWAY)
            .timeoutOptions(TimeoutOptions.enabled(settings.patience()))
            .socketOptions(
                SocketOptions.builder().connectTimeout(settings.patience()).keepAlive(true).build())
            .build());
    try {
      return new RedisLink(settings, resources, client, signals);
    } catch (RedisException e) {
      end(client, resources);
      throw RedisFailures.translate(e);
    }
  }

  /** What is told of. */
  RedisTopics topics() {
    return topics;
  }

  /** The full name of a key. */
  String key(String name) {
    return prefix + name;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }

  /** Runs a script that answers with a list. */
  List<Object> list(Script script, List<byte[]> arguments) {
    return call(
        commands -> {
          byte[][] values = arguments.toArray(byte[][]::new);
          try {
            return commands.evalsha(digest(script), ScriptOutputType.MULTI, keys, values);
          } catch (RedisNoScriptException e) {
            return commands.eval(script.text(), ScriptOutputType.MULTI, keys, values);
          }
        });
  }

  /** Runs a script that answers with a number. */
  long number(Script script, List<byte[]> arguments) {
    return call(
        commands -> {
          byte[][] values = arguments.toArray(byte[][]::new);
          try {
            return commands.<Long>evalsha(digest(script), ScriptOutputType.INTEGER, keys, values);
          } catch (RedisNoScriptException e) {
            return commands.<Long>eval(script.text(), ScriptOutputType.INTEGER, keys, values);
          }
        });
  }

  /** Sends a script that answers with a number, and does not wait; its failure is nobody's loss. */
  void send(Script script, List<byte[]> arguments) {
    byte[][] values = arguments.toArray(byte[][]::new);
    RedisAsyncCommands<String, byte[]> commands = connection.async();
    var unused =
        commands
            .<Long>evalsha(digest(script), ScriptOutputType.INTEGER, keys, values)
            .exceptionallyCompose(
                e ->
                    e instanceof RedisNoScriptException
                        ? commands.eval(script.text(), ScriptOutputType.INTEGER, keys, values)
                        : CompletableFuture.failedStage(e));
  }

  private String digest(Script script) {
    return digests.getOrDefault(script, "");
  }

  /** Sends commands and waits for their answers. */
  <T> T call(Function<RedisCommands<String, byte[]>, T> commands) {
    if (closed) {
      throw new StoreException(StoreFailure.CLOSED, "the task store is closed");
    }
    try {
      return commands.apply(connection.sync());
    } catch (RedisException e) {
      throw RedisFailures.translate(e);
    }
  }

  /** A list of arguments. */
  static List<byte[]> arguments(String... texts) {
    List<byte[]> arguments = new ArrayList<>();
    for (String each : texts) {
      arguments.add(bytes(each));
    }
    return arguments;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      told.close();
      connection.close();
      end(client, resources);
    }
  }

  private static void end(RedisClient client, ClientResources resources) {
    client.shutdown(Duration.ZERO, END);
    // Its threads are daemons: nobody needs to wait for their end.
    var unused = resources.shutdown(0, END.toMillis(), TimeUnit.MILLISECONDS);
  }
}
