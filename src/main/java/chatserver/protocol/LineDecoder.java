package chatserver.protocol;

import static chatserver.protocol.TelnetCommands.IAC;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Turns the bytes of one client into lines, however they are cut into reads.
 *
 * <ul>
 *   <li>LF, CR LF and CR NUL end a line (RFC 854). Any other CR is a control character of the line.
 *   <li>Telnet commands are taken out, wherever they stand. IAC IAC is the byte FF.
 *   <li>The length of a line is limited. Its bytes are counted as they come in. Telnet commands and
 *       the line's end do not count, and IAC IAC counts as one byte.
 *   <li>What is left of a line is decoded as UTF-8 and cleaned, see {@link Received.Line}.
 * </ul>
 *
 * <p>One decoder serves one connection. It keeps nothing of the {@code ByteBuffer}s it was given.
 * Its own buffer grows with an unfinished line and is small between lines. Not thread-safe.
 */
public final class LineDecoder {
  private static final byte NUL = 0;
  private static final byte EOT = 4;
  private static final byte LF = '\n';
  private static final byte CR = '\r';
  private static final byte TLS_HANDSHAKE = 0x16;
  private static final byte TLS_MAJOR_VERSION = 3;

  /** The buffer between lines, in bytes. Most lines fit. */
  private static final int SMALL = 128;

  private final int maxBytes;
  private final TelnetCommands telnet = new TelnetCommands();

  /** The bytes of the line so far: the first {@code length} of this array. */
  private byte[] line = new byte[SMALL];

  private int length;

  /** The last byte of data was a CR. The next one tells whether it began the line's end. */
  private boolean pendingCr;

  /** The last byte was an IAC. The next one tells whether it began a command. */
  private boolean pendingIac;

  /** The line was too long. Everything up to its end is thrown away. */
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
   * @param maxBytes the longest line that is returned, in bytes; at least 1
   */
  public LineDecoder(int maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1: " + maxBytes);
    }
    this.maxBytes = maxBytes;
  }

  /**
   * Returns what is found next, or null when all of {@code in} is consumed. No bytes make it throw.
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
   * Returns the unterminated last line, or null where there is none. To be called at an orderly end
   * of input. A CR at the very end counts as the line's end.
   */
  public Received end() {
    return length > 0 || pendingCr ? endLine() : null;
  }

  /**
   * Returns the capacity of the buffer for an unfinished line, in bytes. It is 128 at the start of
   * a line and while a line is thrown away. It doubles when a line outgrows it, up to the limit of
   * a line.
   */
  public int retainedBytes() {
    return line.length;
  }

  /** Looks at the first two bytes of the connection, once. Consumes nothing. */
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

  /** Consumes at least one byte, or settles what a pending IAC was. */
  private Received step(ByteBuffer in) {
    if (telnet.isOpen()) {
      return telnet.accept(in.get());
    }
    byte b = in.get(in.position());
    if (pendingIac) {
      pendingIac = false;
      if (TelnetCommands.isCommand(b)) {
        telnet.open(in.get());
        return null;
      }
      // FF is sent twice. A single one before what is no command can mean nothing else.
      if (b == IAC) {
        in.get();
      }
      return collect(ByteBuffer.wrap(new byte[] {IAC}), 1);
    }
    if (b == LF || (b == NUL && pendingCr)) {
      in.get();
      return endLine();
    }
    if (b == CR) {
      in.get();
      Received found = collect(in, 0);
      pendingCr = true;
      return found;
    }
    if (b == IAC) {
      in.get();
      pendingIac = true;
      return null;
    }
    if (b == EOT && length == 0 && !pendingCr && !discarding) {
      in.get();
      return new Received.EndOfTransmission();
    }
    return collect(in, plainBytes(in));
  }

  /** Returns how many bytes surely belong to the line. The caller knows that the next one does. */
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

  /** Adds a pending CR, since it was no line's end, and {@code n} bytes of {@code in}. */
  private Received collect(ByteBuffer in, int n) {
    boolean fits = !pendingCr || append(ByteBuffer.wrap(new byte[] {CR}), 1);
    pendingCr = false;
    fits &= append(in, n);
    return fits || discarding ? null : tooLong();
  }

  /** Consumes {@code n} bytes, appends what fits, and returns whether everything did. */
  private boolean append(ByteBuffer in, int n) {
    int kept = discarding ? 0 : Math.min(n, maxBytes - length);
    ensureCapacity(length + kept);
    in.get(line, length, kept);
    in.position(in.position() + n - kept);
    length += kept;
    return kept == n;
  }

  /** Doubles the buffer until {@code needed} bytes fit, which are {@code maxBytes} at most. */
  private void ensureCapacity(int needed) {
    while (line.length < needed) {
      line = Arrays.copyOf(line, (int) Math.min(2L * line.length, maxBytes));
    }
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
    pendingCr = false;
    discarding = false;
    inFirstLine = false;
    if (line.length != SMALL) {
      // Most clients are idle most of the time, so the memory of a long line is given back.
      line = new byte[SMALL];
    }
  }
}
