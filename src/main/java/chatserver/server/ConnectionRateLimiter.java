package chatserver.server;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Limits how often one network may connect. Not thread-safe. */
final class ConnectionRateLimiter {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Some 10 MB. Past that the one is forgotten that has not connected for the longest time. */
  static final int MAX_NETWORKS = 65_536;

  private final int maxPerMinute;
  private final LongSupplier nanoClock;

  /** The one that connected last is at the end. One with a full bucket need not be here. */
  private final Map<Network, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param maxPerMinute 0 for any number
   */
  ConnectionRateLimiter(int maxPerMinute, LongSupplier nanoClock) {
    this.maxPerMinute = maxPerMinute;
    this.nanoClock = nanoClock;
  }

  /** Whether it may connect now; then this counts. */
  boolean tryAcquire(Network network) {
    boolean isAllowed =
        buckets
            .computeIfAbsent(
                network, key -> new TokenBucket(maxPerMinute, MINUTE, MINUTE, nanoClock))
            .tryTake();
    Iterator<TokenBucket> oldest = buckets.values().iterator();
    while (oldest.hasNext() && (oldest.next().isFull() || buckets.size() > MAX_NETWORKS)) {
      oldest.remove();
    }
    return isAllowed;
  }

  int networks() {
    return buckets.size();
  }
}
