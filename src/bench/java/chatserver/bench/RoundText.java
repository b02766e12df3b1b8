package chatserver.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What all clients get in one round, in the order in which they get it. The client that is ahead
 * appends to it, all others are compared with it. A client whose bytes equal this text got each
 * line exactly once and in the common order, so the lines are checked only once, as they are
 * appended: those of each sender complete, in their order and uncut. To compare bytes costs least:
 * to parse the lines of each client would cost more than to receive them.
 *
 * <p>The text begins at the first mark. A line looks like {@code ~7.3.41 xxxx}: line 41 of sender 3
 * in round 7, behind whatever the server puts in front of what a client says.
 */
final class RoundText implements LoadGenerator.Receiver {
  /** Of a line as it is sent, its line feed included. */
  static final int LINE_BYTES = 64;

  private static final byte MARK = '~';
  private static final String FILL = "x".repeat(LINE_BYTES);

  /** Room for what the server adds to a line, so that the array hardly ever grows. */
  private static final int SERVER_PREFIX = 64;

  private final int round;
  private final Talk talk;
  private final int[] positions; // in the text, by client; -1 before its begin
  private int complete; // clients that got everything
  private final int[] timed; // lines whose latency is known, by client
  private final long[] latencies; // of all clients
  private int latencyCount;

  private final long[][] sentAt; // by sender and number
  private final int[] next; // number of the next line, by sender
  private final int[] ends; // of the lines, in the order of the text
  private final long[] sentAtInOrder;
  private int lines;

  private byte[] bytes;
  private ByteBuffer view; // of the bytes, up to the size
  private int size;
  private int parsed;

  RoundText(int round, Talk talk) {
    this.round = round;
    this.talk = talk;
    positions = new int[talk.clients()];
    Arrays.fill(positions, -1);
    timed = new int[talk.clients()];
    latencies = new long[talk.isPaced() ? Math.multiplyExact(talk.lines(), talk.clients()) : 0];
    sentAt = new long[talk.senders()][talk.lines() / talk.senders() + 1];
    next = new int[talk.senders()];
    ends = new int[talk.lines()];
    sentAtInOrder = new long[talk.lines()];
    bytes = new byte[Math.multiplyExact(talk.lines(), LINE_BYTES + SERVER_PREFIX)];
    view = ByteBuffer.wrap(bytes);
  }

  /** The line of that sender and number, to be sent now. */
  byte[] compose(int sender, int number) {
    sentAt[sender][number] = System.nanoTime();
    StringBuilder line = new StringBuilder(LINE_BYTES).append((char) MARK);
    line.append(round).append('.').append(sender).append('.').append(number).append(' ');
    line.append(FILL, 0, LINE_BYTES - line.length() - 1).append('\n');
    return line.toString().getBytes(US_ASCII);
  }

  /** Whether every client got everything. */
  boolean isComplete() {
    return complete == talk.clients();
  }

  /** How many lines a client got. What else the server says to everyone does not count. */
  int linesOf(int client) {
    return linesBefore(positions[client]);
  }

  private int linesBefore(int position) {
    int index = Arrays.binarySearch(ends, 0, lines, position);
    return index < 0 ? -index - 1 : index + 1;
  }

  /** From the sending of a line to the receiving by a client, in nanoseconds, sorted; if paced. */
  long[] sortedLatencies() {
    Arrays.sort(latencies);
    return latencies;
  }

  @Override
  public void receive(int client, ByteBuffer chunk, long now) {
    if (positions[client] < 0 && !skipToText(client, chunk)) {
      return;
    }
    int length = chunk.remaining();
    match(client, chunk);
    positions[client] += length;
    int position = positions[client];
    if (talk.isPaced()) {
      for (; timed[client] < lines && ends[timed[client]] <= position; timed[client]++) {
        latencies[latencyCount++] = now - sentAtInOrder[timed[client]];
      }
    }
    int end = lines == talk.lines() ? ends[lines - 1] : Integer.MAX_VALUE;
    if (position - length < end && position >= end) {
      complete++;
    }
  }

  /** What clients get before the first line of a round differs: greetings, logins after theirs. */
  private boolean skipToText(int client, ByteBuffer chunk) {
    while (chunk.hasRemaining()) {
      if (chunk.get() == MARK) {
        chunk.position(chunk.position() - 1);
        positions[client] = 0;
        return true;
      }
    }
    return false;
  }

  private void match(int client, ByteBuffer chunk) {
    int position = positions[client];
    int known = Math.min(chunk.remaining(), size - position);
    int different = chunk.mismatch(view.limit(size).position(position));
    if (different >= 0 && different < known) {
      int line = linesBefore(position + different);
      throw new Fault("client %d got something else than others after line %d", client, line);
    }
    if (chunk.remaining() > known) {
      append(chunk.position(chunk.position() + known));
    }
  }

  private void append(ByteBuffer chunk) {
    int length = chunk.remaining();
    if (length > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.multiplyExact(bytes.length, 2), size + length));
      view = ByteBuffer.wrap(bytes);
    }
    chunk.get(bytes, size, length);
    size += length;
    for (int at = parsed; at < size; at++) {
      if (bytes[at] == '\n') {
        check(parsed, at);
        parsed = at + 1;
      }
    }
  }

  private void check(int begin, int lineFeed) {
    int mark = begin;
    while (mark < lineFeed && bytes[mark] != MARK) {
      mark++;
    }
    if (mark == lineFeed) {
      return;
    }
    int end = bytes[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
    int[] numbers = numbers(mark + 1, end);
    int sender = numbers[1];
    if (numbers[0] != round
        || sender < 0
        || sender >= talk.senders()
        || numbers[2] != next[sender]
        || end - mark != LINE_BYTES - 1
        || lines == talk.lines()) {
      String line = new String(bytes, begin, end - begin, US_ASCII);
      throw new Fault("not the next line of its sender in round %d: %s", round, line);
    }
    ends[lines] = lineFeed + 1;
    sentAtInOrder[lines] = sentAt[sender][next[sender]];
    next[sender]++;
    lines++;
  }

  /** Parses round, sender and number, with one character behind each. */
  private int[] numbers(int begin, int end) {
    int[] numbers = new int[3];
    int at = begin;
    for (int i = 0; i < numbers.length; i++, at++) {
      for (; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
        numbers[i] = numbers[i] * 10 + bytes[at] - '0';
      }
    }
    return numbers;
  }
}
