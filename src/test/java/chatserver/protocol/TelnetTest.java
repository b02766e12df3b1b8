package chatserver.protocol;

import static chatserver.protocol.Feed.bytes;
import static chatserver.protocol.Feed.line;
import static chatserver.protocol.Feed.reply;
import static chatserver.protocol.Feed.tooLong;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TelnetTest {
  private static final String IAC = "\377";
  private static final String DONT = IAC + "\376";
  private static final String DO = IAC + "\375";
  private static final String WONT = IAC + "\374";
  private static final String WILL = IAC + "\373";
  private static final String SB = IAC + "\372";
  private static final String SE = IAC + "\360";
  private static final String ECHO = "\001";
  private static final String TIMING_MARK = "\006";
  private static final String NAWS = "\037";

  static Stream<Feed> negotiations() {
    return Stream.of(
        bytes("an offer is refused", WILL + NAWS, reply(DONT + NAWS)),
        bytes("a request is refused", DO + ECHO, reply(WONT + ECHO)),
        bytes("option 255 is one like others", DO + "\377x\n", reply(WONT + "\377"), line("x")),
        bytes("option 0 too", WILL + "\000x\n", reply(DONT + "\000"), line("x")),
        bytes("a refusal gets no answer", WONT + ECHO + DONT + ECHO + "x\n", line("x")),
        bytes("the same offer is answered once", (WILL + ECHO).repeat(3), reply(DONT + ECHO)),
        bytes("the same request is answered once", (DO + ECHO).repeat(3), reply(WONT + ECHO)),
        bytes(
            "both directions are answered",
            WILL + ECHO + DO + ECHO,
            reply(DONT + ECHO),
            reply(WONT + ECHO)),
        bytes(
            "every option is answered",
            DO + ECHO + DO + NAWS,
            reply(WONT + ECHO),
            reply(WONT + NAWS)),
        bytes("no loop starts", DO + ECHO + DONT + ECHO + DO + ECHO, reply(WONT + ECHO)),
        bytes(
            "a timing mark is answered each time",
            (DO + TIMING_MARK).repeat(3),
            reply(WONT + TIMING_MARK),
            reply(WONT + TIMING_MARK),
            reply(WONT + TIMING_MARK)),
        bytes(
            "the offer of one is answered once",
            (WILL + TIMING_MARK).repeat(3),
            reply(DONT + TIMING_MARK)),
        bytes(
            "an answer comes before the line around it",
            "a" + DO + ECHO + "b\n",
            reply(WONT + ECHO),
            line("ab")),
        bytes(
            "an answer comes while a line is thrown away",
            3,
            "1234" + DO + ECHO + "5\n",
            tooLong(),
            reply(WONT + ECHO)),
        bytes(
            "a negotiation between CR and LF changes nothing",
            "a\r" + DO + ECHO + "\nb\n",
            reply(WONT + ECHO),
            line("a"),
            line("b")));
  }

  @ParameterizedTest
  @MethodSource("negotiations")
  void negotiationsAreAnsweredOnce(Feed feed) {
    feed.check();
  }

  static Stream<Feed> commands() {
    return Stream.of(
        bytes("IAC IAC is byte FF", "a" + IAC + IAC + "b\n", line("a\uFFFDb")),
        bytes("twice is twice", IAC.repeat(4) + "\n", line("\uFFFD\uFFFD")),
        bytes("a command goes", "a" + IAC + "\361b\n", line("ab")),
        bytes("interrupt and data mark go", IAC + "\364" + IAC + "\362x\n", line("x")),
        bytes("SE without SB goes", "a" + SE + "b\n", line("ab")),
        bytes(
            "a lone FF before what is no command is a byte", "a" + IAC + "zb\n", line("a\uFFFDzb")),
        bytes("and takes no line end with it", "a" + IAC + "\nb\n", line("a\uFFFD"), line("b")),
        bytes("the least of the commands goes", "a" + IAC + "\354b\n", line("ab")),
        bytes("commands in a row go", (IAC + "\361").repeat(3) + "x\n", line("x")),
        bytes("a command inside a character goes", "\303" + IAC + "\361\244\n", line("\u00E4")),
        bytes(
            "a subnegotiation goes", "a" + SB + NAWS + "\000\120\000\030" + SE + "b\n", line("ab")),
        bytes("with line ends in it", "a" + SB + "x\r\ny\n\004" + SE + "b\n", line("ab")),
        bytes("with IAC IAC in it", "a" + SB + "x" + IAC + IAC + "y" + SE + "b\n", line("ab")),
        bytes("IAC IAC SE does not end it", SB + IAC + IAC + "\360" + "x" + SE + "b\n", line("b")),
        bytes("nor does another command", SB + "x" + IAC + "\361\360y" + SE + "b\n", line("b")),
        bytes("nothing in it is answered", SB + DO + ECHO + SE + "b\n", line("b")),
        bytes("an empty one", "a" + SB + SE + "b\n", line("ab")),
        bytes("it does not count", 2, "a" + SB + "12345" + SE + "b\n", line("ab")),
        bytes("it goes on to the end of input", "a\n" + SB + "x\n", line("a")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandsAreTakenOut(Feed feed) {
    feed.check();
  }

  @Test
  void everyOptionIsRefusedInBothDirectionsAndThenNoMore() {
    LineDecoder decoder = new LineDecoder(Feed.MAX_BYTES);
    for (int option = 0; option < 256; option++) {
      byte o = (byte) option;
      assertAnswer(new byte[] {-1, (byte) 254, o}, decoder, new byte[] {-1, (byte) 251, o});
      assertAnswer(new byte[] {-1, (byte) 252, o}, decoder, new byte[] {-1, (byte) 253, o});
    }
    byte[] again = (WILL + ECHO + DO + ECHO + WILL + "\377" + DO + "\377x\n").getBytes(ISO_8859_1);
    assertEquals(line("x"), decoder.next(ByteBuffer.wrap(again)));
  }

  private static void assertAnswer(byte[] answer, LineDecoder decoder, byte[] sent) {
    Received found = decoder.next(ByteBuffer.wrap(sent));
    assertArrayEquals(answer, assertInstanceOf(Received.TelnetReply.class, found).bytes());
  }
}
