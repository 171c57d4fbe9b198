package dev.easel.cli.serve;

import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * Flags of OVMS about what is not served here; taken so that a deployment's command line works as
 * it is.
 */
final class UnusedOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Option(
      names = {
        "--grpc_bind_address",
        "--grpc_workers",
        "--grpc_max_threads",
        "--grpc_memory_quota",
        "--grpc_channel_arguments",
        "--sequence_cleaner_poll_wait_minutes",
        "--custom_node_resources_cleaner_interval_seconds",
        "--cpu_extension",
        "--allowed_local_media_path",
        "--trace_path"
      },
      arity = "0..1",
      fallbackValue = "",
      hidden = true)
  private List<String> given = List.of();

  /** Says what was asked for in vain. */
  void warn(ParseResult parsed) {
    List<String> hidden =
        parsed.matchedOptions().stream()
            .filter(OptionSpec::hidden)
            .flatMap(option -> Stream.of(option.names()))
            .toList();
    parsed.expandedArgs().stream()
        .map(word -> word.split("=", 2)[0])
        .filter(hidden::contains)
        .distinct()
        .forEach(
            name -> LOG.warn("{} has no effect: only graphs are served, and only over HTTP", name));
    LOG.debug("without effect: {}", given);
  }
}
