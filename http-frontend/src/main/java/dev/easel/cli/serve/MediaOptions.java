package dev.easel.cli.serve;

import dev.easel.cli.shared.Misuse;
import dev.easel.http.body.BodyLimits;
import dev.easel.http.media.MediaFetcher;
import dev.easel.http.media.MediaSettings;
import dev.easel.http.outgoing.AddressRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags about images that requests name by their address. */
final class MediaOptions {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--allowed_media_domains",
      paramLabel = "HOST",
      split = ",",
      description =
          "Hosts from which images in requests are fetched, by their exact names; 'all' stands for"
              + " every one (default: none, nothing is fetched).")
  private List<String> domains = List.of();

  @Option(
      names = "--media_private_addresses",
      description = "Lets these hosts have addresses of this machine and of private networks.")
  private boolean allowsPrivate;

  void check(Misuse misuse) {
    misuse.when(
        domains.stream().anyMatch(each -> each.isBlank() || each.contains("/")),
        "allowed_media_domains must be hosts such as images.example.com, separated by commas");
    misuse.when(
        allowsPrivate && domains.isEmpty(), "media_private_addresses needs allowed_media_domains");
  }

  /** What fetches them, if any may be fetched; whoever opens it closes it. */
  Optional<MediaFetcher> open(BodyLimits limits) {
    return domains.isEmpty()
        ? Optional.empty()
        : Optional.of(
            MediaFetcher.open(
                new MediaSettings(
                    domains,
                    new AddressRules(allowsPrivate),
                    limits.bytes(),
                    limits.totalBytes(),
                    TIMEOUT)));
  }
}
