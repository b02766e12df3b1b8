package chatserver.server;

import chatserver.metrics.Counters;
import chatserver.protocol.Notice;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts connections, in all, by address and by address and minute, and says which may come in. A
 * place is taken until the socket is closed. Thread-safe: newcomers acquire, sessions release.
 *
 * <p>An IPv6 client counts by its /64, since that is what one household or host is given. Loopback
 * counts only in all.
 */
final class ConnectionLimiter {
  /** A full server lets so many proxies name their clients, so that these are told. */
  private static final int MAX_SURPLUS = 100;

  private final int maxClients;
  private final int maxPerAddress;
  private final int maxJoins;
  private final Counters counters;
  private final ShownAddresses addresses;

  // Guarded by this.
  private final ConnectionRateLimiter joins;
  private final Map<Network, Integer> byAddress = new HashMap<>();
  private int clients;
  private int unnamed;

  ConnectionLimiter(
      ServerConfig config, Counters counters, ShownAddresses addresses, LongSupplier nanoClock) {
    this.maxClients = config.maxClients();
    this.maxPerAddress = config.maxPerAddress();
    this.maxJoins = config.maxJoins();
    this.counters = counters;
    this.addresses = addresses;
    this.joins = new ConnectionRateLimiter(maxJoins, nanoClock);
  }

  /**
   * Takes a place for a newcomer, to be given back by {@link #release}.
   *
   * @return why there is none, in words for the newcomer; empty where it may come in
   */
  synchronized Optional<String> acquire(InetAddress ip) {
    if (!ip.isLoopbackAddress() && !joins.tryAcquire(Network.around(ip))) {
      counters.refusedJoins.increment();
      return Optional.of(Notice.tooManyJoins(addresses.format(ip), maxJoins));
    }
    if (clients >= maxClients) {
      counters.refusedFull.increment();
      return Optional.of(Notice.serverFull(maxClients));
    }
    if (isCounted(ip) && byAddress.merge(Network.around(ip), 1, Integer::sum) > maxPerAddress) {
      releaseAddress(ip);
      counters.refusedAddress.increment();
      return Optional.of(Notice.tooManyFrom(addresses.format(ip), maxPerAddress));
    }
    clients++;
    return Optional.empty();
  }

  /**
   * Takes a place in all for a connection whose client is not known yet, to be given back by {@link
   * #releaseUnnamed} before the client acquires one by its own address.
   *
   * @return as {@link #acquire}
   */
  synchronized Optional<String> acquireUnnamed() {
    if (clients + unnamed - MAX_SURPLUS >= maxClients) {
      counters.refusedFull.increment();
      return Optional.of(Notice.serverFull(maxClients));
    }
    unnamed++;
    return Optional.empty();
  }

  synchronized void releaseUnnamed() {
    unnamed--;
  }

  synchronized void release(InetAddress ip) {
    clients--;
    if (isCounted(ip)) {
      releaseAddress(ip);
    }
  }

  private boolean isCounted(InetAddress ip) {
    return maxPerAddress > 0 && !ip.isLoopbackAddress();
  }

  private void releaseAddress(InetAddress ip) {
    byAddress.computeIfPresent(Network.around(ip), (key, count) -> count == 1 ? null : count - 1);
  }
}
