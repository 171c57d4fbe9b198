package dev.easel.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.Mistake;
import dev.easel.serving.repository.CheckReport;
import dev.easel.serving.repository.RepositoryCheck;
import dev.easel.serving.repository.RepositorySettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code validate} says of the node's options. */
@Timeout(60)
class UpstreamOptionsTest {
  private static final String GOOD = "upstreams { base_url: \"https://x.example/v1\" } ";

  @TempDir private Path folder;

  private List<String> mistakes(String options) throws Exception {
    return check(Gateway.write(folder, options)).stream().map(Mistake::message).toList();
  }

  private static List<Mistake> check(Path config) {
    CheckReport report =
        new RepositoryCheck(RepositorySettings.standard(CalculatorRegistry.standard()), false)
            .check(config);
    return report.graphs().stream().flatMap(graph -> graph.mistakes().stream()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|upstreams is missing",
        "upstreams {}|upstreams[0]: base_url is missing",
        "upstreams { base_url: \"\" }|base_url is missing; it must be an address such as",
        "upstreams { base_url: \"x.example/v1\" }|base_url begins with neither https:// nor http://",
        "upstreams { base_url: \"ftp://x.example\" }|base_url begins with neither",
        "upstreams { base_url: \"https://\" }|base_url is no address",
        "upstreams { base_url: \"https:///v1\" }|base_url names no host",
        "upstreams { base_url: \"https://me:sk-secret@x.example\" }|base_url has a user or a password",
        "upstreams { base_url: \"https://x.example?key=sk-secret\" }|base_url has a query",
        "upstreams { base_url: \"https://x.example/v1\" api_key_env: \"sk-secret-1\" }|api_key_env is no name of an environment variable",
        "upstreams { base_url: \"https://x.example/v1\" api_key_env: \"EASEL_NOT_SET\" }|the environment variable EASEL_NOT_SET is not set",
        "upstreams { base_url: \"https://x.example/v1\" api_key_file: \"none\" }|cannot be read",
        "upstreams { base_url: \"https://x.example/v1\" api_key_file: \"graph.pbtxt\" }|must hold the key alone",
        "upstreams { base_url: \"https://x.example/v1\" api_key_env: \"PATH\" api_key_file: \"key\" }|say one of them",
        "upstreams { base_url: \"https://x.example/v1\" ca_file: \"key\" }|must hold certificates in PEM",
        "upstreams { base_url: \"https://x.example/v1\" weight: 5000 }|upstreams.weight is 5000; it must be 0 to 1000",
        "upstreams { base_url: \"https://x.example/v1\" models {} }|upstreams.models.name is missing",
      })
  void namesWhatIsWrongWithAnUpstream(String options, String mistake) throws Exception {
    assertThat(mistakes(options == null ? "" : options))
        .singleElement()
        .asString()
        .contains("node \"far\"", mistake)
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connect_timeout_millis: 0|connect_timeout_millis is 0; it must be 1 to 86400000",
        "read_timeout_millis: 4294967295|read_timeout_millis is 4294967295; it must be",
        "total_timeout_millis: 1000 read_timeout_millis: 2000|read_timeout_millis is longer than total_timeout_millis",
        "connect_timeout_millis: 700000|connect_timeout_millis is longer than total_timeout_millis",
        "max_attempts: 0|max_attempts is 0; it must be 1 to 20",
        "backoff_millis: 9000|backoff_millis is longer than max_backoff_millis",
        "max_answer_bytes: 0|max_answer_bytes is 0; it must be 1 to 1073741824",
        "max_concurrent: 0|max_concurrent is 0; it must be",
        "breaker { failure_percent: 101 }|breaker.failure_percent is 101; it must be 1 to 100",
        "breaker { min_requests: 30 }|breaker.min_requests is 30; it must be 1 to 20",
        "models { name: \"a\" } models { name: \"a\" }|models names 'a' twice",
      })
  void namesWhatIsWrongWithTheRest(String options, String mistake) throws Exception {
    assertThat(mistakes(GOOD + options))
        .singleElement()
        .asString()
        .contains("node \"far\"", mistake);
  }

  /** There is no field for a key, and what was written into one is not repeated. */
  @Test
  void takesNoKeyInAGraph() throws Exception {
    List<Mistake> mistakes =
        check(
            Gateway.write(
                folder, "upstreams { base_url: \"https://x.example/v1\" api_key: \"sk-secret\" }"));
    assertThat(mistakes).singleElement().asString().contains("api_key").doesNotContain("secret");
  }

  @Test
  void findsNothingWrongWithWhatIsRight() throws Exception {
    assertThat(
            mistakes(
                "upstreams { base_url: \"https://x.example/v1/\" api_key_env: \"PATH\" } "
                    + "upstreams { base_url: \"http://10.0.0.1:8000/v3\" api_key_file: \"key\" }"))
        .isEmpty();
  }

  /** The shipped graph needs a key that this machine may not have; nothing else is wrong. */
  @Test
  void findsNothingWrongWithWhatShips() {
    assertThat(check(Path.of("..", "graphs", "upstream", "config.json")))
        .extracting(Mistake::message)
        .allMatch(message -> message.contains("OPENAI_API_KEY is not set"));
  }
}
