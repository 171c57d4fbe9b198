package dev.easel.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What Redis does in one step; each stands in a file of its own behind what they share. */
enum Script {
  SUBMIT,
  FIND,
  LIST,
  DEADLETTERS,
  CLAIM,
  RENEW,
  PROGRESS,
  FINISH,
  RELEASE,
  CANCEL,
  SWEEP,
  CLAIMDELIVERY,
  CHANGEDELIVERY,
  ADDWITHIN,
  ADDALL,
  LISTCOUNTERS,
  DRAW,
  REPORT,
  FORGETDAYS,
  PUTRECORD,
  REMOVERECORD,
  LISTRECORDS;

  private final String text = read("common") + read(name().toLowerCase(Locale.ROOT));

  String text() {
    return text;
  }

  private static String read(String name) {
    try (InputStream file = Script.class.getResourceAsStream(name + ".lua")) {
      if (file == null) {
        throw new IllegalStateException(name + ".lua is missing in this build of Easel");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
