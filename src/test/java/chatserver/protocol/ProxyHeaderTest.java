package chatserver.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
  private static final String BEHIND = "\r\nhello\r\n";
  private static final String V2 = "0d0a0d0a000d0a515549540a";

  private static final String V2_IPV4 = "c0000201 c6336402 03e9 1f40";
  private static final String V2_IPV6 =
      "20010db8000000000000000000000001 00000000000000000000000000000001 ffff 0000";

  private static final Optional<ProxyHeader> IPV4 = named("192.0.2.1", 1001, "198.51.100.2", 8000);
  private static final Optional<ProxyHeader> NOBODY = Optional.empty();

  private static Optional<ProxyHeader> named(
      String client, int clientPort, String server, int serverPort) {
    return Optional.of(
        new ProxyHeader(
            new ProxyHeader.End(client, clientPort), new ProxyHeader.End(server, serverPort)));
  }

  private static String hex(String hex) {
    return new String(HexFormat.of().parseHex(hex.replace(" ", "")), ISO_8859_1);
  }

  private static String v2(String commandFamilyLength, String rest) {
    return hex(V2 + commandFamilyLength + rest);
  }

  static Stream<Arguments> headers() {
    String nothing = "";
    return Stream.of(
        Arguments.of("PROXY TCP4 192.0.2.1 198.51.100.2 1001 8000\r\n", IPV4),
        Arguments.of(
            "PROXY TCP6 2001:0DB8::1 ::1 65535 0\r\n", named("2001:0DB8::1", 65_535, "::1", 0)),
        Arguments.of(
            "PROXY TCP6 ::ffff:192.0.2.1 ::ffff:c633:6402 1 2\r\n",
            named("::ffff:192.0.2.1", 1, "::ffff:c633:6402", 2)),
        Arguments.of("PROXY UNKNOWN\r\n", NOBODY),
        Arguments.of("PROXY UNKNOWN 192.0.2.1 \377\205\r 1 2\r\n", NOBODY),
        Arguments.of("PROXY UNKNOWN " + "f".repeat(91) + "\r\n", NOBODY),
        Arguments.of(v2("21 11 000c", V2_IPV4), IPV4),
        Arguments.of(
            v2("21 21 0024", V2_IPV6), named("2001:db8:0:0:0:0:0:1", 65_535, "0:0:0:0:0:0:0:1", 0)),
        Arguments.of(v2("21 11 0013", V2_IPV4 + "04 0004 00000000"), IPV4), // PP2_TYPE_NOOP
        Arguments.of(v2("21 11 ffff", V2_IPV4 + "00".repeat(65_523)), IPV4),
        Arguments.of(v2("20 00 0000", nothing), NOBODY), // LOCAL
        Arguments.of(v2("20 11 000c", V2_IPV4), NOBODY),
        Arguments.of(v2("20 ff 0001", "00"), NOBODY), // the family of LOCAL is ignored
        Arguments.of(v2("21 00 0000", nothing), NOBODY), // UNSPEC
        Arguments.of(v2("21 00 000c", V2_IPV4), NOBODY));
  }

  /** What stands behind it is left for others. */
  private static void assertReads(Optional<ProxyHeader> expected, InputStream in)
      throws IOException {
    assertEquals(expected, ProxyHeader.read(in));
    assertEquals(BEHIND, new String(in.readAllBytes(), ISO_8859_1));
  }

  private static InputStream piece(byte[] bytes, int from, int to) {
    return new ByteArrayInputStream(bytes, from, to - from);
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aHeaderIsReadInOnePiece(String header, Optional<ProxyHeader> expected) throws IOException {
    byte[] bytes = (header + BEHIND).getBytes(ISO_8859_1);
    assertReads(expected, new ByteArrayInputStream(bytes));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aHeaderMayBeCutAnywhere(String header, Optional<ProxyHeader> expected) throws IOException {
    byte[] bytes = (header + BEHIND).getBytes(ISO_8859_1);
    for (int cut = 0; cut < Math.min(header.length(), 300); cut++) {
      InputStream rest = piece(bytes, cut, bytes.length);
      assertReads(expected, new SequenceInputStream(piece(bytes, 0, cut), rest));
    }
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aHeaderThatEndsBeforeItIsWholeIsRefused(String header) throws IOException {
    byte[] bytes = header.getBytes(ISO_8859_1);
    assertEquals(NOBODY, ProxyHeader.read(piece(bytes, 0, 0))); // none has begun
    for (int end = 1; end < Math.min(bytes.length, 300); end++) {
      InputStream in = piece(bytes, 0, end);
      assertEquals(
          "cut off",
          assertThrows(InvalidProxyHeaderException.class, () -> ProxyHeader.read(in)).getMessage());
    }
    InputStream almost = piece(bytes, 0, bytes.length - 1);
    assertThrows(InvalidProxyHeaderException.class, () -> ProxyHeader.read(almost));
  }

  /** It is refused for what it is, and so at the first byte that is wrong. */
  private static void assertInvalid(String header) {
    InputStream in = new ByteArrayInputStream(header.getBytes(ISO_8859_1));
    String reason =
        assertThrows(InvalidProxyHeaderException.class, () -> ProxyHeader.read(in), header)
            .getMessage();
    assertNotEquals("cut off", reason, header);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 \r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n",
        "PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4\t192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY tcp4 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP5 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4\r\n",
        "PROXY \r\n",
        "PROXY UNKNOWN\n",
        "PROXY UNKNOWNS\r\n",
        "PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY\r\n",
        "proxy TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
        " PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "hello\r\n",
        "\0hello\r\n",
        "\r\nhello\r\n",
        "\r\n\r\n\0\r\nQUIX",
        "GET / HTTP/1.1\r\n"
      })
  void whatIsNoHeaderIsRefused(String header) {
    assertInvalid(header);
  }

  @ParameterizedTest
  @CsvSource({
    "TCP4, 192.0.2.256, 1",
    "TCP4, 192.0.2, 1",
    "TCP4, 192.0.2.1.5, 1",
    "TCP4, 192.0.02.1, 1",
    "TCP4, 192.0..1, 1",
    "TCP4, 3221225985, 1",
    "TCP4, localhost, 1",
    "TCP4, ::1, 1",
    "TCP4, 192.0.2.1, 65536",
    "TCP4, 192.0.2.1, 01",
    "TCP4, 192.0.2.1, 99999999999999999999",
    "TCP4, 192.0.2.1, -1",
    "TCP4, 192.0.2.1, +1",
    "TCP6, 192.0.2.1, 1",
    "TCP6, .:1, 1",
    "TCP6, [::1], 1",
    "TCP6, fe80::1%1, 1",
    "TCP6, localhost, 1",
    "TCP6, dead.beef, 1",
  })
  void anAddressOrAPortIsInItsOneForm(String family, String ip, String port) {
    String good = family.equals("TCP4") ? "192.0.2.2" : "::2";
    assertInvalid("PROXY " + family + " " + ip + " " + good + " " + port + " 2\r\n");
    assertInvalid("PROXY " + family + " " + good + " " + ip + " 2 " + port + "\r\n");
  }

  @Test
  void aLineHasAnEnd() {
    String longest = "PROXY UNKNOWN " + "f".repeat(92);
    assertEquals(106, longest.length());
    assertInvalid(longest + "f");
    assertInvalid(longest + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11 11 000c", // version 1
        "31 11 000c", // version 3
        "22 11 000c", // no such command
        "21 41 000c", // no such family
        "21 13 000c", // no such transport
        "21 12 000c", // UDP
        "21 31 0040", // AF_UNIX
        "21 11 000b", // too short
        "21 21 0023",
        "21 21 000c"
      })
  void aBinaryHeaderThatIsWrongIsRefused(String fields) {
    assertInvalid(v2(fields, "00".repeat(64)));
  }
}
