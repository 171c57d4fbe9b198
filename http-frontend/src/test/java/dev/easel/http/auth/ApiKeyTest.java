package dev.easel.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.access.KeyHash;
import dev.easel.framework.status.StatusException;
import dev.easel.http.route.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

  @TempDir private Path folder;

  @Test
  void readsTheFirstLineWithoutItsEnd() throws IOException {
    ApiKey key = ApiKey.load(Optional.of(file("secret \t\r\nmore")), Optional.of("other")).get();
    assertThat(key.hash().isSame(KeyHash.of("secret"))).isTrue();
    assertThat(key.hash().isSame(KeyHash.of("other"))).isFalse();
  }

  @Test
  void takesTheVariableWhenThereIsNoFile() throws IOException {
    assertThat(ApiKey.load(Optional.empty(), Optional.of("x"))).isPresent();
    assertThat(ApiKey.load(Optional.of(file("\n")), Optional.of("x"))).isPresent();
    assertThat(ApiKey.load(Optional.empty(), Optional.of(""))).isEmpty();
    assertThat(ApiKey.load(Optional.empty(), Optional.empty())).isEmpty();
  }

  @Test
  void neverOpensAServerThatWasMeantToBeClosed() throws IOException {
    Path empty = file("\nsecret");
    assertThatThrownBy(() -> ApiKey.load(Optional.of(empty), Optional.empty()))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("is empty");
    assertThatThrownBy(() -> ApiKey.load(Optional.of(folder.resolve("none")), Optional.of("x")))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("cannot read");
  }

  @Test
  void closesTheApiAndLeavesHealthAndMetadataOpen() {
    AccessRules rules = AccessRules.shared(ApiKey.of("secret"), false);
    Set<Endpoint> open =
        EnumSet.of(
            Endpoint.SERVER_METADATA,
            Endpoint.LIVE,
            Endpoint.READY,
            Endpoint.METRICS,
            Endpoint.OPENAPI,
            Endpoint.PLAYGROUND_PAGE,
            Endpoint.GRAPHS_PAGE,
            Endpoint.PAGE_FILE,
            Endpoint.MODEL_READY,
            Endpoint.MODEL_METADATA,
            Endpoint.INFER);
    for (Endpoint endpoint : Endpoint.values()) {
      assertThat(rules.admit(endpoint, Optional.empty()).refusal().isEmpty())
          .as(endpoint.name())
          .isEqualTo(open.contains(endpoint));
      assertThat(rules.admit(endpoint, Optional.of("Bearer secret")).refusal()).isEmpty();
    }
    for (String right : new String[] {"bearer secret", "BEARER secret", "bEARER secret"}) {
      assertThat(rules.admit(Endpoint.EDITS, Optional.of(right)).refusal()).isEmpty();
    }
    for (String wrong :
        new String[] {
          "secret", "Basic secret", "bearer Secret", "Bearer  secret", "Bearer secre", "Bearer "
        }) {
      assertThat(rules.admit(Endpoint.EDITS, Optional.of(wrong)).refusal().get().status())
          .isEqualTo(401);
    }
  }

  @Test
  void aKeyBuysNothingWhereNoneIsDemanded() {
    Admission admission =
        AccessRules.OPEN.admit(Endpoint.GENERATIONS, Optional.of("Bearer made-up"));
    assertThat(admission.caller("10.0.0.1")).isEqualTo("10.0.0.1");
    assertThat(admission.weight()).isEqualTo(1);
  }

  @Test
  void aKeyThatAllShareTellsNobodyApart() {
    Admission admission =
        AccessRules.shared(ApiKey.of("secret"), false)
            .admit(Endpoint.GENERATIONS, Optional.of("Bearer secret"));
    assertThat(admission.caller("10.0.0.1")).isEqualTo("10.0.0.1");
    assertThat(admission.principal().get().group().name()).isEqualTo("local");
  }

  @Test
  void showsImagesToEverybodyOnlyWhenAskedTo() {
    AccessRules rules = AccessRules.shared(ApiKey.of("secret"), true);
    assertThat(rules.admit(Endpoint.STORED_IMAGE, Optional.empty()).refusal()).isEmpty();
    assertThat(rules.admit(Endpoint.EDITS, Optional.empty()).refusal()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeffsecret", "s\u00e9cret", "sec\u0001ret", "sec\u007fret", "\u79d8"})
  void refusesAKeyThatNoHeaderCarries(String key) throws IOException {
    Path file = file(key + "\n");
    assertThatThrownBy(() -> ApiKey.load(Optional.of(file), Optional.empty()))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("key");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("key" + text.hashCode()), text);
  }
}
