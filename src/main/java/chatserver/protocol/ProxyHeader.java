package chatserver.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header in which a proxy tells whose connection it forwards: HAProxy's PROXY protocol
 * (proxy-protocol.txt), version 1 (section 2.1) and version 2 (section 2.2). It may come in pieces
 * of any size. What stands behind the addresses (TLV vectors, section 2.2) is skipped as it comes,
 * so a header of any length takes the same memory.
 */
public final class ProxyHeader {
  static final String VERSION_1 = "PROXY ";
  static final String VERSION_2 = "\r\n\r\n\000\r\nQUIT\n";

  /** The longest line of version 1, its end included. */
  private static final int MAX_LINE = 107;

  private static final Pattern LINE =
      Pattern.compile("(?s)PROXY (?:UNKNOWN(?: .*)?|(TCP[46]) (\\S+) (\\S+) (\\d+) (\\d+))\r\n");

  // Numbers have no leading zeros.
  private static final Pattern PORT = Pattern.compile("0|[1-9]\\d{0,4}");
  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
  private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:][0-9a-fA-F:.]*");

  // Version 2: four bytes behind the signature, and then the addresses.
  private static final int COMMAND = 12;
  private static final int FAMILY = 13;
  private static final int LENGTH = 14;
  private static final int ADDRESSES = 16;
  private static final int LOCAL = 0x20; // the version is in the upper half of the byte
  private static final int PROXY = 0x21;
  private static final int TCP_OVER_IPV4 = 0x11;
  private static final int TCP_OVER_IPV6 = 0x21;
  private static final int UNSPECIFIED = 0x00;

  private final ByteBuffer header = ByteBuffer.allocate(MAX_LINE); // its first bytes
  private int count; // of all its bytes up to now
  private boolean isWhole;
  private Optional<NamedConnection> connection = Optional.empty();

  /**
   * Consumes the bytes of the header, and none behind it.
   *
   * @return whether the header is whole
   * @throws InvalidProxyHeaderException where it is none
   */
  public boolean accept(ByteBuffer in) throws InvalidProxyHeaderException {
    while (!isWhole && in.hasRemaining()) {
      byte next = in.get();
      count++;
      if (header.hasRemaining()) {
        header.put(next);
      }
      isWhole = begins(VERSION_1) ? acceptLine(next) : acceptBinary();
    }
    return isWhole;
  }

  /**
   * The input ends before the header is whole.
   *
   * @throws InvalidProxyHeaderException where it had begun
   */
  public void end() throws InvalidProxyHeaderException {
    check(count == 0, "cut off");
  }

  /** Who is connected to what; empty for LOCAL and for UNKNOWN. */
  public Optional<NamedConnection> connection() {
    return connection;
  }

  /** Whether the bytes up to now are those of the signature, as far as they go. */
  private boolean begins(String signature) {
    int length = Math.min(count, signature.length());
    return text(length).regionMatches(0, signature, 0, length);
  }

  private String text(int length) {
    return new String(header.array(), 0, length, ISO_8859_1);
  }

  private boolean acceptLine(byte next) throws InvalidProxyHeaderException {
    if (next == '\n') {
      parseLine(text(count));
      return true;
    }
    check(count < MAX_LINE, "line too long");
    return false;
  }

  private void parseLine(String line) throws InvalidProxyHeaderException {
    Matcher matcher = LINE.matcher(line);
    check(matcher.matches(), "line malformed");
    if (matcher.group(1) != null) {
      Pattern form = matcher.group(1).equals("TCP4") ? IPV4 : IPV6;
      connection =
          Optional.of(
              new NamedConnection(
                  parse(form, matcher.group(2), matcher.group(4)),
                  parse(form, matcher.group(3), matcher.group(5))));
    }
  }

  private static NamedConnection.End parse(Pattern form, String ip, String port)
      throws InvalidProxyHeaderException {
    check(form.matcher(ip).matches(), "address malformed");
    check(PORT.matcher(port).matches() && Integer.parseInt(port) <= 65_535, "port malformed");
    return new NamedConnection.End(ip, Integer.parseInt(port));
  }

  private boolean acceptBinary() throws InvalidProxyHeaderException {
    check(count > VERSION_2.length() || begins(VERSION_2), "no signature");
    if (count < ADDRESSES) {
      return false;
    }
    int length = Short.toUnsignedInt(header.getShort(LENGTH));
    if (count < ADDRESSES + length) {
      return false;
    }
    parseBinary(length);
    return true;
  }

  private void parseBinary(int length) throws InvalidProxyHeaderException {
    int command = Byte.toUnsignedInt(header.get(COMMAND));
    check(command == LOCAL || command == PROXY, "version or command unknown");
    if (command == LOCAL) {
      return;
    }
    int family = Byte.toUnsignedInt(header.get(FAMILY));
    if (family != UNSPECIFIED) {
      check(family == TCP_OVER_IPV4 || family == TCP_OVER_IPV6, "not TCP over IP");
      int bytes = family == TCP_OVER_IPV4 ? 4 : 16;
      check(length >= 2 * bytes + 2 * Short.BYTES, "addresses too short");
      ByteBuffer addresses = header.duplicate().position(ADDRESSES);
      String client = address(addresses, bytes);
      String server = address(addresses, bytes);
      connection =
          Optional.of(
              new NamedConnection(
                  new NamedConnection.End(client, Short.toUnsignedInt(addresses.getShort())),
                  new NamedConnection.End(server, Short.toUnsignedInt(addresses.getShort()))));
    }
  }

  /** Reads {@code 192.0.2.1} from 4 bytes, {@code 2001:db8:0:0:0:0:0:1} from 16. */
  private static String address(ByteBuffer in, int bytes) {
    StringJoiner address = new StringJoiner(bytes == 4 ? "." : ":");
    for (int end = in.position() + bytes; in.position() < end; ) {
      address.add(
          bytes == 4
              ? Integer.toString(Byte.toUnsignedInt(in.get()))
              : Integer.toHexString(Short.toUnsignedInt(in.getShort())));
    }
    return address.toString();
  }

  private static void check(boolean isValid, String reason) throws InvalidProxyHeaderException {
    if (!isValid) {
      throw new InvalidProxyHeaderException(reason);
    }
  }
}
