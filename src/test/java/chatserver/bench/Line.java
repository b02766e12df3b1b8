package chatserver.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The lines that the clients say: {@code ~r3s0q41t123456789 xxxx} is line 41 of sender 0 in round
 * 3, handed to the system at the given time in nanoseconds. The mark stands nowhere else, so it can
 * be found behind whatever prefix a server puts in front.
 *
 * @param sentAt on the clock of {@link #now}
 */
record Line(int round, int sender, int sequence, long sentAt) {
  static final byte MARK = '~';
  static final int SHORTEST = 48;
  static final int LONGEST = 1 << 16;

  private static final long ORIGIN = System.nanoTime();
  private static final String FILL = "x".repeat(LONGEST);

  /** Nanoseconds since this class was loaded, and so never negative. */
  static long now() {
    return sinceOrigin(System.nanoTime());
  }

  static long sinceOrigin(long nanoTime) {
    return nanoTime - ORIGIN;
  }

  /** Returns {@code length} bytes, the line feed among them. */
  byte[] encode(int length) {
    StringBuilder line = new StringBuilder(length);
    line.append("~r").append(round).append('s').append(sender);
    line.append('q').append(sequence).append('t').append(sentAt).append(' ');
    return line.append(FILL, 0, length - line.length() - 1)
        .append('\n')
        .toString()
        .getBytes(US_ASCII);
  }

  /** Returns null where there is no such line between {@code from} and {@code to}. */
  static Line find(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != MARK) {
      at++;
    }
    Reader reader = new Reader(bytes, at + 1, to);
    long round = reader.number('r');
    long sender = reader.number('s');
    long sequence = reader.number('q');
    long sentAt = reader.number('t');
    return reader.failed ? null : new Line((int) round, (int) sender, (int) sequence, sentAt);
  }

  private static final class Reader {
    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean failed;

    Reader(byte[] bytes, int at, int end) {
      this.bytes = bytes;
      this.at = at;
      this.end = end;
    }

    long number(char name) {
      failed |= at >= end || bytes[at++] != name;
      int first = at;
      long value = 0;
      while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
        value = value * 10 + bytes[at++] - '0';
      }
      failed |= at == first;
      return value;
    }
  }
}
