package dev.easel.http.form;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.RequestException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormReaderTest {

  private static final String NAMED = "Content-Disposition: form-data; name=\"a\"";

  @Test
  void readsTextsAndFiles() {
    List<FormPart> parts =
        read(
            "preamble\r\n--XX\r\n"
                + NAMED
                + "\r\n\r\none\r\n--XX \t\r\ncontent-TYPE: image/png\r\n"
                + "Content-Disposition: Form-Data; filename=\"zwölf \\\"x\\\".png\"; name=image\r\n\r\n"
                + "\r\n--XXY\r\n\r\n--XX--\r\nepilogue");
    assertThat(parts).hasSize(2);
    assertThat(parts.get(0).name()).isEqualTo("a");
    assertThat(parts.get(0).isFile()).isFalse();
    assertThat(parts.get(0).text()).isEqualTo("one");
    assertThat(parts.get(1).name()).isEqualTo("image");
    assertThat(parts.get(1).fileName()).contains("zwölf \"x\".png");
    assertThat(parts.get(1).contentType()).contains("image/png");
    assertThat(parts.get(1).text()).isEqualTo("\r\n--XXY\r\n");
  }

  @Test
  void readsTheExtendedFileName() {
    assertThat(part("filename=\"x\"; filename*=UTF-8''%e2%82%ac+.png").fileName())
        .contains("€+.png");
    assertThat(part("filename=\"C:\\dir\\x.png\"").fileName()).contains("C:\\dir\\x.png");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "filename=\"x\"; filename*=ISO-8859-1''caf%E9.png | café.png",
        "filename=\"x\"; filename*=caf%C3%A9.png | x",
        "filename=\"x\"; filename*=klingon''y | x",
        "filename=\"x\"; filename*=UTF-8''%zz | x",
        "filename*=''; filename=x | x",
        "filename*=klingon''y | klingon''y",
        "filename*=% | %",
        "filename=a;b.png | a",
        "filename=\"a\"b.png\" | a",
        "filename=\"a | a"
      })
  void refusesNoFormForAFileName(String parameters, String name) {
    FormPart part = part(parameters);
    assertThat(part.fileName()).contains(name);
    assertThat(part.text()).isEqualTo("1");
  }

  /** What is escaped, and what a browser sends bare: a backslash at a name's end is both. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "filename=\"C:\\\" | C:\\",
        "filename=\"C:\\\"; x=y | C:\\",
        "filename=\"a\\\\\"; x=y | a\\",
        "filename=\"a\\\"b\\\".png\" | a\"b\".png",
        "filename=\"a\\\"; b.png\" | a\"; b.png"
      })
  void endsANameAtItsLastQuote(String parameters, String name) {
    assertThat(part(parameters).fileName()).contains(name);
  }

  @Test
  void readsAHeaderThatGoesOnInTheNextLine() {
    assertThat(part("\r\n\tfilename=x.png").fileName()).contains("x.png");
  }

  @Test
  void leavesAnEmptyFileFieldOut() {
    assertThat(read("--XX\r\n" + NAMED + "; filename=\"\"\r\n\r\n\r\n--XX--")).isEmpty();
    assertThat(read("--XX\r\n" + NAMED + "; filename=\"\"\r\n\r\nx\r\n--XX--")).hasSize(1);
  }

  @Test
  void readsAPartWithoutContent() {
    assertThat(read("--XX\r\n" + NAMED + "\r\n\r\n\r\n--XX--").get(0).text()).isEmpty();
    assertThat(read("--XX\r\n" + NAMED + "\r\n\r\n--XX--").get(0).text()).isEmpty();
    assertThat(read("--XX--")).isEmpty();
  }

  @Test
  void readsTextsInTheCharsetThatTheyName() {
    String typed = NAMED + "\r\nContent-Type: text/plain; charset=";
    assertThat(latin1(typed + "ISO-8859-1\r\n\r\ngr\u00fcn\r\n--XX--")).isEqualTo("grün");
    assertThat(latin1(typed + "\"utf-8\"\r\n\r\ngr\u00c3\u00bcn\r\n--XX--")).isEqualTo("grün");
    String charset = "Content-Disposition: form-data; name=_charset_\r\n\r\n";
    assertThat(latin1(NAMED + "\r\n\r\n\u0080\r\n--XX\r\n" + charset + "windows-1252\r\n--XX--"))
        .isEqualTo("€");
  }

  @Test
  void changesNoTextInSilence() {
    assertThatThrownBy(() -> latin1(NAMED + "\r\n\r\ngr\u00fcn\r\n--XX--"))
        .hasMessageContaining("a: is no text in UTF-8");
    assertThatThrownBy(
            () ->
                latin1(NAMED + "\r\nContent-Type: text/plain; charset=klingon\r\n\r\nx\r\n--XX--"))
        .hasMessageContaining("a: the charset 'klingon' is unknown");
    assertThatThrownBy(() -> latin1(NAMED + "\r\nContent-Encoding: gzip\r\n\r\nx\r\n--XX--"))
        .hasMessageContaining("part 'a' has the content-encoding 'gzip'");
  }

  private static String latin1(String part) {
    ByteBuffer body = ByteBuffer.wrap(("--XX\r\n" + part).getBytes(StandardCharsets.ISO_8859_1));
    return FormReader.read(body, Optional.of("XX"), FormLimits.DEFAULT).get(0).text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "--YY\r\n" + NAMED + "\r\n\r\n1\r\n--YY--",
        "--XX\r\n" + NAMED + "\r\n\r\n1",
        "--XX\r\n" + NAMED + "\r\n\r\n1\r\n--XX",
        "--XX\r\n" + NAMED + "\r\n1\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XX--",
        "--XX\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--XX--",
        "--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n--XX--",
        "--XX\r\n" + NAMED + "\r\nnonsense\r\n\r\n1\r\n--XX--",
        "--XX\r\n" + NAMED + "\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n--XX--"
      })
  void refusesAMalformedForm(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("multipart/form-data");
  }

  @Test
  void refusesABoundaryThatIsMissingOrEndless() {
    ByteBuffer body = bytes("--XX--");
    assertThatThrownBy(() -> FormReader.read(body, Optional.empty(), FormLimits.DEFAULT))
        .hasMessageContaining("no boundary");
    assertThatThrownBy(() -> FormReader.read(body, Optional.of(""), FormLimits.DEFAULT))
        .hasMessageContaining("no boundary");
    assertThatThrownBy(
            () -> FormReader.read(body, Optional.of("x".repeat(300)), FormLimits.DEFAULT))
        .hasMessageContaining("longer than");
  }

  @Test
  void refusesMorePartsAndHeadersThanTheLimits() {
    FormLimits limits = new FormLimits(2, 100);
    String part = "--XX\r\n" + NAMED + "\r\n\r\n1\r\n";
    assertThatThrownBy(
            () -> FormReader.read(bytes(part.repeat(3) + "--XX--"), Optional.of("XX"), limits))
        .hasMessageContaining("more than 2 parts");
    String heavy = "--XX\r\nA: " + "x".repeat(200) + "\r\n" + NAMED + "\r\n\r\n1\r\n--XX--";
    assertThatThrownBy(() -> FormReader.read(bytes(heavy), Optional.of("XX"), limits))
        .hasMessageContaining("longer than 100 bytes");
  }

  @Test
  void readsBackWhateverIsWritten() throws Exception {
    Random random = new Random(409);
    for (int round = 0; round < 300; round++) {
      String boundary = "b" + Integer.toHexString(random.nextInt(1000));
      List<byte[]> contents = new ArrayList<>();
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int i = random.nextInt(5); i > 0; i--) {
        byte[] content = content(random, boundary);
        contents.add(content);
        body.write(
            ("--" + boundary + "\r\n" + NAMED + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        body.write(content);
        body.write("\r\n".getBytes(StandardCharsets.UTF_8));
      }
      body.write(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
      List<FormPart> parts =
          FormReader.read(
              ByteBuffer.wrap(body.toByteArray()), Optional.of(boundary), FormLimits.DEFAULT);
      assertThat(parts.stream().map(part -> ByteBuffer.wrap(copy(part))))
          .containsExactlyElementsOf(contents.stream().map(ByteBuffer::wrap).toList());
    }
  }

  @Test
  void endsOnEveryDamagedFormWithPartsOrAMistake() {
    Random random = new Random(409);
    byte[] sound =
        ("--XX\r\n" + NAMED + "\r\n\r\n1\r\n--XX\r\n" + NAMED + "; filename=f\r\n\r\n23\r\n--XX--")
            .getBytes(StandardCharsets.UTF_8);
    int mistakes = 0;
    for (int round = 0; round < 5000; round++) {
      byte[] damaged = Arrays.copyOf(sound, 1 + random.nextInt(sound.length));
      for (int i = random.nextInt(4); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] =
            (byte) "\r\n-X:;=\" a\0".charAt(random.nextInt(11));
      }
      try {
        FormReader.read(ByteBuffer.wrap(damaged), Optional.of("XX"), FormLimits.DEFAULT);
      } catch (RequestException e) {
        mistakes++;
      }
    }
    assertThat(mistakes).isBetween(1000, 5000);
  }

  /** Bytes that are rich in beginnings of a boundary and never hold a whole one. */
  private static byte[] content(Random random, String boundary) {
    StringBuilder out = new StringBuilder();
    String mark = "\r\n--" + boundary;
    for (int i = random.nextInt(20); i > 0; i--) {
      out.append(mark, 0, random.nextInt(mark.length()))
          .append((char) random.nextInt(256))
          .append('.');
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] copy(FormPart part) {
    byte[] bytes = new byte[part.content().remaining()];
    part.content().get(bytes);
    return bytes;
  }

  private static FormPart part(String parameters) {
    return read("--XX\r\n" + NAMED + "; " + parameters + "\r\n\r\n1\r\n--XX--").get(0);
  }

  /** Each place where a boundary might begin is nearly one, to its last letter. */
  @Test
  @Timeout(20)
  void findsPartsBehindAnyNumberOfNearBoundaries() {
    String boundary = "x".repeat(150);
    byte[] near = ("\r\n--" + boundary.substring(1) + "y").repeat(500_000).getBytes(US_ASCII);
    byte[] alike = "x".repeat(64 << 20).getBytes(US_ASCII);
    for (byte[] content : List.of(near, alike)) {
      byte[] head =
          ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n")
              .getBytes(US_ASCII);
      byte[] tail = ("\r\n--" + boundary + "--").getBytes(US_ASCII);
      ByteBuffer body = ByteBuffer.allocate(head.length + content.length + tail.length);
      body.put(head).put(content).put(tail).flip();
      List<FormPart> parts = FormReader.read(body, Optional.of(boundary), FormLimits.DEFAULT);
      assertThat(parts).hasSize(1);
      assertThat(parts.get(0).content()).isEqualTo(ByteBuffer.wrap(content));
    }
  }

  @Test
  void endsWithinAPartThatNobodyWaitsForAnyMore() {
    ByteBuffer body =
        bytes("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + "x".repeat(3 << 20));
    IllegalStateException gone = new IllegalStateException("gone");
    assertThatThrownBy(
            () ->
                FormReader.read(
                    body,
                    Optional.of("XX"),
                    FormLimits.DEFAULT,
                    () -> {
                      throw gone;
                    }))
        .isSameAs(gone);
  }

  private static List<FormPart> read(String body) {
    return FormReader.read(bytes(body), Optional.of("XX"), FormLimits.DEFAULT);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
