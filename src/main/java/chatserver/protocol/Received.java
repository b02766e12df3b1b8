package chatserver.protocol;

/** What a {@link LineDecoder} finds in the bytes of one client. */
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
   * A line is longer than the limit. Returned once, at the first byte too many. The rest of the
   * line is thrown away, its end included.
   */
  record LineTooLong() implements Received {}

  /** Ctrl-D (04) as the first byte of a line, which telnet sends for the end of input. */
  record EndOfTransmission() implements Received {}

  /**
   * The answer to a telnet command.
   *
   * @param bytes to be sent back as they are; the receiver owns this array
   */
  record TelnetReply(byte[] bytes) implements Received {}

  /** Telnet's end of file (RFC 1184), which stands for the end of input. */
  record EndOfFile() implements Received {}

  /**
   * The first line is a request of HTTP, RTSP or SIP, or is too long and begins like one. Returned
   * in place of that line. The next lines are the headers.
   */
  record HttpRequest() implements Received {}

  /**
   * The connection begins with what is no text. Nothing in it is to be said.
   *
   * @param what it is, for the log
   */
  record NotChat(String what) implements Received {}
}
