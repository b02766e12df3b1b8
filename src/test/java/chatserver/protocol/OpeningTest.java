package chatserver.protocol;

import static chatserver.protocol.Feed.bytes;
import static chatserver.protocol.Feed.httpRequest;
import static chatserver.protocol.Feed.line;
import static chatserver.protocol.Feed.tlsHello;
import static chatserver.protocol.Feed.tooLong;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first bytes and the first line of what is no chat client. */
class OpeningTest {
  private static final String NOP = "\377\361";

  static Stream<Feed> tls() {
    return Stream.of(
        bytes("a TLS hello", "\026\003\n", tlsHello(), line("")),
        bytes("the first two bytes are enough", 1, "\026\003", tlsHello(), tooLong()),
        bytes("not with another version", "\026\002\n", line("")),
        bytes("not the second byte alone", "x\003\n", line("x")),
        bytes("not later", "x\026\003\n", line("x")),
        bytes("not behind a command", NOP + "\026\003x\n", line("x")),
        bytes("not around a command", "\026" + NOP + "\003x\n", line("x")),
        bytes("not in the second line", "\n\026\003x\n", line(""), line("x")),
        bytes("one byte is none", "\026", line("")));
  }

  @ParameterizedTest
  @MethodSource("tls")
  void aTlsHelloIsFoundInTheFirstTwoBytesOnly(Feed feed) {
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

  @Test
  void aTlsHelloIsReportedAtOnce() {
    LineDecoder decoder = new LineDecoder(9);
    assertNull(decoder.next(ByteBuffer.wrap(new byte[] {0x16})));
    assertEquals(tlsHello(), decoder.next(ByteBuffer.wrap(new byte[] {3})));
  }
}
