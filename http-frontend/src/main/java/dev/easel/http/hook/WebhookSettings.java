package dev.easel.http.hook;

import java.time.Duration;
import java.util.List;

/**
 * How webhooks are told.
 *
 * @param secret what they are signed with
 * @param addresses to whom they may go
 * @param timeout how long a target may take
 * @param pauses before each further attempt; after the last the delivery is given up
 */
public record WebhookSettings(
    WebhookSecret secret, AddressRules addresses, Duration timeout, List<Duration> pauses) {

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

  /** Ten seconds for each attempt, and the usual pauses. */
  public static WebhookSettings standard(WebhookSecret secret, AddressRules addresses) {
    return new WebhookSettings(secret, addresses, Duration.ofSeconds(10), PAUSES);
  }
}
