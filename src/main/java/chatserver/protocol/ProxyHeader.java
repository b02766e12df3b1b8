package chatserver.protocol;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header in which a proxy tells whose connection it forwards: HAProxy's PROXY protocol
 * (proxy-protocol.txt), version 1 (section 2.1) and version 2 (section 2.2). What stands behind the
 * addresses (TLV vectors, section 2.2) is skipped, so a header of any length takes the same memory.
 */
public record ProxyHeader(End client, End server) {
  /**
   * One end.
   *
   * @param ip four numbers, or a text with a colon: never a name that could be looked up
   */
  public record End(String ip, int port) {}

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

  private static final int LOCAL = 0x20; // the version is in the upper half of the byte
  private static final int PROXY = 0x21;
  private static final int TCP_OVER_IPV4 = 0x11;
  private static final int TCP_OVER_IPV6 = 0x21;
  private static final int UNSPECIFIED = 0x00;

  /**
   * Reads the bytes of a header, and none behind it.
   *
   * @return who is connected to what; empty for LOCAL, for UNKNOWN and for an end instead of a
   *     header
   * @throws InvalidProxyHeaderException where it is no header; the message says why, in words
   */
  public static Optional<ProxyHeader> read(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    try {
      return read("" + (char) first, new DataInputStream(in));
    } catch (EOFException e) {
      throw new InvalidProxyHeaderException("cut off");
    }
  }

  private static Optional<ProxyHeader> read(String first, DataInputStream in) throws IOException {
    String header = first;
    while (!header.equals(VERSION_2)) {
      boolean isLine = header.startsWith(VERSION_1);
      if (isLine && header.endsWith("\n")) {
        return parseLine(header);
      }
      check(isLine || VERSION_1.startsWith(header) || VERSION_2.startsWith(header), "no signature");
      check(header.length() < MAX_LINE, "line too long");
      header += (char) in.readUnsignedByte();
    }
    return readBinary(in);
  }

  private static Optional<ProxyHeader> parseLine(String line) throws InvalidProxyHeaderException {
    Matcher matcher = LINE.matcher(line);
    check(matcher.matches(), "line malformed");
    if (matcher.group(1) == null) {
      return Optional.empty();
    }
    Pattern form = matcher.group(1).equals("TCP4") ? IPV4 : IPV6;
    return Optional.of(
        new ProxyHeader(
            parse(form, matcher.group(2), matcher.group(4)),
            parse(form, matcher.group(3), matcher.group(5))));
  }

  private static End parse(Pattern form, String ip, String port)
      throws InvalidProxyHeaderException {
    check(form.matcher(ip).matches(), "address malformed");
    check(PORT.matcher(port).matches() && Integer.parseInt(port) <= 65_535, "port malformed");
    return new End(ip, Integer.parseInt(port));
  }

  /** Reads what stands behind the signature. */
  private static Optional<ProxyHeader> readBinary(DataInputStream in) throws IOException {
    int command = in.readUnsignedByte();
    int family = in.readUnsignedByte();
    int length = in.readUnsignedShort();
    byte[] addresses = in.readNBytes(Math.min(length, 2 * 16 + 2 * Short.BYTES));
    in.skipNBytes(length - addresses.length);
    check(command == LOCAL || command == PROXY, "version or command unknown");
    if (command == LOCAL || family == UNSPECIFIED) {
      return Optional.empty();
    }
    check(family == TCP_OVER_IPV4 || family == TCP_OVER_IPV6, "not TCP over IP");
    int bytes = family == TCP_OVER_IPV4 ? 4 : 16;
    check(length >= 2 * bytes + 2 * Short.BYTES, "addresses too short");
    ByteBuffer fields = ByteBuffer.wrap(addresses);
    String client = address(fields, bytes);
    String server = address(fields, bytes);
    return Optional.of(
        new ProxyHeader(
            new End(client, Short.toUnsignedInt(fields.getShort())),
            new End(server, Short.toUnsignedInt(fields.getShort()))));
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
