package chatserver.protocol;

import static chatserver.protocol.Feed.bytes;
import static chatserver.protocol.Feed.endOfFile;
import static chatserver.protocol.Feed.httpRequest;
import static chatserver.protocol.Feed.line;
import static chatserver.protocol.Feed.notChat;
import static chatserver.protocol.Feed.tooLong;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The first bytes and the first line of what is no chat client. */
class OpeningTest {
  private static final String NOP = "\377\361";

  private static final String PROXY_V2 = "\r\n\r\n\000\r\nQUIT\n";

  private static final Received TLS = notChat("a TLS hello");
  private static final Received SSH = notChat("an SSH banner");
  private static final Received PROXY = notChat("a PROXY header");
  private static final Received NUL = notChat("a NUL byte in the first line");

  static Stream<Feed> signatures() {
    return Stream.of(
        bytes("a TLS hello", "\026\003\001x\n", TLS, line("x")),
        bytes("the first two bytes are enough", 1, "\026\003", TLS),
        bytes("not with another version", "\026\002\n", line("")),
        bytes("not the second byte alone", "x\003\n", line("x")),
        bytes("not later", "x\026\003\n", line("x")),
        bytes("not behind a command", NOP + "\026\003x\n", line("x")),
        bytes("not around a command", "\026" + NOP + "\003x\n", line("x")),
        bytes("not in the second line", "\n\026\003x\n", line(""), line("x")),
        bytes("one byte is none", "\026", line("")),
        bytes("an SSH banner", "SSH-2.0-x\n", SSH, line("x")),
        bytes("not a piece of it", "SSH-2.0\n", line("SSH-2.0")),
        bytes("not without the rest of it", "SSH-2.0", line("SSH-2.0")),
        bytes("not in small letters", "ssh-2.0-x\n", line("ssh-2.0-x")),
        bytes("not in the middle", "x SSH-2.0-x\n", line("x SSH-2.0-x")),
        bytes("PROXY 1", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n", PROXY, LINE_OF_PROXY),
        bytes("not the word alone", "PROXY\n", line("PROXY")),
        bytes("not in small letters", "Proxy x\n", line("Proxy x")),
        bytes("not a longer word", "PROXYX\n", line("PROXYX")),
        bytes("PROXY 2", PROXY_V2 + "x", PROXY, line("x")),
        bytes("blank lines alone are what they are", "\r\n\r\n", line(""), line("")),
        bytes("and half a blank line", "\r\n\r", line(""), line("")),
        bytes("and blank lines before text", "\r\n\r\na\n", line(""), line(""), line("a")),
        bytes("and before a long line", 2, "\r\n\r\nabc\n", line(""), line(""), tooLong()),
        bytes("PROXY 2 only in whole", "\r\n\r\n\000\r\nQUIT", line(""), line(""), line(""), QUIT),
        bytes("not later", "\n" + PROXY_V2, line(""), line(""), line(""), line(""), QUIT));
  }

  private static final Received LINE_OF_PROXY = line("TCP4 192.0.2.1 192.0.2.2 1 2");
  private static final Received QUIT = line("QUIT");

  @ParameterizedTest
  @MethodSource("signatures")
  void aSignatureIsFoundInTheFirstBytesOnly(Feed feed) {
    feed.check();
  }

  static Stream<Feed> nul() {
    return Stream.of(
        bytes("at the start", "\000a\n", NUL, line("a")),
        bytes("in the middle", "a\000b\n", NUL, line("ab")),
        bytes("behind a command", "a" + NOP + "\000b\n", NUL, line("ab")),
        bytes("in what is thrown away", 2, "abc\000\nx\n", tooLong(), NUL, line("x")),
        bytes("not behind a CR", "a\r\000\000b\n", line("a"), line("b")),
        bytes("nor with a command between", "a\r" + NOP + "\000b\n", line("a"), line("b")),
        bytes("not in the second line", "a\n\000b\n", line("a"), line("b")),
        bytes("not in a command", "\377\372\037\000\120\377\360a\n", line("a")));
  }

  @ParameterizedTest
  @MethodSource("nul")
  void aNulIsFoundInTheFirstLineOnly(Feed feed) {
    feed.check();
  }

  static Stream<Feed> http() {
    return Stream.of(
        bytes(
            "in place of its line",
            "GET / HTTP/1.1\r\nHost: a\r\n",
            httpRequest(),
            line("Host: a")),
        bytes("with a space at the end", "GET / HTTP/1.1 \r\n", httpRequest()),
        bytes("without an end", "GET / HTTP/1.1", httpRequest()),
        bytes("too long", 9, "GET /123456 HTTP/1.1\r\nHost\n", httpRequest(), line("Host")),
        bytes("too long and without an end", 9, "GET /123456", httpRequest()),
        bytes("RTSP", "OPTIONS / RTSP/1.0\r\n", httpRequest()),
        bytes("SIP", "OPTIONS sip:nm SIP/2.0\r\n", httpRequest()),
        bytes("SIP too long", 16, "OPTIONS sip:nm SIP/2.0\r\n", httpRequest()),
        bytes("before the end of a file", "GET / HTTP/1.1\377\354", httpRequest(), endOfFile()),
        bytes("not another line", "GET /\r\n", line("GET /")),
        bytes("not another one too long", 9, "have you seen this?\n", tooLong()),
        bytes("not in the second line", "\nGET / HTTP/1.1\n", line(""), line("GET / HTTP/1.1")),
        bytes("nor a long one", 9, "\nGET /123456 HTTP/1.1\n", line(""), tooLong()),
        bytes(
            "nor behind a line too long",
            14,
            "123456789012345\nGET / HTTP/1.1\n",
            tooLong(),
            line("GET / HTTP/1.1")));
  }

  @ParameterizedTest
  @MethodSource("http")
  void anHttpRequestIsFoundInTheFirstLineOnly(Feed feed) {
    feed.check();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("\026\003", TLS),
        Arguments.of("SSH-2.0-", SSH),
        Arguments.of("PROXY ", PROXY),
        Arguments.of(PROXY_V2, PROXY),
        Arguments.of("a\000", NUL));
  }

  /** And nothing before: a blank line would bring the client into the room. */
  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalIsReportedAtOnce(String sent, Received refusal) {
    LineDecoder decoder = new LineDecoder(9);
    byte[] bytes = sent.getBytes(ISO_8859_1);
    for (int i = 0; i < bytes.length - 1; i++) {
      assertNull(decoder.next(ByteBuffer.wrap(bytes, i, 1)));
    }
    assertEquals(refusal, decoder.next(ByteBuffer.wrap(bytes, bytes.length - 1, 1)));
  }
}
