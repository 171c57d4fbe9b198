package dev.easel.calculators.generate.settings;

import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.calculators.proto.ImageGenCalculatorOptions.Isolation;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.genai.worker.host.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The process that a model is in, as a node's options say, or else the deployment.
 *
 * @param isolation whose process it is
 * @param settings how processes are started and watched
 */
public record WorkerChoice(Isolation isolation, WorkerSettings settings) {

  static WorkerChoice of(ResourceRequest request) {
    ImageGenCalculatorOptions options = request.options(ImageGenCalculatorOptions.class);
    WorkerChoice usual = of(request.settings());
    return options.hasIsolation()
        ? new WorkerChoice(options.getIsolation(), usual.settings())
        : usual;
  }

  /** What the deployment says. */
  public static WorkerChoice of(Map<String, String> deployment) {
    Isolation isolation =
        Isolation.valueOf(deployment.getOrDefault("isolation", Isolation.PROCESS.name()));
    WorkerSettings settings = WorkerSettings.standard();
    settings =
        find(deployment, "crash_path").map(Path::of).map(settings::withEvidence).orElse(settings);
    settings =
        find(deployment, "worker_hang_seconds")
            .map(Long::parseLong)
            .map(Duration::ofSeconds)
            .map(settings::withWatchdog)
            .orElse(settings);
    settings =
        find(deployment, "worker_memory_mib")
            .map(mebibytes -> Long.parseLong(mebibytes) << 20)
            .map(settings::withAddressSpace)
            .orElse(settings);
    return new WorkerChoice(
        isolation, settings.withPrompts(deployment.containsKey("crash_prompts")));
  }

  private static Optional<String> find(Map<String, String> deployment, String name) {
    return Optional.ofNullable(deployment.get(name));
  }
}
