package chatserver.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Clients that join at once and count the lines they get.
 *
 * <p>Where every join is told to everyone who is in, the counts are exact, whatever the order of
 * the joins: the last to join gets only the {@code n} lines that a newcomer gets by itself, the one
 * before it {@code n + 1}, and so on. An observer, who joins before the clock starts, learns {@code
 * n}; it gets one line for each client that joins or leaves. So the storm is over at the receipt
 * that makes the counts 0, 1, 2 and so on more than {@code n}, and no sooner. With a server that
 * tells its clients something else, it is over at the last receipt before a pause.
 */
final class Crowd {
  private static final Duration FIRST_WORDS = Duration.ofMillis(500);
  private static final Duration PATIENCE_WITH_OURS = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final LoadGenerator generator;
  private final Verdict verdict;
  private final boolean exact;
  private final Duration patience;
  private final Listener observer = new Listener();
  private final int newcomersLines;
  private List<Listener> listeners = List.of();
  private long heard;

  /**
   * Connects the observer.
   *
   * @param exact whether anything else than exact counts is a fault
   */
  Crowd(LoadGenerator generator, Verdict verdict, boolean exact) throws IOException {
    this.generator = generator;
    this.verdict = verdict;
    this.exact = exact;
    this.patience = exact ? PATIENCE_WITH_OURS : PATIENCE;
    generator.connect(1, () -> observer);
    generator.pumpUntil(() -> observer.lines > 0, patience);
    generator.pumpUntilQuiet(FIRST_WORDS);
    newcomersLines = Math.toIntExact(observer.lines);
  }

  /** Connects {@code count} clients as fast as it can, and waits until all have heard of all. */
  Storm join(int count) throws IOException {
    List<Listener> joining = new ArrayList<>(count);
    listeners = joining;
    heard = 0;
    long expected = (long) count * newcomersLines + (long) count * (count - 1) / 2;
    long seenBefore = observer.lines;
    BooleanSupplier allHeardOfAll =
        () -> heard == expected && observer.lines == seenBefore + count && isRamp();
    long begin = System.nanoTime();
    generator.connect(
        count,
        () -> {
          Listener listener = new Listener();
          joining.add(listener);
          return listener;
        });
    boolean complete = generator.pumpUntil(allHeardOfAll, patience);
    if (complete) {
      verdict.verified(expected + count);
    } else if (exact) {
      verdict.fault(
          String.format(
              Locale.ROOT,
              "not all heard of all who joined after them: %,d lines of %,d, observer %,d of %,d",
              heard,
              expected,
              observer.lines - seenBefore,
              count));
    }
    return new Storm((generator.lastReceipt() - begin) / 1e9, complete);
  }

  private boolean isRamp() {
    long[] counts = listeners.stream().mapToLong(listener -> listener.lines).sorted().toArray();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != newcomersLines + i) {
        return false;
      }
    }
    return true;
  }

  /** All but the observer leave, and the observer waits until it has heard of it. */
  void leave() throws IOException {
    int leaving = listeners.size();
    long seenAfter = observer.lines + leaving;
    generator.disconnectAllBut(1);
    boolean complete = generator.pumpUntil(() -> observer.lines >= seenAfter, patience);
    if (!complete && exact) {
      long untold = seenAfter - observer.lines;
      verdict.fault("of " + leaving + " leaves " + untold + " were not told");
    }
  }

  /**
   * How the joining went.
   *
   * @param exact whether everyone heard just what is expected
   */
  record Storm(double seconds, boolean exact) {}

  private final class Listener implements Receiver {
    private long lines;

    @Override
    public void receive(ByteBuffer chunk, long now) {
      int count = ByteCount.of((byte) '\n', chunk);
      lines += count;
      if (this != observer) {
        heard += count;
      }
    }

    @Override
    public void lost(String why) {
      verdict.fault("a client was disconnected as others joined: " + why);
    }
  }
}
