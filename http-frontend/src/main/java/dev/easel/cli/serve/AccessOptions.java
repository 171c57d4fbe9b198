package dev.easel.cli.serve;

import dev.easel.cli.shared.Misuse;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.auth.ApiKey;
import dev.easel.http.auth.CorsPolicy;
import dev.easel.http.exchange.Callers;
import java.nio.file.Path;
import java.util.List;
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

  AccessRules rules() {
    return new AccessRules(
        ApiKey.load(Optional.ofNullable(keyFile), Optional.ofNullable(System.getenv("API_KEY"))),
        showsImages);
  }

  /** Says that any page may try keys, where there is one. */
  void warn(AccessRules rules) {
    if (rules.key().isPresent() && origins.equals("*")) {
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
