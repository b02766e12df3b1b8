package chatserver.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What all clients hear in one round, in the order in which it is heard. It is written by whichever
 * client is ahead and compared with by all the others. A client whose bytes are those of the common
 * text has heard every line exactly once and in the common order, so it is enough to check the
 * lines of the common text: each sender's own, counted from 0, without a gap. Comparing bytes is
 * also about the cheapest thing that can be done with them; taking each client's lines apart would
 * cost more than receiving them.
 */
final class CommonText {
  /** About as much as a server puts in front of a line; more only costs a copy. */
  private static final int PREFIX = 64;

  private final int round;
  private final int[] nextSequence;
  private final int linesExpected;
  private final Verdict verdict;
  private final int[] endOfLine;
  private final long[] sentAt;
  private byte[] bytes;
  private ByteBuffer view;
  private int size;
  private int parsed;
  private int lines;

  CommonText(int round, int senders, int linesExpected, int lineBytes, Verdict verdict) {
    this.round = round;
    this.nextSequence = new int[senders];
    this.linesExpected = linesExpected;
    this.verdict = verdict;
    this.endOfLine = new int[linesExpected];
    this.sentAt = new long[linesExpected];
    this.bytes = new byte[Math.multiplyExact(linesExpected, lineBytes + PREFIX)];
    this.view = ByteBuffer.wrap(bytes);
  }

  int size() {
    return size;
  }

  /**
   * Lines of the round that are in it; whatever else the server said to everyone is not counted.
   */
  int lines() {
    return lines;
  }

  int linesExpected() {
    return linesExpected;
  }

  /** Where the line of that index ends, for one that is in it. */
  int endOfLine(int line) {
    return endOfLine[line];
  }

  /** When the line of that index was sent, for one that is in it. */
  long sentAt(int line) {
    return sentAt[line];
  }

  /** Whether someone who has heard everything before {@code position} has heard every line. */
  boolean isCompleteAt(int position) {
    return lines == linesExpected && position >= endOfLine[linesExpected - 1];
  }

  /**
   * Moves the position of {@code chunk} past the bytes that equal those of the common text from
   * {@code position} on.
   *
   * @return whether all that could be compared were equal; what is left in {@code chunk} then
   *     stands behind the end of the common text
   */
  boolean match(ByteBuffer chunk, int position) {
    int begin = chunk.position();
    int limit = chunk.limit();
    int known = Math.min(limit - begin, size - position);
    view.limit(position + known).position(position);
    chunk.limit(begin + known);
    int different = chunk.mismatch(view);
    chunk.limit(limit).position(begin + (different < 0 ? known : different));
    return different < 0;
  }

  void append(ByteBuffer chunk) {
    int length = chunk.remaining();
    if (length > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.multiplyExact(bytes.length, 2), size + length));
      view = ByteBuffer.wrap(bytes);
    }
    chunk.get(bytes, size, length);
    size += length;
    parse();
  }

  private void parse() {
    for (int at = parsed; at < size; at++) {
      if (bytes[at] == '\n') {
        Line line = Line.find(bytes, parsed, at);
        parsed = at + 1;
        if (line != null) {
          check(line);
        }
      }
    }
  }

  private void check(Line line) {
    if (line.round() != round || line.sender() >= nextSequence.length) {
      verdict.fault("a line that nobody said in round " + round + ": " + line);
      return;
    }
    int expected = nextSequence[line.sender()];
    if (line.sequence() != expected) {
      verdict.fault("line " + expected + " of its sender expected, but heard " + line);
    }
    nextSequence[line.sender()] = line.sequence() + 1;
    if (lines < linesExpected) {
      endOfLine[lines] = parsed;
      sentAt[lines] = line.sentAt();
      lines++;
    }
  }

  /** How many lines have been begun before {@code position}. */
  int linesBegunBefore(int position) {
    return ByteCount.of(Line.MARK, view.limit(position).position(0));
  }
}
