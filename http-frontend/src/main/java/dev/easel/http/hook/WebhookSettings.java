package dev.easel.http.hook;

import dev.easel.http.outgoing.AddressRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How webhooks are told.
 *
 * @param secret what they are signed with
 * @param addresses to whom they may go
 * @param timeout how long a target may take
 * @param pauses before each further attempt; after the last the delivery is given up
 * @param authorities certificates, in PEM, of those to trust instead of Java's, at https targets
 */
public record WebhookSettings(
    WebhookSecret secret,
    AddressRules addresses,
    Duration timeout,
    List<Duration> pauses,
    Optional<Path> authorities) {

  /** As the specification suggests: from 5 s to 10 hours, within a bit more than a day in all. */
  public static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(10));

  /** Copies the list. */
  public WebhookSettings {
    pauses = List.copyOf(pauses);
  }

  /** The same, which trusts these authorities instead of Java's. */
  public WebhookSettings trusting(Path authorities) {
    return new WebhookSettings(secret, addresses, timeout, pauses, Optional.of(authorities));
  }

  /** Ten seconds for each attempt, and the usual pauses. */
  public static WebhookSettings standard(WebhookSecret secret, AddressRules addresses) {
    return new WebhookSettings(secret, addresses, Duration.ofSeconds(10), PAUSES, Optional.empty());
  }
}
