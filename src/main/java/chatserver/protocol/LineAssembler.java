package chatserver.protocol;

import java.nio.ByteBuffer;

/**
 * Puts lines together from the data of one client, telnet commands taken out: finds their ends,
 * holds them to their limit, and knows the first one.
 */
final class LineAssembler {
  private static final byte NUL = 0;
  private static final byte EOT = 4;
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  private final LineBuffer line; // the decoder has it, too: telnet commands take bytes back

  /** The last byte was a CR. The next one tells whether it began the line's end. */
  private boolean pendingCr;

  /** The line was too long. Everything up to its end is thrown away. */
  private boolean discarding;

  private boolean inFirstLine;
  private long discardedBytes;

  /**
   * @param looksAtFirstLine whether a first line may be what is no chat
   */
  LineAssembler(LineBuffer line, boolean looksAtFirstLine) {
    this.line = line;
    this.inFirstLine = looksAtFirstLine;
  }

  /** Bytes of lines that were too long, behind the limit. */
  long discardedBytes() {
    return discardedBytes;
  }

  /**
   * Consumes data, at least one byte and at most one line. It stops before an IAC, unless that is
   * the first byte: then it is one of the line.
   */
  Received accept(ByteBuffer in) {
    byte b = in.get(in.position());
    if (b == LF || (b == NUL && pendingCr)) {
      in.get();
      return end();
    }
    if (b == CR) {
      in.get();
      Received found = collect(in, 0);
      pendingCr = true;
      return found;
    }
    if (b == NUL && inFirstLine) {
      in.get();
      return new Received.NotChat("a NUL byte in the first line");
    }
    if (b == EOT && line.isEmpty() && !pendingCr && !discarding) {
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
      if (b == LF || b == CR || b == TelnetCommands.IAC || b == NUL) {
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
    return fits || discarding ? null : discard();
  }

  /** Consumes {@code n} bytes, and returns whether the line holds all of them. */
  private boolean append(ByteBuffer in, int n) {
    if (discarding) {
      in.position(in.position() + n);
      discardedBytes += n;
      return false;
    }
    int kept = line.append(in, n);
    discardedBytes += n - kept;
    return kept == n;
  }

  /** Gives up the line so far: the rest of it, up to its end, is thrown away. */
  Received discard() {
    boolean http = inFirstLine && HttpRequestLine.isBegunBy(line.text());
    start();
    discarding = true;
    return http ? new Received.HttpRequest() : new Received.LineTooLong();
  }

  /** Ends the line at the end of input. Returns null where there is none. */
  Received endUnfinished() {
    return !line.isEmpty() || pendingCr ? end() : null;
  }

  private Received end() {
    Received found = null;
    if (!discarding) {
      String text = line.text();
      boolean http = inFirstLine && HttpRequestLine.is(text);
      found = http ? new Received.HttpRequest() : new Received.Line(text);
    }
    start();
    inFirstLine = false;
    return found;
  }

  private void start() {
    line.clear();
    pendingCr = false;
    discarding = false;
  }
}
