package chatserver.protocol;

/** What the bytes of one client turn out to be, found by a {@link LineDecoder}. */
public sealed interface Received {

  /**
   * A line, or the unterminated rest before the end of input.
   *
   * @param text the cleaned text without its end; empty for a blank line. It holds no control
   *     character but TAB, no line or paragraph separator, no bidirectional control, no unpaired
   *     surrogate, and no white space at its end.
   */
  record Line(String text) implements Received {}

  /**
   * A line passed the limit. Said once, as soon as it did; the rest of that line is thrown away,
   * its end included.
   */
  record LineTooLong() implements Received {}

  /** Ctrl-D (04) as the first byte of a line: what telnet sends for the end of input. */
  record EndOfTransmission() implements Received {}

  /**
   * An answer that telnet asks for.
   *
   * @param bytes to be sent back as they are; nobody else holds this array
   */
  record TelnetReply(byte[] bytes) implements Received {}

  /**
   * The first line is an HTTP request, or is too long and begins like one. It stands in place of
   * that line; the lines that follow would be its headers.
   */
  record HttpRequest() implements Received {}

  /** The connection begins with a TLS handshake (RFC 8446, section 5.1); nothing in it is text. */
  record TlsHello() implements Received {}
}
