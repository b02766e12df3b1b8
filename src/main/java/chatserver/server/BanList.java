package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import chatserver.protocol.CleanText;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
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
 * The bans, and the file that keeps them across a restart. Thread-safe: a change waits for the
 * file, a lookup waits for nothing.
 *
 * <p>A lookup asks one map for each length of prefix in use, so its cost does not grow with the
 * number of bans.
 */
final class BanList {
  private static final String HEADING = "# network, until when, why: written by the chat server\n";

  private final Optional<Path> file;
  private final InstantSource clock;

  /** By the length of the prefix; no map is empty. Changed with the lock of this held. */
  private final Map<Integer, Map<Network, Ban>> bans = new ConcurrentHashMap<>();

  private BanList(Optional<Path> file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * Reads the bans. A file that there is not holds none.
   *
   * @throws IOException where the file cannot be read, or one of its lines is wrong
   */
  static BanList load(Optional<Path> file, InstantSource clock) throws IOException {
    BanList list = new BanList(file, clock);
    if (file.isPresent() && Files.exists(file.get())) {
      list.read(file.get());
    }
    return list;
  }

  private void read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + " is a directory");
    }
    List<String> lines = CleanText.lines(Files.readAllBytes(path));
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      try {
        put(Ban.parse(line));
      } catch (IllegalArgumentException e) {
        throw new IOException(path + ", line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    removeOver();
  }

  /** How many maps a lookup asks at most: up to 33 for an IPv4 address, 129 for an IPv6 one. */
  int prefixLengths() {
    return bans.size();
  }

  /** The ban that keeps this address out, if any. */
  Optional<Ban> find(InetAddress ip) {
    for (Map.Entry<Integer, Map<Network, Ban>> each : bans.entrySet()) {
      if (each.getKey() <= Network.bits(ip)) {
        Ban ban = each.getValue().get(Network.of(ip, each.getKey()));
        if (ban != null && !ban.isOver(clock.instant())) {
          return Optional.of(ban);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Adds a ban, in place of one of the same network.
   *
   * @throws IOException where the ban is in force, and could not be written
   */
  synchronized void add(Ban ban) throws IOException {
    put(ban);
    write();
  }

  /**
   * Takes a ban back.
   *
   * @return false where there is none of this network
   * @throws IOException where it is taken back, and that could not be written
   */
  synchronized boolean remove(Network network) throws IOException {
    removeOver();
    boolean isRemoved = take(network);
    if (isRemoved) {
      write();
    }
    return isRemoved;
  }

  /** All that are in force, in the order of their networks. */
  synchronized List<Ban> list() {
    removeOver();
    return bans.values().stream()
        .flatMap(some -> some.values().stream())
        .sorted(Comparator.comparing(Ban::network))
        .toList();
  }

  private void put(Ban ban) {
    bans.computeIfAbsent(ban.network().length(), length -> new ConcurrentHashMap<>())
        .put(ban.network(), ban);
  }

  private boolean take(Network network) {
    Map<Network, Ban> some = bans.getOrDefault(network.length(), Map.of());
    boolean isRemoved = some.containsKey(network) && some.remove(network) != null;
    if (isRemoved && some.isEmpty()) {
      bans.remove(network.length());
    }
    return isRemoved;
  }

  private void removeOver() {
    bans.values().forEach(some -> some.values().removeIf(ban -> ban.isOver(clock.instant())));
    bans.values().removeIf(Map::isEmpty);
  }

  /** A crash in the middle leaves the file as it was. */
  private void write() throws IOException {
    if (file.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder(HEADING);
    list().forEach(ban -> text.append(ban).append('\n'));
    Path path = file.get();
    Path beside = path.resolveSibling(path.getFileName() + ".new");
    try (FileChannel channel = FileChannel.open(beside, CREATE, TRUNCATE_EXISTING, WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
  }
}
