package chatserver.protocol;

import static chatserver.protocol.Feed.bytes;
import static chatserver.protocol.Feed.endOfFile;
import static chatserver.protocol.Feed.line;
import static chatserver.protocol.Feed.reply;
import static chatserver.protocol.Feed.tooLong;
import static chatserver.protocol.Feed.yes;
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
  private static final String AYT = IAC + "\366";
  private static final String EL = IAC + "\370";
  private static final String EOF = IAC + "\354";
  private static final String SUSPEND = IAC + "\355" + IAC + "\356" + IAC + "\357";
  private static final String BINARY = "\000";
  private static final String ECHO = "\001";
  private static final String TIMING_MARK = "\006";
  private static final String NAWS = "\037";

  static Stream<Feed> negotiations() {
    return Stream.of(
        bytes("an offer is refused", WILL + NAWS, reply(DONT + NAWS)),
        bytes("a request is refused", DO + ECHO, reply(WONT + ECHO)),
        bytes("option 255 is one like others", DO + "\377x\n", reply(WONT + "\377"), line("x")),
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

  static Stream<Feed> binary() {
    return Stream.of(
        bytes("an offer is taken", WILL + BINARY, reply(DO + BINARY)),
        bytes("a request is met", DO + BINARY, reply(WILL + BINARY)),
        bytes("each once", (WILL + BINARY).repeat(3), reply(DO + BINARY)),
        bytes("in both directions", (DO + BINARY).repeat(3), reply(WILL + BINARY)),
        bytes("what is off needs no answer", WONT + BINARY + DONT + BINARY),
        bytes(
            "it may be taken back, and offered again",
            WILL + BINARY + (WONT + BINARY).repeat(2) + WILL + BINARY,
            reply(DO + BINARY),
            reply(DONT + BINARY),
            reply(DO + BINARY)),
        bytes(
            "it may be asked for no more, and again",
            DO + BINARY + (DONT + BINARY).repeat(2) + DO + BINARY,
            reply(WILL + BINARY),
            reply(WONT + BINARY),
            reply(WILL + BINARY)),
        bytes(
            "one direction knows nothing of the other",
            WILL + BINARY + DO + BINARY + WONT + BINARY + DO + BINARY + DONT + BINARY,
            reply(DO + BINARY),
            reply(WILL + BINARY),
            reply(DONT + BINARY),
            reply(WONT + BINARY)),
        bytes(
            "it changes nothing else",
            WILL + BINARY + DO + BINARY + "a" + IAC + IAC + "\b\r\nb\n",
            reply(DO + BINARY),
            reply(WILL + BINARY),
            line("a"),
            line("b")));
  }

  @ParameterizedTest
  @MethodSource("binary")
  void eachChangeOfBinaryIsAcknowledgedOnce(Feed feed) {
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
        bytes("suspend, abort and end of record go", "a" + SUSPEND + "b\n", line("ab")),
        bytes("commands in a row go", (IAC + "\361").repeat(3) + "x\n", line("x")),
        bytes("a command inside a character goes", "\303" + IAC + "\361\244\n", line("\u00E4")),
        bytes(
            "a subnegotiation goes", "a" + SB + NAWS + "\000\120\000\030" + SE + "b\n", line("ab")),
        bytes("with line ends in it", "a" + SB + "x\r\ny\n\004" + SE + "b\n", line("ab")),
        bytes("with IAC IAC in it", "a" + SB + "x" + IAC + IAC + "y" + SE + "b\n", line("ab")),
        bytes("IAC IAC SE does not end it", SB + IAC + IAC + "\360" + "x" + SE + "b\n", line("b")),
        bytes("nor does what is no command", SB + "x" + IAC + "y" + SE + "b\n", line("b")),
        bytes("another command ends it", SB + "x" + IAC + "\361b\n", line("b")),
        bytes("and is obeyed", SB + "x" + DO + ECHO + "b\n", reply(WONT + ECHO), line("b")),
        bytes("so is another of its kind", SB + "x" + SB + "y" + SE + "b\n", line("b")),
        bytes("256 bytes are the longest", SB + "x".repeat(256) + "b\n", line("b")),
        bytes("an end behind the 256th is late", SB + "x".repeat(256) + SE + "b\n", line("b")),
        bytes("IAC IAC is two of them", SB + IAC.repeat(254) + "xxb\n", line("b")),
        bytes("also where the second is the 257th", SB + "x" + IAC.repeat(256) + "b\n", line("b")),
        bytes("a lone FF is one", SB + (IAC + "x").repeat(128) + "b\n", line("b")),
        bytes("each has its own 256", (SB + "x".repeat(200)).repeat(2) + SE + "b\n", line("b")),
        bytes("an empty one", "a" + SB + SE + "b\n", line("ab")),
        bytes("it does not count", 2, "a" + SB + "12345" + SE + "b\n", line("ab")),
        bytes("it goes on to the end of input", "a\n" + SB + "x\n", line("a")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandsAreTakenOut(Feed feed) {
    feed.check();
  }

  static Stream<Feed> questions() {
    return Stream.of(
        bytes("alone", AYT, yes()),
        bytes("each time", AYT + AYT, yes(), yes()),
        bytes("in a line", "a" + AYT + "b\n", yes(), line("ab")),
        bytes("between CR and LF", "a\r" + AYT + "\n", yes(), line("a")),
        bytes("in a character", "\303" + AYT + "\244\n", yes(), line("\u00E4")),
        bytes("in what is thrown away", 1, "ab" + AYT + "\n", tooLong(), yes()),
        bytes("in a subnegotiation", SB + "x" + AYT + "b\n", yes(), line("b")),
        bytes("not as an option", DO + "\366a\n", reply(WONT + "\366"), line("a")),
        bytes("not behind IAC IAC", IAC + AYT + "a\n", line("\uFFFD\uFFFDa")));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void areYouThereIsFoundWhereverItStands(Feed feed) {
    feed.check();
  }

  static Stream<Feed> endsOfFile() {
    return Stream.of(
        bytes("alone", EOF, endOfFile()),
        bytes("behind a line", "a\n" + EOF, line("a"), endOfFile()),
        bytes("behind a line without an end", "a" + EOF, line("a"), endOfFile()),
        bytes("behind half an end", "a\r" + EOF, line("a"), endOfFile()),
        bytes("behind half an end alone", "\r" + EOF, line(""), endOfFile()),
        bytes("behind a line taken back", "a" + EL + EOF, line(""), endOfFile()),
        bytes("in what is thrown away", 1, "ab" + EOF, tooLong(), endOfFile()),
        bytes("in a subnegotiation", "a" + SB + "x" + EOF, line("a"), endOfFile()),
        bytes("twice", EOF + EOF, endOfFile(), endOfFile()),
        bytes("not behind IAC IAC", IAC + EOF + "a\n", line("\uFFFD\uFFFDa")));
  }

  @ParameterizedTest
  @MethodSource("endsOfFile")
  void anEndOfFileEndsTheLastLine(Feed feed) {
    feed.check();
  }

  @Test
  void everyOptionButBinaryIsRefusedInBothDirectionsAndThenNoMore() {
    LineDecoder decoder = new LineDecoder(Feed.MAX_BYTES);
    for (int option = 1; option < 256; option++) {
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
