package dev.easel.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

  private final RouteTable table = new RouteTable(Set.of("tiny", "a/b")::contains);

  @ParameterizedTest
  @CsvSource({
    "POST, /v3/images/generations, GENERATIONS",
    "POST, /v1/images/edits, EDITS",
    "POST, /v3/v1/images/variations, VARIATIONS",
    "POST, //v3/images/generations/, GENERATIONS",
    "GET, /v3/models, MODELS",
    "POST, /v3//images/generations, GENERATIONS",
    "POST, /v3/images///edits//, EDITS",
    "GET, /v3/models/, MODELS",
    "GET, /v2//health/ready//, READY",
    "HEAD, /v3/v1/models, MODELS",
    "GET, /v1/config, CONFIG",
    "POST, /v1/config/reload, CONFIG_RELOAD",
    "GET, /v2, SERVER_METADATA",
    "GET, /v2/health/ready, READY",
    "GET, //metrics, METRICS",
    "GET, /openapi.json, OPENAPI"
  })
  void findsWhatHasNoName(String method, String path, Endpoint endpoint) {
    assertThat(found(method, path).endpoint()).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v3/models/tiny, MODEL, tiny",
    "GET, /v3/models/%74iny, MODEL, tiny",
    "GET, /v1/models/a/b, MODEL, a/b",
    "GET, /v1/models/a%2Fb, MODEL, a/b",
    "GET, /v2/models/a%2Fb/ready, MODEL_READY, a/b",
    "GET, /v2/models/tiny/versions/1, MODEL_METADATA, tiny/versions/1",
    "GET, /v3/images/content/k-_.png, STORED_IMAGE, k-_.png",
    "GET, /v3//models//a//b/, MODEL, a/b",
    "GET, /v3/models/a%2F%2Fb, MODEL, a//b",
    "POST, /v3//tiny/, SERVABLE, tiny",
    "POST, /v3/tiny, SERVABLE, tiny"
  })
  void findsWhatHasAName(String method, String path, Endpoint endpoint, String name) {
    Match.Found found = found(method, path);
    assertThat(found.endpoint()).isEqualTo(endpoint);
    assertThat(found.name()).isEqualTo(name);
  }

  @Test
  void readsAWholePathAsANameBeforeAPartOfIt() {
    Match.Found found = found("POST", "/v3/a/b/images/edits");
    assertThat(found.endpoint()).isEqualTo(Endpoint.SERVABLE_EDITS);
    assertThat(found.names()).containsExactly("a/b/images/edits", "a/b");
  }

  @Test
  void readsBothMeaningsOfADoubledPrefix() {
    assertThat(found("POST", "/v3/v1/images/generations").names())
        .containsExactly("images/generations", "v1/images/generations");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v3/images/generations, POST",
    "GET, /v1/config/reload, POST",
    "GET, /v2/models/tiny/infer, POST",
    "GET, /v3/tiny, POST",
    "POST, /v3/models, GET HEAD",
    "POST, /v2/health/live, GET HEAD",
    "POST, /v2/models/tiny, GET HEAD",
    "DELETE, /v3/models/tiny, GET HEAD",
    "POST, /v1/config, GET HEAD"
  })
  void namesTheMethodsThatWork(String method, String path, String allowed) {
    assertThat(table.match(method, path))
        .isEqualTo(new Match.OtherMethod(List.of(allowed.split(" "))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/foo", "/v3", "/v4/models", "/v3/nothing", "/v2/health", "*", ""})
  void findsNothingElse(String path) {
    assertThat(table.match("GET", path)).isInstanceOf(Match.Nothing.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3/models/%",
        "/v3/models/%4",
        "/v3/models/%zz",
        "/v3/models/%ff",
        "/v3/models/%00"
      })
  void findsNothingBehindABrokenEscape(String path) {
    assertThat(table.match("GET", path)).isInstanceOf(Match.Nothing.class);
  }

  private Match.Found found(String method, String path) {
    assertThat(table.match(method, path)).isInstanceOf(Match.Found.class);
    return (Match.Found) table.match(method, path);
  }
}
