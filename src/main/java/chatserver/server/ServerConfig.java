package chatserver.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All that can be set, checked where it is made. The {@link Builder} says what each means. */
public record ServerConfig(
    String host,
    int port,
    ThreadKind threads,
    int maxLine,
    Duration idleTimeout,
    int maxRate,
    int maxJoins,
    int maxClients,
    int maxPerAddress,
    long maxBacklog,
    Duration writeTimeout,
    Optional<Path> motd,
    int history,
    Optional<Path> transcript,
    Duration settle,
    Optional<Path> bans,
    List<Network> proxyFrom,
    boolean hideAddresses) {

  /** Starts out with the defaults. */
  public static final class Builder {
    public String host = "127.0.0.1"; // the name or address to listen on
    public int port = 8000; // 0 picks a free one
    public ThreadKind threads = ThreadKind.best(); // of readers, writers and the broadcaster
    public int maxLine = 2048; // bytes
    public Duration idleTimeout = Duration.ofSeconds(60); // without a byte; zero for ever
    public int maxRate = 10; // lines a second from one client; 0 for any number
    public int maxJoins = 60; // connections a minute from one address; 0 for any number
    public int maxClients = 10_000; // online at once
    public int maxPerAddress = 100; // clients from one address; 0 for any number
    public long maxBacklog = 4 * 1024 * 1024; // bytes that may wait for one client
    public Duration writeTimeout = Duration.ofSeconds(30); // how long output may not move
    public Optional<Path> motd = Optional.empty(); // read first, in place of the usual line
    public int history; // how many of the last lines said a newcomer gets
    public Optional<Path> transcript = Optional.empty(); // public lines are appended to it
    public Duration settle = Duration.ZERO; // before a client is online, unless it sends a line
    public Optional<Path> bans = Optional.empty(); // keeps them
    public List<Network> proxyFrom = List.of(); // these connections begin with a PROXY header
    public boolean hideAddresses; // clients see tokens in the place of addresses

    /** A value out of its range is an IllegalArgumentException that names option and range. */
    public ServerConfig build() {
      return new ServerConfig(
          host,
          port,
          threads,
          maxLine,
          idleTimeout,
          maxRate,
          maxJoins,
          maxClients,
          maxPerAddress,
          maxBacklog,
          writeTimeout,
          motd,
          history,
          transcript,
          settle,
          bans,
          proxyFrom,
          hideAddresses);
    }
  }

  public ServerConfig {
    proxyFrom = List.copyOf(proxyFrom);
    check(
        threads != ThreadKind.VIRTUAL || ThreadKind.isVirtualSupported(),
        "threads virtual needs Java 21 or newer, this is Java " + Runtime.version().feature());
    checkRange("port", port, 0, 65_535);
    checkRange("max-line", maxLine, 16, 1024 * 1024);
    checkRange("max-rate", maxRate, 0, 1_000_000);
    checkRange("max-joins", maxJoins, 0, 1_000_000);
    checkRange("max-clients", maxClients, 1, Integer.MAX_VALUE);
    checkRange("max-per-address", maxPerAddress, 0, Integer.MAX_VALUE);
    checkRange("max-backlog", maxBacklog, 16 * 1024, 1024 * 1024 * 1024);
    checkRange("history", history, 0, 100_000);
    checkTime("idle-timeout", idleTimeout);
    check(writeTimeout.compareTo(Duration.ZERO) > 0, "write-timeout must be more than 0");
    checkTime("write-timeout", writeTimeout);
    checkTime("settle", settle);
  }

  private static void checkRange(String option, long value, long least, long most) {
    check(
        value >= least && value <= most,
        option + " must be between " + least + " and " + most + ", not " + value);
  }

  private static void checkTime(String option, Duration time) {
    Duration longest = Duration.ofDays(36_500); // fits nanoseconds
    check(!time.isNegative(), option + " must not be negative");
    check(time.compareTo(longest) <= 0, option + " must be at most " + longest.toDays() + " days");
  }

  private static void check(boolean isValid, String message) {
    if (!isValid) {
      throw new IllegalArgumentException(message);
    }
  }
}
