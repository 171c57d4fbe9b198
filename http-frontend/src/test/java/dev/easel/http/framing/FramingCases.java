package dev.easel.http.framing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests whose framing is right or wrong by RFC 9112, sections 2 to 7. Each asks the servable
 * {@code echo}, or hides a request that does.
 */
public final class FramingCases {

  /** What a smuggled request looks like. */
  static final String HIDDEN =
      "POST /v3/echo HTTP/1.1\r\nHost: hidden\r\nContent-Length: 0\r\n\r\n";

  private static final String POST = "POST /v3/echo HTTP/1.1\r\nHost: x\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  /**
   * One request.
   *
   * @param status the answer's
   */
  public record Case(String name, String bytes, int status) {

    @Override
    public String toString() {
      return name;
    }

    public byte[] sent() {
      return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  private FramingCases() {}

  static List<Case> right() {
    List<Case> all = new ArrayList<>();
    right(all, "a length", POST + "Content-Length: 5\r\n\r\nhello");
    right(all, "no body", POST + "\r\n");
    right(all, "a length with blanks around it", POST + "Content-Length: \t 5 \t\r\n\r\nhello");
    right(all, "a length with leading zeros", POST + "Content-Length: 005\r\n\r\nhello");
    right(all, "chunks", CHUNKED + "5\r\nhello\r\n0\r\n\r\n");
    right(
        all,
        "a coding in capitals",
        POST + "TRANSFER-ENCODING: Chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n");
    right(all, "a size with leading zeros", CHUNKED + "0000005\r\nhello\r\n000\r\n\r\n");
    right(all, "a size in capitals", CHUNKED + "A\r\n0123456789\r\n0\r\n\r\n");
    right(all, "extensions", CHUNKED + "5;a;b=c ; d=\"e \\\" f\"\r\nhello\r\n0;x\r\n\r\n");
    right(all, "trailers", CHUNKED + "5\r\nhello\r\n0\r\nX-Sum: 1\r\nContent-Length: 50\r\n\r\n");
    right(all, "an empty line before the request", "\r\n" + POST + "Content-Length: 0\r\n\r\n");
    right(all, "a whole address", POST.replace("/v3", "http://x/v3") + "Content-Length: 0\r\n\r\n");
    right(all, "a host with a port", POST.replace("Host: x", "Host: [::1]:80") + "\r\n");
    right(all, "an empty host", POST.replace("Host: x", "Host:") + "\r\n");
    right(all, "a value in UTF-8", POST + "X-Name: \u00c3\u00a9\r\n\r\n");
    right(all, "an empty value", POST + "X-Name:\r\n\r\n");
    right(all, "HTTP/1.0", "POST /v3/echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    return all;
  }

  public static List<Case> wrong() {
    List<Case> all = new ArrayList<>();
    codings(all);
    lengths(all);
    chunks(all);
    heads(all);
    return all;
  }

  private static void codings(List<Case> all) {
    for (String coding :
        List.of(
            "xchunked",
            "\"chunked\"",
            "'chunked'",
            "gzip",
            "identity",
            "chunked;q=1",
            "chunked ;q=1",
            "chunked, identity",
            "chunked, chunked",
            "identity, chunked, identity",
            "chunked,",
            ", chunked",
            "chunked\u0000",
            "\u000bchunked",
            "\u000cchunked",
            "chun ked",
            "chunke",
            "")) {
      coding(all, coding, 400);
    }
    coding(all, "gzip, chunked", 501);
    coding(all, "identity, chunked", 501);
    wrong(
        all, "two codings", 400, POST, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked");
    wrong(
        all,
        "chunked and identity",
        400,
        POST,
        "Transfer-Encoding: chunked\r\ntransfer-encoding: x");
    wrong(
        all, "a coding and a length", 400, POST, "Transfer-Encoding: chunked\r\nContent-Length: 5");
    wrong(
        all, "a length and a coding", 400, POST, "Content-Length: 5\r\nTransfer-Encoding: chunked");
    wrong(
        all,
        "a coding in HTTP/1.0",
        400,
        "POST /v3/echo HTTP/1.0\r\nHost: x\r\n",
        "Transfer-Encoding: chunked");
    wrong(all, "a blank before the colon", 400, POST, "Transfer-Encoding : chunked");
    wrong(all, "a tab before the colon", 400, POST, "Content-Length\t: 5");
    wrong(all, "a folded coding", 400, POST, "Transfer-Encoding:\r\n chunked");
    wrong(all, "a name with a NUL", 400, POST, "Transfer-Encoding\u0000: chunked");
  }

  private static void coding(List<Case> all, String coding, int status) {
    wrong(all, "the coding " + printable(coding), status, POST, "Transfer-Encoding: " + coding);
  }

  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .forEach(c -> out.append(c < ' ' || c > '~' ? "\\x" + Integer.toHexString(c) : (char) c));
    return "'" + out + "'";
  }

  private static void lengths(List<Case> all) {
    for (String length :
        List.of(
            "abc",
            "",
            "+5",
            "-5",
            "-0",
            "5, 5",
            "5, 6",
            "5,",
            "0x5",
            "0o5",
            "1_0",
            "5 6",
            "5.0",
            "5e1",
            "99999999999999999999",
            "18446744073709551621",
            "\u00b2",
            "5\u0000",
            "5;q=1")) {
      wrong(all, "the length " + printable(length), 400, POST, "Content-Length: " + length);
    }
    wrong(all, "one length twice", 400, POST, "Content-Length: 5\r\nContent-Length: 5");
    wrong(all, "two lengths", 400, POST, "Content-Length: 5\r\ncontent-length: 50");
  }

  private static void chunks(List<Case> all) {
    for (String body :
        List.of(
            "0x5\r\nhello\r\n0\r\n\r\n",
            "+5\r\nhello\r\n0\r\n\r\n",
            "-1\r\nhello\r\n0\r\n\r\n",
            " 5\r\nhello\r\n0\r\n\r\n",
            "5 \r\nhello\r\n0\r\n\r\n",
            "1_0\r\n0123456789abcdef\r\n0\r\n\r\n",
            "\r\nhello\r\n0\r\n\r\n",
            "zz\r\nhello\r\n0\r\n\r\n",
            "FFFFFFFFFFFFFFFF0\r\nhello\r\n0\r\n\r\n",
            "100000005\r\nhello\r\n0\r\n\r\n",
            "00000000000000005\r\nhello\r\n0\r\n\r\n",
            "5;\r\nhello\r\n0\r\n\r\n",
            "5;bad[=x\r\nhello\r\n0\r\n\r\n",
            "5;a=\r\nhello\r\n0\r\n\r\n",
            "5;a=\"b\r\nhello\r\n0\r\n\r\n",
            "5;\nhello\r\n0\r\n\r\n",
            "5;a\u0000\r\nhello\r\n0\r\n\r\n",
            "5;a\rX\r\nhello\r\n0\r\n\r\n",
            "5\nhello\r\n0\r\n\r\n",
            "5\rhello\r\n0\r\n\r\n",
            "5\r\nhello!!\r\n0\r\n\r\n",
            "5\r\nhello0\r\n\r\n0\r\n\r\n",
            "5\r\nhello\n0\r\n\r\n",
            "5\r\nhello\r\n0\r\n\n",
            "0\r\nNo colon\r\n\r\n",
            "0\r\nA : b\r\n\r\n",
            "0\r\n folded\r\n\r\n",
            "0\r\nA: \u0000\r\n\r\n",
            "+0\r\n\r\n")) {
      all.add(new Case("the chunks " + printable(body), CHUNKED + body + HIDDEN, 400));
    }
    all.add(
        new Case(
            "a long extension", CHUNKED + "5;a=" + "x".repeat(64 << 10) + "\r\nhello\r\n", 400));
    all.add(
        new Case(
            "many extensions",
            CHUNKED + ("1;a=" + "x".repeat(2000) + "\r\nx\r\n").repeat(20) + "0\r\n\r\n",
            400));
  }

  private static void heads(List<Case> all) {
    head(
        all,
        "keys of an old WebSocket",
        400,
        POST.replace("POST", "GET") + "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n");
    head(all, "two hosts", 400, POST + "Host: y\r\n\r\n");
    head(all, "a list of hosts", 400, POST.replace("Host: x", "Host: x, y") + "\r\n");
    head(all, "a host with a path", 400, POST.replace("Host: x", "Host: x/y") + "\r\n");
    head(all, "a host with a user", 400, POST.replace("Host: x", "Host: a@x") + "\r\n");
    head(all, "a host with a blank", 400, POST.replace("Host: x", "Host: x y") + "\r\n");
    head(all, "no host", 400, POST.replace("Host: x\r\n", "Connection: close\r\n") + "\r\n");
    for (String version : List.of("HTTP/9.9", "HTTP/2.0", "HTTP/1.2", "HTTP/0.9")) {
      head(all, version, 505, POST.replace("HTTP/1.1", version) + "\r\n");
    }
    for (String version :
        List.of("http/1.1", "HTTP/1", "HTTP/1.10", "HTTP/01.1", "HTTPS/1.1", "H")) {
      head(all, version, 400, POST.replace("HTTP/1.1", version) + "\r\n");
    }
    head(all, "no version", 400, "GET /v3/echo\r\n\r\n");
    head(all, "two blanks", 400, POST.replace("POST ", "POST  ") + "\r\n");
    head(all, "a tab for a blank", 400, POST.replace("POST ", "POST\t") + "\r\n");
    head(all, "a blank at the end", 400, POST.replace("1.1\r\n", "1.1 \r\n") + "\r\n");
    head(all, "a blank at the start", 400, " " + POST + "\r\n");
    head(all, "a method of signs", 400, POST.replace("POST", "PO(T)") + "\r\n");
    head(all, "a blank in the target", 400, POST.replace("/echo", "/ec ho") + "\r\n");
    head(all, "a target without a slash", 400, POST.replace("/v3", "v3") + "\r\n");
    head(all, "another scheme", 400, POST.replace("/v3", "ftp://x/v3") + "\r\n");
    head(all, "a star for POST", 400, POST.replace("/v3/echo", "*") + "\r\n");
    head(all, "a fragment", 400, POST.replace("/echo", "/echo#a") + "\r\n");
    head(all, "a NUL in the target", 400, POST.replace("/echo", "/ec\u0000ho") + "\r\n");
    head(all, "UTF-8 in the target", 400, POST.replace("/echo", "/\u00c3\u00a9") + "\r\n");
    head(all, "overlong UTF-8 in the target", 400, POST.replace("/echo", "/\u00c0\u00af") + "\r\n");
    head(all, "overlong UTF-8 in a value", 400, POST + "X: \u00c0\u00af\r\n\r\n");
    head(all, "a surrogate in a value", 400, POST + "X: \u00ed\u00a0\u0080\r\n\r\n");
    head(all, "Latin-1 in a value", 400, POST + "X: \u00e9\r\n\r\n");
    head(all, "line feeds alone", 400, POST.replace("\r\n", "\n") + "\n");
    head(all, "a line feed alone after a header", 400, POST + "A: b\nC: d\r\n\r\n");
    head(all, "a line feed alone at the end", 400, POST + "\n");
    head(all, "a carriage return in a value", 400, POST + "A: b\rC: d\r\n\r\n");
    head(all, "a bell in a value", 400, POST + "A: \u0007\r\n\r\n");
    head(all, "a DEL in a value", 400, POST + "A: \u007f\r\n\r\n");
    head(all, "a folded value", 400, POST + "A: b\r\n c\r\n\r\n");
    head(all, "a value folded by a tab", 400, POST + "A: b\r\n\tc\r\n\r\n");
    head(all, "a fold before the first header", 400, POST.replace("Host", " Host") + "\r\n");
    head(all, "a blank before a colon", 400, POST + "A : b\r\n\r\n");
    head(all, "no colon", 400, POST + "A\r\n\r\n");
    head(all, "no name", 400, POST + ": b\r\n\r\n");
    head(all, "a name that is not ASCII", 400, POST + "X-\u00c3\u00a9: b\r\n\r\n");
    head(all, "a name with a slash", 400, POST + "A/B: c\r\n\r\n");
    head(all, "two empty lines before the request", 400, "\r\n\r\n" + POST + "\r\n");
    head(all, "a blank line", 400, "   \r\n\r\n");
    head(all, "a preface of HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    head(all, "a greeting of TLS", 400, "\u0016\u0003\u0001\u0002\u0000\u0001\n");
    head(all, "a long request line", 414, POST.replace("/echo", "/" + "x".repeat(20_000)) + "\r\n");
    head(all, "a long header", 431, POST + "A: " + "x".repeat(100_000) + "\r\n\r\n");
    head(all, "many headers", 431, POST + "A: b\r\n".repeat(20_000) + "\r\n");
  }

  private static void right(List<Case> all, String name, String bytes) {
    all.add(new Case(name, bytes, 200));
  }

  /** A header that is wrong, behind it a body that is a request to whoever takes it for none. */
  private static void wrong(List<Case> all, String name, int status, String start, String header) {
    String body = "5\r\nhello\r\n0\r\n\r\n" + HIDDEN;
    all.add(new Case(name, start + header + "\r\n\r\n" + body, status));
  }

  private static void head(List<Case> all, String name, int status, String bytes) {
    all.add(new Case(name, bytes + HIDDEN, status));
  }
}
