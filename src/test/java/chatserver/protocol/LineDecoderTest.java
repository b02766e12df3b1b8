package chatserver.protocol;

import static chatserver.protocol.Feed.bytes;
import static chatserver.protocol.Feed.endOfTransmission;
import static chatserver.protocol.Feed.line;
import static chatserver.protocol.Feed.tooLong;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineDecoderTest {
  private static final String NOP = "\377\361";
  private static final String EC = "\377\367";
  private static final String EL = "\377\370";

  static Stream<Feed> lineEnds() {
    return Stream.of(
        bytes("nothing is nothing", ""),
        bytes("LF ends a line", "one\ntwo\n", line("one"), line("two")),
        bytes("CR LF ends a line", "one\r\ntwo\r\n", line("one"), line("two")),
        bytes("CR NUL ends a line", "one\r\000two\r\000", line("one"), line("two")),
        bytes("an end alone is a blank line", "\n\r\n\r\000", line(""), line(""), line("")),
        bytes("CR CR LF ends one line once", "one\r\r\ntwo\n", line("one"), line("two")),
        bytes("CR NUL LF ends two", "one\r\000\n", line("one"), line("")),
        bytes("LF CR LF ends two", "one\n\r\n", line("one"), line("")),
        bytes("a CR before anything else ends nothing", "one\rtwo\n", line("onetwo")),
        bytes("nor with a NUL later", "\none\rtwo\000three\n", line(""), line("onetwothree")),
        bytes("a CR in front belongs to the line", "\rone\n", line("one")),
        bytes("a NUL without a CR ends nothing", "\none\000two\n", line(""), line("onetwo")),
        bytes("a NUL behind a CR LF ends nothing", "one\r\n\000two\n", line("one"), line("two")),
        bytes("a command between CR and LF is not there", "one\r" + NOP + "\n", line("one")),
        bytes("a command between CR and NUL is not there", "one\r" + NOP + "\000", line("one")),
        bytes("a CR before a command and text ends nothing", "a\r" + NOP + "b\n", line("ab")),
        bytes("a CR before byte FF ends nothing", "a\r\377\377\n", line("a\uFFFD")),
        bytes("a last line needs no end", "one\ntwo", line("one"), line("two")),
        bytes("after a last end there is no line", "one\n", line("one")),
        bytes("a CR at the end of input ends the line", "one\r", line("one")),
        bytes("a CR alone at the end of input is a blank line", "\r", line("")),
        bytes("a last line of dropped bytes is blank", "\007", line("")),
        bytes("half a command at the end of input is no line", "one\n\377", line("one")),
        bytes("half an option at the end of input is no line", "one\n\377\375", line("one")));
  }

  @ParameterizedTest
  @MethodSource("lineEnds")
  void linesEndWhereTheyShould(Feed feed) {
    feed.check();
  }

  static Stream<Feed> limits() {
    return Stream.of(
        bytes("a line as long as the limit is fine", 5, "12345\n", line("12345")),
        bytes("its end is not counted", 5, "12345\r\n12345\r\000", line("12345"), line("12345")),
        bytes("nor is the end of input", 5, "12345", line("12345")),
        bytes("nor is a CR before the end of input", 5, "12345\r", line("12345")),
        bytes("one byte more is too long", 5, "123456\n", tooLong()),
        bytes("it is said once, however long the line is", 5, "123456789012345\n", tooLong()),
        bytes("what follows is unhurt", 5, "123456789\r\nnext\n", tooLong(), line("next")),
        bytes("CR NUL ends it too", 5, "123456789\r\000next\n", tooLong(), line("next")),
        bytes("a CR inside it does not", 5, "123456\r789\r\r789\nnext\n", tooLong(), line("next")),
        bytes("nothing is left of it at the end of input", 5, "123456789", tooLong()),
        bytes("not even with a CR", 5, "123456789\r", tooLong()),
        bytes("one after the other", 5, "123456\n123456\n1\n", tooLong(), tooLong(), line("1")),
        bytes("a CR that ends nothing counts", 5, "1234\r5\n", tooLong()),
        bytes("also as the last byte that fits", 5, "1234\r\r\n", line("1234")),
        bytes("also before another CR", 5, "12345\r\r\nnext\n", tooLong(), line("next")),
        bytes("also before byte FF", 5, "12345\r\377\377x\nnext\n", tooLong(), line("next")),
        bytes("commands do not count", 5, "12" + NOP + NOP + "345" + NOP + "\n", line("12345")),
        bytes("byte FF counts one", 3, "a\377\377b\n", line("a\uFFFDb")),
        bytes("and is too long like any other", 3, "abc\377\377\n", tooLong()),
        bytes("dropped bytes count", 5, "a\b\b\b\bb\n", tooLong()),
        bytes("those that a command takes back too", 5, "abc" + EC + "de" + EC + "f\n", tooLong()),
        bytes("and those of a line taken back", 5, "abc" + EL + "def\n", tooLong()),
        bytes("commands that take back do not", 5, "12345" + EC + EC + "\n", line("123")),
        bytes("bytes count, not characters", 5, "\303\244\303\244\303\244\n", tooLong()),
        bytes(
            "Ctrl-D in what is thrown away is nothing", 5, "123456\004\nx\n", tooLong(), line("x")),
        bytes(
            "commands in what is thrown away are none",
            5,
            "123456\377\361\nx",
            tooLong(),
            line("x")),
        bytes("a limit of one byte", 1, "a\nbc\n\n", line("a"), tooLong(), line("")));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void aLineHasALimit(Feed feed) {
    feed.check();
  }

  static Stream<Feed> controlD() {
    return Stream.of(
        bytes("at the start of input", "\004", endOfTransmission()),
        bytes("at the start of a line", "one\n\004", line("one"), endOfTransmission()),
        bytes("with a line's end behind", "\004\r\n", endOfTransmission(), line("")),
        bytes("with text behind", "\004one\n", endOfTransmission(), line("one")),
        bytes("twice", "\004\004", endOfTransmission(), endOfTransmission()),
        bytes("behind a command", NOP + "\004", endOfTransmission()),
        bytes("after a line too long", 3, "1234\n\004", tooLong(), endOfTransmission()),
        bytes("not inside a line", "one\004\n", line("one")),
        bytes("not behind a dropped byte", "\001\004\n", line("")),
        bytes("not behind a CR", "\r\004\n", line("")),
        bytes("not behind text that was taken back", "a\b\004\n", line("")),
        bytes("nor behind a line that was", "a" + EL + "\004\n", line("")),
        bytes("not behind a lone FF", "\377\004x\n", line("\uFFFDx")));
  }

  @ParameterizedTest
  @MethodSource("controlD")
  void controlDIsFoundAtTheStartOfALineOnly(Feed feed) {
    feed.check();
  }

  static IntStream lengths() {
    return IntStream.of(1, 127, 128, 129, 255, 256, 257, 511, 512, 513, 2047, 2048);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void aLineOfAnyLengthUpToTheLimitComesWhole(int length) {
    String text = "0123456789".repeat(205).substring(0, length);
    bytes("", text + "\nnext\n" + text + "\n", line(text), line("next"), line(text)).check();
  }

  @ParameterizedTest
  @CsvSource({
    "2048, 0, 128",
    "2048, 1, 128",
    "2048, 128, 128",
    "2048, 129, 256",
    "2048, 256, 256",
    "2048, 257, 512",
    "2048, 2048, 2048",
    "300, 257, 300",
    "300, 300, 300",
    "16, 16, 128"
  })
  void theBufferDoublesUpToTheLimitAndIsSmallBetweenLines(int maxBytes, int length, int retained) {
    byte[] bytes = "x".repeat(length).getBytes(ISO_8859_1);
    LineDecoder inOneRead = new LineDecoder(maxBytes);
    assertNull(inOneRead.next(ByteBuffer.wrap(bytes)));
    assertEquals(retained, inOneRead.retainedBytes());

    LineDecoder byteByByte = new LineDecoder(maxBytes);
    for (byte b : bytes) {
      assertNull(byteByByte.next(ByteBuffer.wrap(new byte[] {b})));
    }
    assertEquals(retained, byteByByte.retainedBytes());

    assertEquals(line("x".repeat(length)), byteByByte.next(ByteBuffer.wrap(new byte[] {'\n'})));
    assertEquals(128, byteByByte.retainedBytes());
  }

  @Test
  void commandsThatTakeBackMoreThanThereIsAreNotKept() {
    LineDecoder decoder = new LineDecoder(300);
    byte[] bytes = ("x".repeat(300) + EC.repeat(5000)).getBytes(ISO_8859_1);
    assertNull(decoder.next(ByteBuffer.wrap(bytes)));
    assertEquals(600, decoder.retainedBytes());
    assertEquals(line(""), decoder.next(ByteBuffer.wrap(new byte[] {'\n'})));
  }

  @Test
  void nothingIsRetainedOfALineTooLong() {
    LineDecoder decoder = new LineDecoder(300);
    byte[] bytes = "x".repeat(301).getBytes(ISO_8859_1);
    assertEquals(tooLong(), decoder.next(ByteBuffer.wrap(bytes)));
    assertEquals(128, decoder.retainedBytes());
    assertNull(decoder.next(ByteBuffer.wrap(bytes)));
    assertEquals(128, decoder.retainedBytes());
  }

  @Test
  void nothingIsRetainedOfALineThatEndedWithTheInput() {
    LineDecoder decoder = new LineDecoder(300);
    decoder.next(ByteBuffer.wrap("x".repeat(129).getBytes(ISO_8859_1)));
    decoder.end();
    assertEquals(128, decoder.retainedBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "'\n', 0",
    "'hello\n', 5",
    "'hello\r\n', 5",
    "'hello  \r\n', 7",
    "'help\b\b\blo\n', 9",
    "'h\377\361i\n', 2",
    "'h\377\370i\n', 2",
    "'one\nfour\n', 3",
    "'12345678901\n', 10",
  })
  void theBytesOfALineAreCountedAsTheyCome(String sent, int bytes) {
    LineDecoder decoder = new LineDecoder(10);
    decoder.next(ByteBuffer.wrap(sent.translateEscapes().getBytes(ISO_8859_1)));
    assertEquals(bytes, decoder.lineBytes());
  }

  @Test
  void controlDIsReportedAtOnce() {
    assertFindsAtOnce(new Received.EndOfTransmission(), new LineDecoder(9), "\004");
  }

  @Test
  void aLineTooLongIsReportedAtOnce() {
    assertFindsAtOnce(new Received.LineTooLong(), new LineDecoder(3), "1234");
  }

  @Test
  void aLineIsReportedAtOnce() {
    assertFindsAtOnce(new Received.Line("1"), new LineDecoder(9), "1\n");
    assertFindsAtOnce(new Received.Line("1"), new LineDecoder(9), "1\r\n");
    assertFindsAtOnce(new Received.Line("1"), new LineDecoder(9), "1\r\000");
  }

  private static void assertFindsAtOnce(Received expected, LineDecoder decoder, String sent) {
    byte[] bytes = sent.getBytes(ISO_8859_1);
    for (int i = 0; i < bytes.length - 1; i++) {
      assertNull(decoder.next(ByteBuffer.wrap(bytes, i, 1)));
    }
    assertEquals(expected, decoder.next(ByteBuffer.wrap(bytes, bytes.length - 1, 1)));
  }

  @Test
  void theBufferMayBeReusedAfterEachRead() {
    LineDecoder decoder = new LineDecoder(Feed.MAX_BYTES);
    ByteBuffer buffer = ByteBuffer.allocateDirect(4);
    assertNull(decoder.next(buffer.put("one ".getBytes(ISO_8859_1)).flip()));
    buffer.clear();
    assertEquals(line("one two"), decoder.next(buffer.put("two\n".getBytes(ISO_8859_1)).flip()));
  }

  @Test
  void whatIsThrownAwayIsCounted() {
    LineDecoder decoder = new LineDecoder(4);
    ByteBuffer in = ByteBuffer.wrap("12345678\nab\n1234567".getBytes(ISO_8859_1));
    assertEquals(new Received.LineTooLong(), decoder.next(in));
    assertEquals(line("ab"), decoder.next(in));
    assertEquals(4, decoder.discardedBytes());
    assertEquals(new Received.LineTooLong(), decoder.next(in));
    assertNull(decoder.next(in));
    assertEquals(7, decoder.discardedBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1", "SSH-2.0-x", "PROXY TCP4", "say|a\0b"})
  void whereOnlyLinesComeNothingIsTakenForSomethingElse(String first) {
    LineDecoder decoder = LineDecoder.ofLinesOnly(Feed.MAX_BYTES);
    ByteBuffer in = ByteBuffer.wrap((first + "\n").getBytes(ISO_8859_1));
    assertEquals(line(first.replace("\0", "")), decoder.next(in));
  }

  @Test
  void afterTheEndThereIsNothing() {
    LineDecoder decoder = new LineDecoder(Feed.MAX_BYTES);
    decoder.next(ByteBuffer.wrap(new byte[] {'x'}));
    assertEquals(line("x"), decoder.end());
    assertNull(decoder.end());
  }
}
