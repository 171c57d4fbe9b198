package dev.easel.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import dev.easel.http.TestServer;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.auth.ApiKey;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pages as HTTP hands them out. */
@Timeout(60)
class PagesTest {
  private static final Path FOLDER = Path.of("src/main/resources/dev/easel/http/page");

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.of(
            settings -> settings.with(AccessRules.shared(ApiKey.of("secret"), false)),
            GivenServables.of(GivenServable.echo("echo")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return server.fetch(path, headers);
  }

  @Test
  void handsOutEveryFileAsItIs() throws Exception {
    assertThat(names()).contains("playground.html", "graphs.html", "easel.css", "api.js");
    for (String name : names()) {
      HttpResponse<byte[]> answer = get("/pages/" + name);
      assertThat(answer.statusCode()).as(name).isEqualTo(200);
      assertThat(answer.body()).as(name).isEqualTo(Files.readAllBytes(FOLDER.resolve(name)));
      assertThat(answer.headers().firstValue("content-type").orElseThrow())
          .isEqualTo(
              switch (name.substring(name.lastIndexOf('.'))) {
                case ".html" -> "text/html; charset=utf-8";
                case ".css" -> "text/css; charset=utf-8";
                case ".js" -> "text/javascript; charset=utf-8";
                default -> "image/svg+xml";
              });
    }
  }

  @Test
  void bindsBrowsersToThisServer() throws Exception {
    for (String page : List.of("/playground", "/graphs", "/pages/playground.js")) {
      HttpResponse<byte[]> answer = get(page);
      String policy = answer.headers().firstValue("content-security-policy").orElseThrow();
      assertThat(policy)
          .startsWith("default-src 'none'; ")
          .contains("script-src 'self';", "connect-src 'self';", "frame-ancestors 'none'")
          .doesNotContain("unsafe", "*", "http");
      assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
      assertThat(answer.headers().firstValue("x-frame-options")).contains("DENY");
      assertThat(answer.headers().firstValue("referrer-policy")).contains("no-referrer");
    }
  }

  @Test
  void namesNothingOfOtherHosts() throws Exception {
    for (String name : names()) {
      String text = Files.readString(FOLDER.resolve(name));
      assertThat(text.replace("http://www.w3.org/", "")).as(name).doesNotContain("//www", "://");
    }
  }

  @Test
  void sendsAFileOnce() throws Exception {
    String tag = get("/playground").headers().firstValue("etag").orElseThrow();
    HttpResponse<byte[]> again = get("/playground", "if-none-match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get("/playground", "if-none-match", "\"other\"").statusCode()).isEqualTo(200);
    assertThat(get("/graphs").headers().firstValue("etag").orElseThrow()).isNotEqualTo(tag);
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    HttpResponse<String> head =
        server.send(
            server
                .request("/playground")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("content-length"))
        .contains(String.valueOf(Files.size(FOLDER.resolve("playground.html"))));
  }

  /** What a page names would be looked for below it; behind a proxy it may lie anywhere. */
  @Test
  void showsAPageWithoutTheSlashAtItsEnd() throws Exception {
    for (String page : List.of("playground", "graphs")) {
      HttpResponse<byte[]> answer = get("/" + page + "/");
      assertThat(answer.statusCode()).isEqualTo(308);
      assertThat(answer.headers().firstValue("location")).contains("../" + page);
    }
  }

  /** A browser sends no key when it opens a page; the page has no data without one. */
  @Test
  void needsNoKeyForWhatHoldsNoData() throws Exception {
    assertThat(get("/playground").statusCode()).isEqualTo(200);
    assertThat(get("/v3/models").statusCode()).isEqualTo(401);
  }

  @Test
  void knowsNoOtherFiles() throws Exception {
    for (String path :
        List.of("/pages/none.js", "/pages/..%2Fpages%2Fapi.js", "/pages/Pages.class")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(server.post("/playground", "{}").statusCode()).isEqualTo(405);
  }

  @Test
  void canBeTurnedOff() throws Exception {
    try (TestServer off =
        TestServer.of(
            settings -> settings.withoutPages(), GivenServables.of(GivenServable.echo("echo")))) {
      for (String path : List.of("/playground", "/graphs", "/pages/api.js")) {
        HttpResponse<String> answer = off.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(404);
        assertThat(answer.body()).contains("--pages=false");
      }
    }
  }
}
