package chatserver.server;

import chatserver.room.RoomLoad;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What one client pays for what it sends, in tokens of its rate. Each charge returns the
 * nanoseconds until the client has paid. Used by one reader.
 */
final class InputRate {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration BURST = Duration.ofSeconds(10);

  private final RoomLoad load;
  private final TokenBucket bucket;
  private final int maxLine;
  private int priceDoublings;
  private int bytesWithoutLine;
  private long discardedBytes;

  InputRate(ServerConfig config, RoomLoad load, LongSupplier nanoClock) {
    this.load = load;
    this.bucket = new TokenBucket(config.maxRate(), SECOND, BURST, nanoClock);
    this.maxLine = config.maxLine();
  }

  /** The price is the same for all that one read brings. */
  void beginRead() {
    priceDoublings = load.doublings();
  }

  long chargeLine(int bytes) {
    bytesWithoutLine = 0;
    return bucket.take(Cost.ofLine(bytes, priceDoublings));
  }

  /**
   * Charges for bytes that have brought no line. A line that may still come, and the CR of its end,
   * is charged when it comes.
   */
  long chargeBytes(int count) {
    int tokens = 0;
    for (bytesWithoutLine += count; bytesWithoutLine > maxLine + 1; bytesWithoutLine -= maxLine) {
      tokens += Cost.ofLine(maxLine, 0);
    }
    return tokens == 0 ? 0 : bucket.take(tokens);
  }

  /**
   * Charges for what is thrown away of lines that are too long.
   *
   * @param total bytes up to now
   */
  long chargeDiscarded(long total) {
    int tokens = Cost.ofDiscarded(discardedBytes, total);
    discardedBytes = total;
    return tokens == 0 ? 0 : bucket.take(tokens);
  }

  /** Has tokens paid before the next line: the present one is executed at once. */
  void owe(int tokens) {
    bucket.take(tokens);
  }
}
