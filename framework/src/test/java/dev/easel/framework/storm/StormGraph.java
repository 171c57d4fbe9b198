package dev.easel.framework.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A graph made at random, and what has to come out of each of its streams. */
final class StormGraph {
  /** What of its origin's packets a stream carries, from the strictest on. */
  enum Rule {
    /** All. */
    ALL,
    /** All up to some packet. */
    FIRST,
    /** Any, in order. */
    SOME;

    Rule and(Rule other) {
      return compareTo(other) > 0 ? this : other;
    }
  }

  /**
   * A stream.
   *
   * @param origin the number of the graph input or source whose packets it carries; sources count
   *     on from the last input
   */
  record Stream(String name, int origin, Rule rule) {}

  /** Executors that the application is to give, by name. */
  record Given(String name, Kind kind) {
    enum Kind {
      POOL,
      CALLER
    }
  }

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final List<Stream> streams = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private final List<String> executors = new ArrayList<>();
  private final List<Given> given = new ArrayList<>();
  private final int sources;
  private int names;

  StormGraph(Random random) {
    this.random = random;
    executors();
    head();
    int inputCount = random.nextInt(4);
    for (int i = 0; i < inputCount; i++) {
      String name = "in_" + i;
      text.append("input_stream: \"%s\"\n".formatted(name));
      inputs.add(name);
      streams.add(new Stream(name, i, Rule.ALL));
    }
    sources = random.nextInt(3) + (inputCount == 0 ? 1 : 0);
    for (int i = 0; i < sources; i++) {
      String name = newName();
      node(
          "Numbers",
          List.of(),
          List.of(name),
          "input_side_packet: \"count_%d\"".formatted(i) + layer());
      streams.add(new Stream(name, inputCount + i, Rule.ALL));
    }
    for (int nodes = 1 + random.nextInt(8); nodes > 0; nodes--) {
      addNodes();
    }
  }

  String text() {
    return text.toString();
  }

  List<String> inputs() {
    return inputs;
  }

  int sources() {
    return sources;
  }

  List<Stream> streams() {
    return streams;
  }

  List<Given> given() {
    return given;
  }

  private boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  private String newName() {
    return "s" + names++;
  }

  private Stream any() {
    return streams.get(random.nextInt(streams.size()));
  }

  // ---- the head

  private void executors() {
    switch (random.nextInt(7)) {
      case 0 -> text.append("num_threads: 1\n");
      case 1 -> text.append("num_threads: 2\n");
      case 2 -> text.append("num_threads: 4\n");
      case 3 -> text.append("executor { type: \"ApplicationThreadExecutor\" }\n");
      case 4 -> given.add(new Given("", Given.Kind.POOL));
      case 5 -> given.add(new Given("", Given.Kind.CALLER));
      default -> {}
    }
    for (int i = random.nextInt(4) - 1; i > 0; i--) {
      String name = "executor_" + i;
      executors.add(name);
      switch (random.nextInt(4)) {
        case 0 -> {
          text.append("executor { name: \"%s\" }\n".formatted(name));
          given.add(new Given(name, Given.Kind.CALLER));
        }
        case 1 -> {
          text.append("executor { name: \"%s\" }\n".formatted(name));
          given.add(new Given(name, Given.Kind.POOL));
        }
        default ->
            text.append(
                "executor { name: \"%s\" type: \"ThreadPoolExecutor\" options { [mediapipe.ThreadPoolExecutorOptions.ext] { num_threads: %d } } }\n"
                    .formatted(name, 1 + random.nextInt(2)));
      }
    }
  }

  private void head() {
    if (oneIn(2)) {
      text.append("max_queue_size: %d\n".formatted(1 + random.nextInt(4)));
    }
    if (oneIn(8)) {
      text.append("profiler_config { enable_profiler: true }\n");
    }
  }

  private String layer() {
    return oneIn(3) ? " source_layer: 1" : "";
  }

  // ---- nodes

  private void addNodes() {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> pass(any(), oneIn(16) ? "Fails" : wayToPass());
      case 3 -> node("Sink", List.of(any().name(), any().name()), List.of(), "");
      case 4, 5 -> join();
      case 6 -> loop(any());
      default -> limit(any());
    }
  }

  private String wayToPass() {
    List<String> ways = StormCalculators.WAYS_TO_PASS;
    return ways.get(random.nextInt(ways.size()));
  }

  private Stream pass(Stream from, String calculator) {
    String name = newName();
    String parallel =
        oneIn(3) && !calculator.equals("Fails") ? "max_in_flight: " + (2 + random.nextInt(3)) : "";
    node(calculator, List.of(from.name()), List.of(name), parallel);
    Stream made = new Stream(name, from.origin(), from.rule());
    streams.add(made);
    return made;
  }

  private void join() {
    List<Stream> from = new ArrayList<>();
    for (int i = 2 + random.nextInt(2); i > 0; i--) {
      from.add(any());
    }
    Rule rule = Rule.ALL;
    String handler = "";
    switch (random.nextInt(7)) {
      case 0 -> handler = handler("ImmediateInputStreamHandler", "");
      case 1 ->
          handler =
              handler(
                  "SyncSetInputStreamHandler", "sync_set { tag_index: \":0\" tag_index: \":1\" }");
      case 2 -> handler = handler("DefaultInputStreamHandler", "batch_size: 2");
      case 3 -> {
        handler =
            handler("FixedSizeInputStreamHandler", "trigger_queue_size: 3 target_queue_size: 2");
        rule = Rule.SOME;
      }
      case 4 -> {
        handler = handler("EarlyCloseInputStreamHandler", "");
        rule = Rule.FIRST;
      }
      default -> {}
    }
    List<String> names = new ArrayList<>();
    List<Stream> made = new ArrayList<>();
    for (Stream each : from) {
      String name = newName();
      names.add(name);
      made.add(new Stream(name, each.origin(), each.rule().and(rule)));
    }
    node(wayToPass(), from.stream().map(Stream::name).toList(), names, handler);
    streams.addAll(made);
  }

  private static String handler(String name, String options) {
    String more =
        options.isEmpty()
            ? ""
            : "options { [mediapipe.%sOptions.ext] { %s } }".formatted(name, options);
    return "input_stream_handler { input_stream_handler: \"%s\" %s }".formatted(name, more);
  }

  /** Each packet meets the one before it, which comes back from further downstream. */
  private void loop(Stream from) {
    String previous = newName();
    String looped = newName();
    String ignored = newName();
    node(
        "PreviousLoopbackCalculator",
        List.of("MAIN:" + from.name(), "LOOP:" + looped),
        List.of("PREV_LOOP:" + previous),
        "input_stream_info { tag_index: \"LOOP\" back_edge: true }");
    node(wayToPass(), List.of(from.name(), previous), List.of(looped, ignored), "");
    streams.add(new Stream(looped, from.origin(), from.rule()));
  }

  /** What is finished makes room for what comes. */
  private void limit(Stream from) {
    String limited = newName();
    String finished = newName();
    node(
        "FlowLimiterCalculator",
        List.of(from.name(), "FINISHED:" + finished),
        List.of(limited),
        "input_stream_info { tag_index: \"FINISHED\" back_edge: true }");
    node(wayToPass(), List.of(limited), List.of(finished), "");
    streams.add(new Stream(limited, from.origin(), Rule.SOME));
    streams.add(new Stream(finished, from.origin(), Rule.SOME));
  }

  private void node(String calculator, List<String> from, List<String> to, String more) {
    text.append("node { calculator: \"%s\"".formatted(calculator));
    from.forEach(name -> text.append(" input_stream: \"%s\"".formatted(name)));
    to.forEach(name -> text.append(" output_stream: \"%s\"".formatted(name)));
    if (!executors.isEmpty() && oneIn(2)) {
      text.append(" executor: \"%s\"".formatted(executors.get(random.nextInt(executors.size()))));
    }
    text.append(' ').append(more).append(" }\n");
  }
}
