package chatserver.server;

import chatserver.metrics.Counters;
import chatserver.protocol.Notice;
import java.net.InetAddress;
import java.util.Optional;

/** Who may come in as far as the operator says: bans, and the lock. Thread-safe. */
final class AccessControl {
  private final BanList bans;
  private final Counters counters;
  private volatile boolean locked; // written by operators

  AccessControl(BanList bans, Counters counters) {
    this.bans = bans;
    this.counters = counters;
  }

  BanList bans() {
    return bans;
  }

  void setLocked(boolean isLocked) {
    locked = isLocked;
  }

  /** As {@link #refusal}, for one that has been asked for already; this is not counted. */
  boolean mayEnter(InetAddress ip) {
    return !locked && bans.find(ip).isEmpty();
  }

  /** Why a newcomer is refused, in words for it; empty where it may come in. */
  Optional<String> refusal(InetAddress ip) {
    Optional<Ban> ban = bans.find(ip);
    if (ban.isPresent()) {
      counters.refusedBanned.increment();
      return Optional.of(Notice.banned(ban.get().reason()));
    }
    if (locked) {
      counters.refusedLocked.increment();
      return Optional.of(Notice.LOCKED);
    }
    return Optional.empty();
  }
}
