package dev.easel.http.media;

import dev.easel.http.outgoing.AddressRules;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What may be fetched for requests.
 *
 * @param domains the hosts that images may come from; {@code all} stands for every one
 * @param addresses which addresses these hosts may have
 * @param mostBytes how long an image's file may be
 * @param mostTogether how much memory all images may take that are fetched, or were for runs that
 *     have not ended
 * @param timeout how long fetching an image may take, redirects included
 */
public record MediaSettings(
    List<String> domains,
    AddressRules addresses,
    long mostBytes,
    long mostTogether,
    Duration timeout) {
  private static final String ALL = "all";

  /** Copies the list. */
  public MediaSettings {
    domains = domains.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
  }

  boolean allows(String host) {
    return domains.contains(ALL) || domains.contains(host.toLowerCase(Locale.ROOT));
  }
}
