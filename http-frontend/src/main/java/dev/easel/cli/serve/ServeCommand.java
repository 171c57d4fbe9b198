package dev.easel.cli.serve;

import dev.easel.access.Access;
import dev.easel.access.usage.UsageLedger;
import dev.easel.cli.model.ImageTaskOptions;
import dev.easel.cli.model.PullOptions;
import dev.easel.cli.shared.EaselVersion;
import dev.easel.cli.shared.EnvironmentFlags;
import dev.easel.cli.shared.Home;
import dev.easel.cli.shared.LoadOptions;
import dev.easel.cli.shared.Misuse;
import dev.easel.cli.shared.RepositoryOptions;
import dev.easel.cli.store.StoreOptions;
import dev.easel.cli.store.StorePlace;
import dev.easel.cli.store.TaskOptions;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.info.Readiness;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.store.OpenStore;
import dev.easel.http.trace.Spans;
import dev.easel.http.trace.otlp.SpanExport;
import dev.easel.log.Logging;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.store.DurableStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves graphs over HTTP. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = EaselVersion.class,
    defaultValueProvider = EnvironmentFlags.class,
    sortOptions = false,
    description = {
      "Serves graphs over HTTP, with the flags of OpenVINO Model Server.",
      "Without --config_path, --model_name or --model_repository_path it serves what ships: the"
          + " servable 'shapes'.",
      "Each flag can also be given by the environment, --rest_port as EASEL_REST_PORT, and flags by"
          + " @FILE. A flag of the command line counts more than the environment."
    },
    footer = {
      "",
      "Examples:",
      "  easel serve",
      "  easel serve --rest_port 8000 --config_path models/config.json",
      "  easel serve --rest_port 8000 --model_name sd --model_path models/stable-diffusion"
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
  @Spec
  private CommandSpec spec;

  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private RestOptions rest = new RestOptions();
  @Mixin private AccessOptions access = new AccessOptions();
  @Mixin private PullOptions pull = new PullOptions();
  @Mixin private ImageTaskOptions image = new ImageTaskOptions();
  @Mixin private ModeOptions mode = new ModeOptions();
  @Mixin private LoadOptions load = new LoadOptions();
  @Mixin private LimitOptions limits = new LimitOptions();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private MediaOptions media = new MediaOptions();
  @Mixin private QueueOptions queue = new QueueOptions();
  @Mixin private WorkerOptions worker = new WorkerOptions();
  @Mixin private TaskOptions tasks = new TaskOptions();
  @Mixin private MetricsOptions metrics = new MetricsOptions();
  @Mixin private LogOptions log = new LogOptions();
  @Mixin private UnusedOptions unused = new UnusedOptions();

  @Option(
      names = "--readiness",
      paramLabel = "WHEN",
      defaultValue = "any",
      description =
          "/v2/health/ready succeeds when 'any' servable serves, or when 'all' do (default:"
              + " ${DEFAULT-VALUE}).")
  private Readiness readiness = Readiness.ANY;

  /** As requests spell it. */
  @SuppressWarnings("MemberName")
  private enum ResponseFormat {
    b64_json,
    url
  }

  @Option(
      names = "--default_response_format",
      paramLabel = "FORMAT",
      defaultValue = "b64_json",
      description =
          "What a request without response_format gets: b64_json, or url for clients of the time"
              + " when that was usual (default: ${DEFAULT-VALUE}).")
  private ResponseFormat responseFormat = ResponseFormat.b64_json;

  @Option(
      names = "--default_model",
      paramLabel = "NAME",
      description = "Servable that answers when a request names none (default: none).")
  private @Nullable String defaultModel;

  @Override
  public Integer call() {
    Misuse misuse = new Misuse(spec);
    log.check(misuse);
    image.check(misuse);
    pull.check(misuse);
    mode.check(
        pull.sourceModel().isPresent() || (image.isGiven() && !mode.configures()),
        repository,
        misuse);
    if (mode.carriedOut(repository, image, load.cacheDir(), misuse, spec)) {
      return 0;
    }
    if (mode.pulls()) {
      return pulled(misuse);
    }
    repository.check(misuse);
    checkModel(misuse);
    rest.check(misuse);
    metrics.check(misuse);
    load.check(misuse);
    queue.check(misuse);
    worker.check(misuse);
    tasks.check(misuse);
    media.check(misuse);
    warnOfPassword();
    Spans spans = SpanExport.of(System.getenv(), EaselVersion.text());
    Access keys = access.open(load.poll());
    Optional<DurableStore> taskStore = tasks.place().map(StorePlace::open);
    Optional<DurableStore> usageStore =
        access.usagePlace(misuse, tasks.place()).map(StorePlace::open);
    Optional<UsageLedger> usage = access.ledger(taskStore.or(() -> usageStore));
    ServerSettings settings = settings(access.rules(keys, usage), spans, misuse);
    Duration shutdown = limits.shutdown(misuse);
    OpenStore images = store.open(settings.access(), misuse);
    RepositorySource source = source(misuse);
    Logging started = log.apply();
    access.warn(settings.access());
    rest.warn();
    unused.warn(spec.commandLine().getParseResult());
    warnOfFlags();
    ServerProcess process =
        ServerProcess.open(
            access.named(source, keys),
            metrics.addTo(worker.addTo(queue.addTo(load.settings(calculatorsFolder())))),
            settings,
            () -> {
              keys.close();
              usage.ifPresent(UsageLedger::close);
              usageStore.ifPresent(DurableStore::close);
            },
            images,
            media.open(settings.limits()),
            responseFormat == ResponseFormat.url,
            taskStore,
            tasks,
            metrics,
            shutdown,
            started);
    return process.serve(spec.commandLine().getOut());
  }

  private void warnOfFlags() {
    if (spec.defaultValueProvider() instanceof EnvironmentFlags flags) {
      flags.warnings(spec).forEach(warning -> LOG.warn("{}", warning));
    }
  }

  /** Before the store is opened, which may fail: then there is no log yet. */
  private void warnOfPassword() {
    // As they were typed: what a @FILE holds is not shown to others.
    if (TaskOptions.tellsPassword(spec.commandLine().getParseResult().originalArgs())) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "--task_store shows its password to everybody who can list processes; give it as"
              + " EASEL_TASK_STORE or in a @FILE");
      err.flush();
    }
  }

  private Integer pulled(Misuse misuse) {
    String model = pull.sourceModel().orElseThrow(() -> misuse.because("source_model is missing"));
    fetched(model, misuse);
    return 0;
  }

  /** The model's folder, fetched first when it is not there. */
  private Path fetched(String model, Misuse misuse) {
    Path folder =
        repository
            .repositoryPath()
            .orElseThrow(() -> misuse.because("model_repository_path is missing"));
    String graph = image.graph("./", load.cacheDir(), misuse).text();
    return pull.fetch(folder, model, graph, image.extras(err(), misuse), err());
  }

  private RepositorySource source(Misuse misuse) {
    Optional<String> model = pull.sourceModel();
    if (model.isPresent()) {
      return single(
          repository.modelName().orElse(model.get()), fetched(model.get(), misuse), misuse);
    }
    Optional<String> name = repository.modelName();
    if (name.isEmpty()) {
      return repository.source(Home.find(), misuse);
    }
    Path folder =
        repository
            .modelFolder()
            .orElseThrow(() -> misuse.because("Use config_path or model_path with model_name"));
    fetchLoras(folder, false, misuse);
    return single(name.get(), folder, misuse);
  }

  /** Options about one model have no effect on several, so they are refused rather than dropped. */
  private void checkModel(Misuse misuse) {
    boolean isFetched = pull.sourceModel().isPresent();
    boolean hasConfig = repository.configPath().isPresent();
    misuse.when(
        hasConfig && isFetched,
        "Use either config_path or source_model with model_repository_path");
    misuse.when(
        hasConfig && image.isGiven(), "Model parameters in CLI are exclusive with the config file");
    misuse.when(
        isFetched && repository.modelPath().isPresent(),
        "Use either model_path or source_model, which goes into model_repository_path");
    misuse.when(
        image.isGiven() && !isFetched && repository.modelName().isEmpty(),
        "Model parameters in CLI need the model that they are for: source_model, or model_name"
            + " with model_path");
  }

  private void fetchLoras(Path folder, boolean overwrites, Misuse misuse) {
    image.fetchLoras(folder, overwrites, err(), misuse);
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Options about the model stand for a graph of their own, whatever lies in the folder. */
  private RepositorySource single(String name, Path folder, Misuse misuse) {
    return image.isGiven()
        ? RepositorySource.single(name, folder, image.graph("./", load.cacheDir(), misuse))
        : RepositorySource.single(name, folder);
  }

  private ServerSettings settings(AccessRules rules, Spans spans, Misuse misuse) {
    ServerSettings standard = ServerSettings.on(rest.addresses());
    return new ServerSettings(
        rest.addresses(),
        rest.eventLoops(),
        standard.workers(),
        standard.transport(),
        limits.timeouts(misuse),
        limits.body(misuse),
        rules,
        access.callers(misuse),
        access.cors(misuse),
        Optional.ofNullable(defaultModel),
        readiness,
        access.tellsDetails(),
        rest.hasPages(),
        rest.tls(load.poll(), misuse),
        spans,
        standard.traces());
  }

  /**
   * A folder of this name beside the configuration that the server was told of is used without
   * being asked for. Not so in a repository, where others' models lie.
   */
  private Optional<Path> calculatorsFolder() {
    return repository.configPath().map(file -> file.toAbsolutePath().resolveSibling("calculators"));
  }
}
