package dev.easel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.serving.config.ConfigException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessReaderTest {
  private static final Path FILE = Path.of("access.json");

  private static AccessTable parse(String text) {
    return AccessReader.parse(FILE, text);
  }

  @Test
  void readsGroupsKeysAndAliases() {
    AccessTable table =
        parse(
            """
            {
              "groups": [
                {"name": "studio", "platform": "openai", "models": ["gpt-image-*"],
                 "scopes": ["generate", "admin"], "requests_per_minute": 60,
                 "pixels_per_minute": 1000000, "pixel_steps_per_day": 5000000000, "weight": 2.5},
                {"name": "gemini", "platform": "gemini"}
              ],
              "keys": [
                {"id": "a", "sha256": "%s", "group": "studio", "expires": "2027-01-31"}
              ],
              "aliases": {"gpt-image-2": "shapes"}
            }
            """
                .formatted(KeyHash.of("secret").hex()));
    Group studio = Optional.ofNullable(table.groups().get("studio")).orElseThrow();
    assertThat(studio.limits().pixelStepsPerDay()).hasValue(5_000_000_000L);
    assertThat(studio.weight()).isEqualTo(2.5);
    assertThat(studio.allows("gpt-image-2")).isTrue();
    assertThat(studio.allows("shapes")).isFalse();
    assertThat(studio.has(Scope.METRICS)).isFalse();
    assertThat(Optional.ofNullable(table.groups().get("gemini")).map(Group::hasImages))
        .contains(false);
    assertThat(table.aliases()).containsEntry("gpt-image-2", "shapes");
    KeyHash sent = KeyHash.of("secret");
    assertThat(table.find(sent, Instant.parse("2027-01-30T23:59:59Z")).get().keyId())
        .isEqualTo("a");
    assertThat(table.find(sent, Instant.parse("2027-01-31T00:00:00Z"))).isEmpty();
    assertThat(table.find(KeyHash.of("other"), Instant.EPOCH)).isEmpty();
  }

  @Test
  void tellsEveryMistakeWithItsLine() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    {"groups": [
                      {"name": "a", "wieght": 1},
                      {"name": "a", "requests_per_minute": 0},
                      {"name": "b", "scopes": ["root"], "weight": -1},
                      {"name": "local"},
                      {"name": "c", "platform": "gemini", "images": true}
                    ],
                    "keys": [
                      {"id": "x", "sha256": "abc", "group": "a"},
                      {"id": "y", "sha256": "%1$s", "group": "nobody"},
                      {"id": "z", "sha256": "%1$s", "group": "a", "expires": "soon"}
                    ]}
                    """
                        .formatted(KeyHash.of("k").hex())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("access.json:2:")
        .hasMessageContaining("did you mean 'weight'?")
        .hasMessageContaining("access.json:3:")
        .hasMessageContaining("'requests_per_minute' must be a whole number above 0")
        .hasMessageContaining("there is no scope 'root'")
        .hasMessageContaining("'weight' must be a number")
        .hasMessageContaining("access.json:5:")
        .hasMessageContaining("'local' is the group of the key of --api_key_file")
        .hasMessageContaining("there is no Images API on the platform 'gemini'")
        .hasMessageContaining("64 hexadecimal digits")
        .hasMessageContaining("there is no group 'nobody'")
        .hasMessageContaining("access.json:11:")
        .hasMessageContaining("'expires' must be a date");
  }

  @ParameterizedTest
  @CsvSource({
    "*, anything, true",
    "gpt-image-*, gpt-image-2, true",
    "gpt-image-*, gpt-image, false",
    "*-turbo, sdxl-turbo, true",
    "a*b*c, axxbyyc, true",
    "a*b*c, axxbyy, false",
    "shapes, shapes-ovms, false"
  })
  void aStarStandsForAnyText(String pattern, String name, boolean fits) {
    assertThat(new NamePattern(pattern).matches(name)).isEqualTo(fits);
  }
}
