package chatserver.server;

import static java.nio.file.StandardOpenOption.WRITE;

import chatserver.metrics.Counters;
import chatserver.protocol.CleanText;
import chatserver.protocol.Notice;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may come in as far as the operator says: the lock, and the bans, with the file that keeps
 * them across a restart. Thread-safe: a change waits for the file, a lookup waits for nothing.
 */
final class AccessControl {
  private final Optional<Path> file;
  private final InstantSource clock;
  private final Counters counters;
  private final Map<Network, Ban> bans = new ConcurrentHashMap<>(); // changed with the lock of this
  private volatile boolean locked; // written by operators

  /** Reads the bans. A file that there is not holds none; a wrong line is an IOException. */
  AccessControl(Optional<Path> file, InstantSource clock, Counters counters) throws IOException {
    this.file = file;
    this.clock = clock;
    this.counters = counters;
    if (file.isPresent() && Files.exists(file.get())) {
      read(file.get());
    }
  }

  private void read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + " is a directory");
    }
    int number = 0;
    for (String line : CleanText.lines(Files.readAllBytes(path))) {
      number++;
      try {
        if (!line.isBlank() && !line.strip().startsWith("#")) {
          Ban ban = Ban.parse(line);
          bans.put(ban.network(), ban);
        }
      } catch (IllegalArgumentException e) {
        throw new IOException(path + ", line " + number + ": " + e.getMessage(), e);
      }
    }
  }

  void setLocked(boolean isLocked) {
    locked = isLocked;
  }

  /** As {@link #refusal}, for one that has been asked for already; this is not counted. */
  boolean mayEnter(InetAddress ip) {
    return !locked && banOf(ip).isEmpty();
  }

  /** Why a newcomer is refused, in words for it; empty where it may come in. */
  Optional<String> refusal(InetAddress ip) {
    Optional<Ban> ban = banOf(ip);
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

  /**
   * The ban that keeps this address out, if any. Each length of prefix is looked up, so the cost
   * does not grow with the number of bans: less than 1 µs for IPv4, and 5 for IPv6.
   */
  Optional<Ban> banOf(InetAddress ip) {
    for (int length = 0; length <= Network.bits(ip) && !bans.isEmpty(); length++) {
      Ban ban = bans.get(Network.of(ip, length));
      if (ban != null && !ban.isOver(clock.instant())) {
        return Optional.of(ban);
      }
    }
    return Optional.empty();
  }

  /** Adds a ban, in place of one of the same network. It is in force even if not written. */
  synchronized void ban(Ban ban) throws IOException {
    bans.put(ban.network(), ban);
    write();
  }

  /** Takes a ban back, even if that cannot be written; false where there is none. */
  synchronized boolean unban(Network network) throws IOException {
    removeOver();
    boolean isRemoved = bans.remove(network) != null;
    if (isRemoved) {
      write();
    }
    return isRemoved;
  }

  /** The bans in force, in the order of their networks. */
  synchronized List<Ban> bans() {
    removeOver();
    return bans.values().stream()
        .sorted(Comparator.comparing(Ban::network, Network.ORDER))
        .toList();
  }

  private void removeOver() {
    bans.values().removeIf(ban -> ban.isOver(clock.instant()));
  }

  /** A crash in the middle leaves the file as it was. */
  private void write() throws IOException {
    if (file.isEmpty()) {
      return;
    }
    String heading = "# network, until when, why: written by the chat server\n";
    StringBuilder text = new StringBuilder(heading);
    bans().forEach(ban -> text.append(ban).append('\n'));
    Path path = file.get();
    Path beside = path.resolveSibling(path.getFileName() + ".new");
    Files.writeString(beside, text);
    try (FileChannel channel = FileChannel.open(beside, WRITE)) {
      channel.force(true);
    }
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
  }
}
