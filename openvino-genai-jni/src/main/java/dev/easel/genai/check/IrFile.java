package dev.easel.genai.check;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One of a model's networks, in OpenVINO's IR: an {@code .xml} file with the layers and a {@code
 * .bin} file with their weights, of which each constant names a part.
 */
final class IrFile {
  private IrFile() {}

  /** Checks the two files; {@code xml} is there. */
  static void check(Path xml) {
    WrongFile.checkPresent(xml);
    String name = String.valueOf(xml.getFileName());
    Path bin = xml.resolveSibling(name.substring(0, name.length() - ".xml".length()) + ".bin");
    long needed = needed(xml);
    if (needed == 0 && !Files.exists(bin)) {
      return;
    }
    WrongFile.checkPresent(bin);
    try {
      long size = Files.size(bin);
      if (size < needed) {
        throw WrongFile.because(
            bin, "is cut off: %s needs %d bytes of it, it has %d".formatted(name, needed, size));
      }
    } catch (IOException e) {
      throw WrongFile.unreadable(bin, e);
    }
  }

  private static long needed(Path xml) {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    // The parser writes to standard error when it decodes what is no UTF-8.
    try (Reader in = Files.newBufferedReader(xml)) {
      return needed(xml, factory.createXMLStreamReader(in));
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof CharacterCodingException) {
        throw WrongFile.because(xml, "is not XML: it is no UTF-8");
      }
      String reason = String.valueOf(e.getMessage()).replace('\n', ' ');
      throw WrongFile.because(xml, "is not XML: " + reason);
    } catch (IOException e) {
      throw WrongFile.unreadable(xml, e);
    }
  }

  private static long needed(Path xml, XMLStreamReader reader) throws XMLStreamException {
    long needed = 0;
    boolean isFirst = true;
    while (reader.hasNext()) {
      if (reader.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      if (isFirst && !reader.getLocalName().equals("net")) {
        throw WrongFile.because(xml, "is no OpenVINO IR: its first element is no 'net'");
      }
      isFirst = false;
      if (reader.getLocalName().equals("data")
          && reader.getAttributeValue(null, "offset") != null) {
        needed = Math.max(needed, end(xml, reader));
      }
    }
    return needed;
  }

  private static long end(Path xml, XMLStreamReader reader) {
    long offset = number(xml, reader, "offset");
    long size = number(xml, reader, "size");
    if (offset > Long.MAX_VALUE - size) {
      throw WrongFile.because(xml, "is wrong: a constant ends beyond every file");
    }
    return offset + size;
  }

  private static long number(Path xml, XMLStreamReader reader, String attribute) {
    String text = reader.getAttributeValue(null, attribute);
    if (text != null && text.matches("\\d{1,18}")) {
      return Long.parseLong(text);
    }
    throw WrongFile.because(
        xml,
        "is wrong: the %s of the constant at line %d is '%s'"
            .formatted(attribute, reader.getLocation().getLineNumber(), text));
  }
}
