package chatserver.server;

import chatserver.metrics.Counters;
import chatserver.protocol.Notice;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts connections, in all, by address and by address and minute, and says which may come in. A
 * place is taken until the socket is closed. Thread-safe: newcomers acquire, sessions release.
 *
 * <p>An IPv6 client counts by its /64, since that is what one household or host is given. Loopback
 * is limited only in all.
 */
final class ConnectionLimiter {
  /** Some 10 MB. Past that the one is forgotten that has not joined for the longest time. */
  static final int MAX_NETWORKS = 65_536;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ServerConfig config;
  private final Counters counters;
  private final ShownAddresses addresses;
  private final LongSupplier nanoClock;

  // Guarded by this.
  private final Map<Network, TokenBucket> joins = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Network, Integer> byAddress = new HashMap<>();
  private int clients;

  ConnectionLimiter(
      ServerConfig config, Counters counters, ShownAddresses addresses, LongSupplier nanoClock) {
    this.config = config;
    this.counters = counters;
    this.addresses = addresses;
    this.nanoClock = nanoClock;
  }

  /**
   * Takes a place for a newcomer, to be given back by {@link #release}.
   *
   * @return why there is none, in words for the newcomer; empty where it may come in
   */
  synchronized Optional<String> acquire(InetAddress ip) {
    Network network = Network.around(ip);
    boolean isLimited = !ip.isLoopbackAddress();
    if (isLimited && !tryJoin(network)) {
      counters.refusedJoins.increment();
      return Optional.of(Notice.tooManyJoins(addresses.format(ip), config.maxJoins()));
    }
    Optional<String> full = refusalIfFull(0);
    if (full.isPresent()) {
      return full;
    }
    int most = config.maxPerAddress();
    if (isLimited && most > 0 && byAddress.getOrDefault(network, 0) >= most) {
      counters.refusedAddress.increment();
      return Optional.of(Notice.tooManyFrom(addresses.format(ip), most));
    }
    byAddress.merge(network, 1, Integer::sum);
    clients++;
    return Optional.empty();
  }

  private boolean tryJoin(Network network) {
    boolean isAllowed =
        joins
            .computeIfAbsent(
                network, key -> new TokenBucket(config.maxJoins(), MINUTE, MINUTE, nanoClock))
            .tryTake();
    // the one that joined last is at the end, and one with a full bucket need not be here
    Iterator<TokenBucket> oldest = joins.values().iterator();
    while (oldest.hasNext() && (oldest.next().isFull() || joins.size() > MAX_NETWORKS)) {
      oldest.remove();
    }
    return isAllowed;
  }

  /** How many networks it keeps the rate of. */
  synchronized int networks() {
    return joins.size();
  }

  /**
   * Looks whether there is a place beside so many more clients, without taking it. Where there is
   * none, that counts as a refusal.
   *
   * @return as {@link #acquire}
   */
  synchronized Optional<String> refusalIfFull(int more) {
    if (clients + more < config.maxClients()) {
      return Optional.empty();
    }
    counters.refusedFull.increment();
    return Optional.of(Notice.serverFull(config.maxClients()));
  }

  synchronized void release(InetAddress ip) {
    clients--;
    byAddress.computeIfPresent(Network.around(ip), (key, count) -> count == 1 ? null : count - 1);
  }
}
