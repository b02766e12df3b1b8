package chatserver.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of a line that is not whole yet. */
final class LineBuffer {
  private static final byte DEL = 0x7F;

  /** The capacity between lines, in bytes. Most lines fit. */
  private static final int SMALL = 128;

  private final int maxBytes;

  /** The first {@code length} of these. Where a telnet command erases a character stands a DEL. */
  private byte[] bytes = new byte[SMALL];

  private int length;
  private int erasures; // the DELs for telnet commands
  private int counted; // bytes that came in, erased ones included
  private int countedBefore; // the same, of the line before

  LineBuffer(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether no byte has come in. */
  boolean isEmpty() {
    return counted == 0;
  }

  /** The bytes of the line before, erased ones included. */
  int countedBefore() {
    return countedBefore;
  }

  int capacity() {
    return bytes.length;
  }

  /** Consumes {@code n} bytes, appends what fits, and returns how many did. */
  int append(ByteBuffer in, int n) {
    int kept = Math.min(n, maxBytes - counted);
    ensureCapacity(length + kept);
    in.get(bytes, length, kept);
    in.position(in.position() + n - kept);
    length += kept;
    counted += kept;
    return kept;
  }

  /** Takes back one character when the line is cleaned. */
  void eraseCharacter() {
    if (2 * erasures < length) { // more than there are bytes would be kept for nothing
      ensureCapacity(length + 1);
      bytes[length++] = DEL;
      erasures++;
    }
  }

  /** Takes back the whole line so far. */
  void eraseLine() {
    length = 0;
    erasures = 0;
  }

  /** Doubles the buffer until {@code needed} bytes fit; but not past the limit without need. */
  private void ensureCapacity(int needed) {
    while (bytes.length < needed) {
      long limit = bytes.length < maxBytes ? maxBytes : Integer.MAX_VALUE;
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, limit));
    }
  }

  /** Returns the line so far, cleaned. */
  String text() {
    return CleanText.line(bytes, length);
  }

  /** Begins a new line. */
  void clear() {
    eraseLine();
    countedBefore = counted;
    counted = 0;
    if (bytes.length != SMALL) {
      // Most clients are idle most of the time, so the memory of a long line is given back.
      bytes = new byte[SMALL];
    }
  }
}
