package dev.easel.cli.serve;

import dev.easel.access.Access;
import dev.easel.access.KeyHash;
import dev.easel.access.usage.Meters;
import dev.easel.access.usage.UsageLedger;
import dev.easel.cli.shared.Misuse;
import dev.easel.cli.store.StorePlace;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.auth.ApiKey;
import dev.easel.http.auth.CorsPolicy;
import dev.easel.http.exchange.Callers;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.store.DurableStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Who may call. */
final class AccessOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Option(
      names = "--api_key_file",
      paramLabel = "FILE",
      description =
          "File whose first line is the key that clients must send as 'Authorization: Bearer KEY';"
              + " without it the environment variable API_KEY counts, if set.")
  private @Nullable Path keyFile;

  @Option(
      names = "--access_config",
      paramLabel = "FILE",
      description =
          "JSON file of groups and their keys, which 'easel keys' edits; read again when it changes."
              + " The key of --api_key_file counts beside them, without limits.")
  private @Nullable Path accessFile;

  @Option(
      names = "--usage_path",
      paramLabel = "FOLDER",
      description =
          "Folder in which is kept what the keys of --access_config have used, where no"
              + " --task_store keeps it (default: beside it, with .usage behind its name).")
  private @Nullable String usageFolder;

  @Option(
      names = "--trace_requests",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Lets anybody have a request traced by the header 'x-easel-trace: 1' where no keys are"
              + " configured; with keys, those with the scope admin always may.")
  private boolean tracesForAll;

  @Option(
      names = "--guard_metrics",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Asks for a key with the scope 'metrics' at /metrics too.")
  private boolean guardsMetrics;

  @Option(
      names = "--aliases",
      paramLabel = "ALIAS=NAME",
      split = ",",
      description =
          "Further names of servables, such as gpt-image-2=shapes,dall-e-3=shapes; the field"
              + " 'aliases' of config.json does the same.")
  private Map<String, String> aliases = Map.of();

  @Option(
      names = "--public_images",
      arity = "0..1",
      paramLabel = "BOOL",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Hands out the pictures that answers name by URL to everybody who knows the URL, also"
              + " without the key.")
  private boolean showsImages;

  @Option(
      names = "--trusted_proxies",
      paramLabel = "ADDRESSES",
      split = ",",
      description =
          "Addresses or networks of proxies, such as 10.0.0.0/8,::1, whose X-Forwarded-For says who"
              + " asks, and whose X-Forwarded-Proto and -Host stand in the URLs of answers"
              + " (default: none).")
  private List<String> trustedProxies = List.of();

  @Option(
      names = "--error_details",
      arity = "0..1",
      paramLabel = "BOOL",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Tells clients what went wrong inside the server, with nodes and streams; for development.")
  private boolean tellsDetails;

  @Option(
      names = "--allowed_origins",
      paramLabel = "ORIGINS",
      defaultValue = "*",
      description = "Access-Control-Allow-Origin of every answer (default: ${DEFAULT-VALUE}).")
  private String origins = "*";

  @Option(
      names = "--allowed_methods",
      paramLabel = "METHODS",
      defaultValue = "*",
      description = "Access-Control-Allow-Methods of every answer (default: ${DEFAULT-VALUE}).")
  private String methods = "*";

  @Option(
      names = "--allowed_headers",
      paramLabel = "HEADERS",
      defaultValue = "*",
      description = "Access-Control-Allow-Headers of every answer (default: ${DEFAULT-VALUE}).")
  private String headers = "*";

  @Option(
      names = "--allow_credentials",
      arity = "0..1",
      paramLabel = "BOOL",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Adds Access-Control-Allow-Credentials: true.")
  private boolean hasCredentials;

  /**
   * The keys, which whoever asks for them closes.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} when a key cannot be read or there is none, {@link
   * dev.easel.serving.config.ConfigException} when the file of groups has mistakes: a server that
   * was meant to be closed must not start open, nor closed to everybody.
   *
   * @param poll how often to look at the file of groups
   */
  Access open(Duration poll) {
    Optional<KeyHash> shared =
        ApiKey.load(Optional.ofNullable(keyFile), Optional.ofNullable(System.getenv("API_KEY")))
            .map(ApiKey::hash);
    if (accessFile == null) {
      return Access.shared(shared);
    }
    Access access = Access.file(accessFile, shared, InstantSource.system(), poll);
    if (access.table().keys().isEmpty()) {
      access.close();
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          accessFile + " has no key; add one with 'easel keys add " + accessFile + " GROUP'");
    }
    return access;
  }

  /** Where is kept what keys use, if it is counted and no store of tasks keeps it. */
  Optional<StorePlace> usagePlace(Misuse misuse, Optional<StorePlace> tasks) {
    Path file = accessFile;
    misuse.when(
        usageFolder != null && tasks.isPresent(),
        "usage_path has no meaning with task_store, which keeps what keys use too");
    return file == null || tasks.isPresent()
        ? Optional.empty()
        : Optional.of(StorePlace.ofUsage(file, Optional.ofNullable(usageFolder)));
  }

  /** What keys use, kept in a store; empty without a file of groups. Whoever asks closes it. */
  Optional<UsageLedger> ledger(Optional<DurableStore> store) {
    return accessFile == null
        ? Optional.empty()
        : store.map(one -> UsageLedger.keptIn(one, InstantSource.system()));
  }

  AccessRules rules(Access access, Optional<UsageLedger> ledger) {
    AccessRules rules =
        new AccessRules(access, ledger.map(Meters::new), showsImages, guardsMetrics);
    return tracesForAll ? rules.tracingForAll() : rules;
  }

  /** The source with the aliases of the command line and of the file of groups. */
  RepositorySource named(RepositorySource source, Access access) {
    return aliases.isEmpty() && accessFile == null
        ? source
        : RepositorySource.aliased(
            source, aliases, Optional.ofNullable(accessFile), () -> access.table().aliases());
  }

  /** Says that any page may try keys, where there is one. */
  void warn(AccessRules rules) {
    if (rules.isDemanded() && origins.equals("*")) {
      LOG.warn(
          "--allowed_origins is *: pages of every origin may call this server with the API key that"
              + " their user gives them; name the origins that should");
    }
  }

  Callers callers(Misuse misuse) {
    try {
      return Callers.behind(trustedProxies);
    } catch (IllegalArgumentException e) {
      throw misuse.because("trusted_proxies: " + e.getMessage());
    }
  }

  boolean tellsDetails() {
    return tellsDetails;
  }

  CorsPolicy cors(Misuse misuse) {
    try {
      return new CorsPolicy(origins, methods, headers, hasCredentials);
    } catch (IllegalArgumentException e) {
      throw misuse.because(String.valueOf(e.getMessage()));
    }
  }
}
