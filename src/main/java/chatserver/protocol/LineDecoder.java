package chatserver.protocol;

import static chatserver.protocol.TelnetCommands.IAC;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Turns the bytes of one client into lines, whatever the reads they come in.
 *
 * <ul>
 *   <li>LF, CR LF and CR NUL end a line (RFC 854). Any other CR is one more control character of
 *       it.
 *   <li>Telnet commands are taken out, wherever they stand; IAC IAC is the byte FF.
 *   <li>A line has at most so many bytes as they come in, telnet commands and the line's end not
 *       counted, IAC IAC counted as one.
 *   <li>What is left of a line is decoded as UTF-8 and cleaned; see {@link Received.Line}.
 * </ul>
 *
 * <p>One decoder serves one connection. It keeps its state, a buffer that is small between lines,
 * and nothing of the {@code ByteBuffer}s it was given. Not for use by several threads at once.
 */
public final class LineDecoder {
  private static final byte NUL = 0;
  private static final byte EOT = 4;
  private static final byte LF = '\n';
  private static final byte CR = '\r';
  private static final byte TLS_HANDSHAKE = 0x16;
  private static final byte TLS_MAJOR_VERSION = 3;
  private static final int SMALL = 128;

  private final int maxBytes;
  private final TelnetCommands telnet = new TelnetCommands();

  /** The bytes of the line so far: the first {@code length} of this array. */
  private byte[] line = new byte[SMALL];

  private int length;

  /** The last byte of data was a CR; the next one tells whether it begins the line's end. */
  private boolean heldCr;

  /** The last byte was an IAC that begins a command or is one half of an FF. */
  private boolean heldIac;

  /** The line passed the limit: everything up to its end is thrown away. */
  private boolean discarding;

  private boolean inFirstLine = true;
  private Opening opening = Opening.NOTHING_SEEN;

  private enum Opening {
    NOTHING_SEEN,
    MAYBE_TLS,
    SEEN
  }

  /**
   * A decoder for a new connection.
   *
   * @param maxBytes the longest line that is let through, in bytes; at least 1
   */
  public LineDecoder(int maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1: " + maxBytes);
    }
    this.maxBytes = maxBytes;
  }

  /**
   * Returns the next thing found, or null when all of {@code in} is used up. Never throws, whatever
   * the bytes are.
   */
  public Received next(ByteBuffer in) {
    if (opensWithTls(in)) {
      return new Received.TlsHello();
    }
    while (in.hasRemaining()) {
      Received found = step(in);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /**
   * To be called at an orderly end of input. Returns the unterminated last line, or null when there
   * is none. A CR at the very end is taken for the line's end.
   */
  public Received end() {
    return length > 0 || heldCr ? endLine() : null;
  }

  /** Looks at the first two bytes of the connection, once, and consumes nothing. */
  private boolean opensWithTls(ByteBuffer in) {
    int at = in.position();
    if (opening == Opening.NOTHING_SEEN && at < in.limit()) {
      opening = in.get(at) == TLS_HANDSHAKE ? Opening.MAYBE_TLS : Opening.SEEN;
      at++;
    }
    if (opening == Opening.MAYBE_TLS && at < in.limit()) {
      opening = Opening.SEEN;
      return in.get(at) == TLS_MAJOR_VERSION;
    }
    return false;
  }

  /** Consumes a byte or more, but for one that shows what the byte before was. */
  private Received step(ByteBuffer in) {
    if (telnet.isOpen()) {
      return telnet.accept(in.get());
    }
    byte b = in.get(in.position());
    if (heldIac) {
      heldIac = false;
      if (TelnetCommands.isCommand(b)) {
        telnet.open(in.get());
        return null;
      }
      // FF is sent twice; where no command follows, a single one can mean nothing else.
      if (b == IAC) {
        in.get();
      }
      return collect(ByteBuffer.wrap(new byte[] {IAC}), 1);
    }
    if (b == LF || (b == NUL && heldCr)) {
      in.get();
      return endLine();
    }
    if (b == CR) {
      in.get();
      Received found = collect(in, 0);
      heldCr = true;
      return found;
    }
    if (b == IAC) {
      in.get();
      heldIac = true;
      return null;
    }
    if (b == EOT && length == 0 && !heldCr && !discarding) {
      in.get();
      return new Received.EndOfTransmission();
    }
    return collect(in, plainBytes(in));
  }

  /** How many bytes are nothing but bytes of the line; the next one is, as the caller knows. */
  private static int plainBytes(ByteBuffer in) {
    int start = in.position();
    int limit = in.limit();
    int at = start + 1;
    while (at < limit) {
      byte b = in.get(at);
      if (b == LF || b == CR || b == IAC) {
        break;
      }
      at++;
    }
    return at - start;
  }

  /** Adds {@code n} bytes of {@code in} to the line, behind a CR that turned out to be no end. */
  private Received collect(ByteBuffer in, int n) {
    boolean fits = !heldCr || append(ByteBuffer.wrap(new byte[] {CR}), 1);
    heldCr = false;
    fits &= append(in, n);
    return fits || discarding ? null : tooLong();
  }

  /** Consumes {@code n} bytes, keeps those that fit, and says whether all did. */
  private boolean append(ByteBuffer in, int n) {
    int kept = discarding ? 0 : Math.min(n, maxBytes - length);
    if (length + kept > line.length) {
      line = Arrays.copyOf(line, Math.min(maxBytes, Math.max(length + kept, 2 * line.length)));
    }
    in.get(line, length, kept);
    in.position(in.position() + n - kept);
    length += kept;
    return kept == n;
  }

  private Received tooLong() {
    boolean http = inFirstLine && HttpRequestLine.isBegunBy(LineCleaner.clean(line, length));
    startLine();
    discarding = true;
    return http ? new Received.HttpRequest() : new Received.LineTooLong();
  }

  private Received endLine() {
    Received found = null;
    if (!discarding) {
      String text = LineCleaner.clean(line, length);
      boolean http = inFirstLine && HttpRequestLine.is(text);
      found = http ? new Received.HttpRequest() : new Received.Line(text);
    }
    startLine();
    return found;
  }

  private void startLine() {
    length = 0;
    heldCr = false;
    discarding = false;
    inFirstLine = false;
    if (line.length > SMALL) {
      // Most clients are idle most of the time; what a long line took is given back.
      line = new byte[SMALL];
    }
  }
}
