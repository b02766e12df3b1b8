package chatserver.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts lines together from the data of one client, telnet commands taken out: finds their ends,
 * holds them to their limit, and knows the first one.
 */
final class LineAssembler {
  private static final byte NUL = 0;
  private static final byte EOT = 4;
  private static final byte LF = '\n';
  private static final byte CR = '\r';
  private static final byte DEL = 0x7F;

  /** The capacity between lines, in bytes. Most lines fit. */
  private static final int SMALL = 128;

  private final int maxBytes;

  /** The first {@code length} of these. Where a telnet command erases a character stands a DEL. */
  private byte[] bytes = new byte[SMALL];

  private int length;
  private int counted; // bytes of the line that came in, erased ones included
  private int countedBefore; // the same, of the line before
  private long discardedBytes;

  /** The last byte was a CR. The next one tells whether it began the line's end. */
  private boolean pendingCr;

  /** The line was too long. Everything up to its end is thrown away. */
  private boolean discarding;

  private boolean inFirstLine; // which may be what is no chat

  LineAssembler(int maxBytes, boolean inFirstLine) {
    this.maxBytes = maxBytes;
    this.inFirstLine = inFirstLine;
  }

  /** The bytes of the line before, erased ones included. */
  int countedBefore() {
    return countedBefore;
  }

  /** Bytes of lines that were too long, behind the limit. */
  long discardedBytes() {
    return discardedBytes;
  }

  int capacity() {
    return bytes.length;
  }

  /**
   * Consumes data, at least one byte and at most one line. It stops before an IAC, unless that is
   * the first byte: then it is one of the line.
   */
  Received accept(ByteBuffer in) {
    byte b = in.get();
    if (b == LF || (b == NUL && pendingCr)) {
      return end();
    }
    if (b == CR) {
      Received found = collect(in, 0);
      pendingCr = true;
      return found;
    }
    if (b == NUL && inFirstLine) {
      return new Received.NotChat("a NUL byte in the first line");
    }
    if (b == EOT && counted == 0 && !pendingCr && !discarding) {
      return new Received.EndOfTransmission();
    }
    int end = in.position();
    while (end < in.limit() && isPlain(in.get(end))) {
      end++;
    }
    in.position(in.position() - 1);
    return collect(in, end - in.position());
  }

  private static boolean isPlain(byte b) {
    return b != LF && b != CR && b != NUL && b != LineDecoder.IAC;
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
    int kept = discarding ? 0 : Math.min(n, maxBytes - counted);
    ensureCapacity(length + kept);
    in.get(bytes, length, kept);
    in.position(in.position() + n - kept);
    length += kept;
    counted += kept;
    discardedBytes += n - kept;
    return kept == n;
  }

  /** Doubles the buffer until {@code needed} bytes fit; but not past the limit without need. */
  private void ensureCapacity(int needed) {
    while (bytes.length < needed) {
      long limit = bytes.length < maxBytes ? maxBytes : Integer.MAX_VALUE;
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, limit));
    }
  }

  /** Takes back one character when the line is cleaned. */
  void eraseCharacter() {
    if (length < 2 * counted) { // more than there are bytes would be kept for nothing
      ensureCapacity(length + 1);
      bytes[length++] = DEL;
    }
  }

  /** Takes back the whole line so far. */
  void eraseLine() {
    length = 0;
  }

  /** Gives up the line so far: the rest of it, up to its end, is thrown away. */
  Received discard() {
    boolean http = inFirstLine && Opening.beginsHttp(text());
    start();
    discarding = true;
    return http ? new Received.HttpRequest() : new Received.LineTooLong();
  }

  /** Ends the line at the end of input. Returns null where there is none. */
  Received endUnfinished() {
    return counted > 0 || pendingCr ? end() : null;
  }

  private Received end() {
    Received found = null;
    if (!discarding) {
      String text = text();
      boolean http = inFirstLine && Opening.isHttp(text);
      found = http ? new Received.HttpRequest() : new Received.Line(text);
    }
    start();
    inFirstLine = false;
    return found;
  }

  private String text() {
    return CleanText.line(bytes, length);
  }

  private void start() {
    countedBefore = counted;
    counted = 0;
    length = 0;
    pendingCr = false;
    discarding = false;
    if (bytes.length != SMALL) {
      // Most clients are idle most of the time, so the memory of a long line is given back.
      bytes = new byte[SMALL];
    }
  }
}
