package chatserver.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Very many clients join at once, count the lines they get, and leave again.
 *
 * <p>Everyone online is told of each login, so the counts are known whatever the order of the
 * joins: the last to join gets only the {@code n} lines of any newcomer, the one before it {@code n
 * + 1}, and so on. An observer, who joins before the clock starts, learns {@code n}, and gets one
 * line for each client that joins or leaves.
 */
final class JoinTrial implements Trial {
  private static final Duration GREETED = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
  private static final long LINE_FEEDS = 0x0a0a_0a0a_0a0a_0a0aL;

  final LoadGenerator generator;
  private final int count;
  private final long[] lines; // by client; the observer is client 0
  private long linesOfNewcomer;
  private long received; // by the clients that have joined

  JoinTrial(Server server, int count) throws IOException {
    this.generator = new LoadGenerator(server);
    this.count = count;
    this.lines = new long[count + 1];
  }

  @Override
  public Map<String, Double> round() throws IOException {
    if (generator.clients.isEmpty()) {
      connectObserver();
    }
    double cpu = generator.server.cpuSeconds();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("until all know of all, s", join());
    figures.put("server CPU, s", generator.server.cpuSeconds() - cpu);
    leave();
    return figures;
  }

  void connectObserver() throws IOException {
    generator.receiver(this::receive);
    generator.connect(1);
    generator.pumpUntil(() -> lines[0] > 0, PATIENCE);
    generator.pumpUntilQuiet(GREETED);
    linesOfNewcomer = lines[0];
  }

  /**
   * Connects the clients as fast as the server greets them.
   *
   * @return the seconds until all of them have been told of all who joined after them
   * @throws Fault if one of them is told something else
   */
  double join() throws IOException {
    Arrays.fill(lines, 0);
    received = 0;
    long expected = count * linesOfNewcomer + (long) count * (count - 1) / 2;
    long begin = System.nanoTime();
    generator.connect(count);
    if (!generator.pumpUntil(() -> received == expected && lines[0] == count, PATIENCE)) {
      throw new Fault("told of %d joins, they got %d lines of %d", count, received, expected);
    }
    double seconds = (generator.lastReceipt() - begin) / 1e9;
    long[] sorted = Arrays.stream(lines).skip(1).sorted().toArray();
    for (int i = 0; i < count; i++) {
      if (sorted[i] != linesOfNewcomer + i) {
        throw new Fault("a client got %d lines instead of %d", sorted[i], linesOfNewcomer + i);
      }
    }
    return seconds;
  }

  /** All but the observer leave. Returns when the observer has been told of it. */
  private void leave() throws IOException {
    lines[0] = 0;
    generator.disconnectAllBut(1);
    if (!generator.pumpUntil(() -> lines[0] >= count, PATIENCE)) {
      throw new Fault("%d leaves were not told", count - lines[0]);
    }
  }

  private void receive(int client, ByteBuffer chunk, long now) {
    int more = countLines(chunk);
    lines[client] += more;
    received += client == 0 ? 0 : more;
  }

  /** Counts eight bytes at a time, or it would take longer than to receive them. */
  static int countLines(ByteBuffer chunk) {
    int at = chunk.position();
    int count = 0;
    for (; at <= chunk.limit() - Long.BYTES; at += Long.BYTES) {
      long zeroIfLineFeed = chunk.getLong(at) ^ LINE_FEEDS;
      long highBitIfOther = ((zeroIfLineFeed & LOW_BITS) + LOW_BITS) | zeroIfLineFeed | LOW_BITS;
      count += Long.bitCount(~highBitIfOther);
    }
    for (; at < chunk.limit(); at++) {
      count += chunk.get(at) == '\n' ? 1 : 0;
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    generator.close();
  }
}
