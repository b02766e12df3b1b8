package chatserver.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A row of a table: what one client sends from its first byte to its end of input, and what a
 * decoder is to find in it.
 *
 * @param says what the row shows; the name of the test
 */
record Feed(String says, int maxBytes, byte[] bytes, List<Object> found) {
  static final int MAX_BYTES = 2048;

  /** Bytes, written as a string of U+0000 to U+00FF. */
  static Feed bytes(String says, String sent, Received... found) {
    return new Feed(says, MAX_BYTES, sent.getBytes(ISO_8859_1), comparable(Arrays.asList(found)));
  }

  /** The same with another limit. */
  static Feed bytes(String says, int maxBytes, String sent, Received... found) {
    return new Feed(says, maxBytes, sent.getBytes(ISO_8859_1), comparable(Arrays.asList(found)));
  }

  /**
   * One line of text, sent as UTF-8, and what becomes of it. A blank line stands in front, because
   * the first line has rules of its own.
   */
  static Feed text(String says, String typed, String text) {
    byte[] sent = ("\n" + typed + "\r\n").getBytes(UTF_8);
    return new Feed(says, MAX_BYTES, sent, comparable(List.of(line(""), line(text))));
  }

  static Received line(String text) {
    return new Received.Line(text);
  }

  static Received tooLong() {
    return new Received.LineTooLong();
  }

  static Received endOfTransmission() {
    return new Received.EndOfTransmission();
  }

  static Received httpRequest() {
    return new Received.HttpRequest();
  }

  static Received notChat(String what) {
    return new Received.NotChat(what);
  }

  /** The answer to Are You There. */
  static Received yes() {
    return reply("yes\r\n");
  }

  static Received endOfFile() {
    return new Received.EndOfFile();
  }

  static Received reply(String bytes) {
    return new Received.TelnetReply(bytes.getBytes(ISO_8859_1));
  }

  /** Checks the row in one piece, in two pieces with every possible cut, and byte by byte. */
  void check() {
    assertEquals(found, decode(maxBytes, bytes), "in one piece");
    for (int cut = 1; cut < bytes.length; cut++) {
      assertEquals(found, decode(maxBytes, bytes, cut), "cut before byte " + cut);
    }
    int[] everywhere = new int[Math.max(0, bytes.length - 1)];
    Arrays.setAll(everywhere, i -> i + 1);
    assertEquals(found, decode(maxBytes, bytes, everywhere), "byte by byte");
  }

  /** All that a new decoder finds in {@code bytes}, read in pieces that end at {@code cuts}. */
  static List<Object> decode(int maxBytes, byte[] bytes, int... cuts) {
    LineDecoder decoder = new LineDecoder(maxBytes);
    List<Received> found = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int end = i < cuts.length ? cuts[i] : bytes.length;
      ByteBuffer piece = ByteBuffer.wrap(bytes, start, end - start);
      for (Received r = decoder.next(piece); r != null; r = decoder.next(piece)) {
        found.add(r);
      }
      assertEquals(0, piece.remaining(), "bytes left over");
      start = end;
    }
    for (Received last = decoder.end(); last != null; last = decoder.end()) {
      found.add(last);
    }
    return comparable(found);
  }

  private static List<Object> comparable(List<Received> found) {
    List<Object> comparable = new ArrayList<>(found.size());
    for (Received r : found) {
      comparable.add(
          r instanceof Received.TelnetReply reply
              ? HexFormat.ofDelimiter(" ").formatHex(reply.bytes())
              : r);
    }
    return comparable;
  }

  @Override
  public String toString() {
    return says;
  }
}
