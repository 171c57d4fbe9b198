package dev.easel.http.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.status.StatusException;
import dev.easel.http.route.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

  @TempDir private Path folder;

  @Test
  void readsTheFirstLineWithoutItsEnd() throws IOException {
    ApiKey key = ApiKey.load(Optional.of(file("secret \t\r\nmore")), Optional.of("other")).get();
    assertThat(key.isIn(Optional.of("Bearer secret"))).isTrue();
    assertThat(key.isIn(Optional.of("Bearer other"))).isFalse();
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
  void closesWhatRunsOrChangesAndNothingElse() {
    AccessRules rules = new AccessRules(Optional.of(ApiKey.of("secret")), false);
    for (Endpoint endpoint : Endpoint.values()) {
      boolean isClosed =
          endpoint.isRun()
              || endpoint == Endpoint.CONFIG_RELOAD
              || endpoint == Endpoint.STORED_IMAGE;
      assertThat(rules.refusal(endpoint, Optional.empty()).isPresent())
          .as(endpoint.name())
          .isEqualTo(isClosed);
      assertThat(rules.refusal(endpoint, Optional.of("Bearer secret"))).isEmpty();
    }
    for (String right : new String[] {"bearer secret", "BEARER secret", "bEARER secret"}) {
      assertThat(rules.refusal(Endpoint.EDITS, Optional.of(right))).isEmpty();
    }
    for (String wrong :
        new String[] {
          "secret", "Basic secret", "bearer Secret", "Bearer  secret", "Bearer secre"
        }) {
      assertThat(rules.refusal(Endpoint.EDITS, Optional.of(wrong)).get().status()).isEqualTo(401);
    }
  }

  @Test
  void showsImagesToEverybodyOnlyWhenAskedTo() {
    AccessRules rules = new AccessRules(Optional.of(ApiKey.of("secret")), true);
    assertThat(rules.refusal(Endpoint.STORED_IMAGE, Optional.empty())).isEmpty();
    assertThat(rules.refusal(Endpoint.EDITS, Optional.empty())).isPresent();
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
