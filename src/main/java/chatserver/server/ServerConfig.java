package chatserver.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that can be set, checked where it is made.
 *
 * @param host the name or address to listen on
 * @param port 0 picks a free one
 * @param threads what readers, writers and the broadcaster run on
 * @param maxLine bytes in a line
 * @param idleTimeout how long a client may send nothing; zero for ever
 * @param maxRate lines a second from one client; 0 for any number
 * @param maxJoins connections a minute from one address; 0 for any number
 * @param maxClients clients online at once
 * @param maxPerAddress clients from one address; 0 for any number
 * @param maxBacklog bytes that may wait for one client
 * @param writeTimeout how long output may not move
 * @param motd the file of what a newcomer gets first, in place of the usual line, if any
 * @param history how many of the last lines said a newcomer gets
 * @param transcript the file that public lines are appended to, if any
 * @param settle how long a client has to stay before it is online, unless it sends a line
 * @param bans the file that keeps the bans, if any
 * @param proxyFrom the networks of proxies: connections from there begin with a PROXY header
 * @param hideAddresses whether clients see tokens in the place of addresses
 */
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

  private static final Duration LONGEST = Duration.ofDays(36_500); // fits nanoseconds

  /**
   * @throws IllegalArgumentException where a value is out of its range; the message names the
   *     option and the range
   */
  public ServerConfig {
    Objects.requireNonNull(host);
    Objects.requireNonNull(threads);
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

  public static Builder builder() {
    return new Builder();
  }

  private static void checkRange(String option, long value, long least, long most) {
    check(
        value >= least && value <= most,
        option + " must be between " + least + " and " + most + ", not " + value);
  }

  private static void checkTime(String option, Duration time) {
    check(!time.isNegative(), option + " must not be negative");
    check(time.compareTo(LONGEST) <= 0, option + " must be at most " + LONGEST.toDays() + " days");
  }

  private static void check(boolean isValid, String message) {
    if (!isValid) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Starts out with the defaults. */
  public static final class Builder {
    private String host = "127.0.0.1";
    private int port = 8000;
    private ThreadKind threads = ThreadKind.best();
    private int maxLine = 2048;
    private Duration idleTimeout = Duration.ofSeconds(60);
    private int maxRate = 10;
    private int maxJoins = 60;
    private int maxClients = 10_000;
    private int maxPerAddress = 100;
    private long maxBacklog = 4 * 1024 * 1024;
    private Duration writeTimeout = Duration.ofSeconds(30);
    private Optional<Path> motd = Optional.empty();
    private int history;
    private Optional<Path> transcript = Optional.empty();
    private Duration settle = Duration.ZERO;
    private Optional<Path> bans = Optional.empty();
    private List<Network> proxyFrom = List.of();
    private boolean hideAddresses;

    private Builder() {}

    public Builder host(String value) {
      host = value;
      return this;
    }

    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder threads(ThreadKind value) {
      threads = value;
      return this;
    }

    public Builder maxLine(int value) {
      maxLine = value;
      return this;
    }

    public Builder idleTimeout(Duration value) {
      idleTimeout = value;
      return this;
    }

    public Builder maxRate(int value) {
      maxRate = value;
      return this;
    }

    public Builder maxJoins(int value) {
      maxJoins = value;
      return this;
    }

    public Builder maxClients(int value) {
      maxClients = value;
      return this;
    }

    public Builder maxPerAddress(int value) {
      maxPerAddress = value;
      return this;
    }

    public Builder maxBacklog(long value) {
      maxBacklog = value;
      return this;
    }

    public Builder writeTimeout(Duration value) {
      writeTimeout = value;
      return this;
    }

    /** Null for none. */
    public Builder motd(Path value) {
      motd = Optional.ofNullable(value);
      return this;
    }

    public Builder history(int value) {
      history = value;
      return this;
    }

    /** Null for none. */
    public Builder transcript(Path value) {
      transcript = Optional.ofNullable(value);
      return this;
    }

    public Builder settle(Duration value) {
      settle = value;
      return this;
    }

    /** Null for none. */
    public Builder bans(Path value) {
      bans = Optional.ofNullable(value);
      return this;
    }

    /**
     * Networks and single addresses.
     *
     * @throws IllegalArgumentException where one is neither; the message names the option
     */
    public Builder proxyFrom(List<String> values) {
      try {
        proxyFrom = values.stream().map(text -> Network.parseExact(text.strip())).toList();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("proxy-from " + e.getMessage(), e);
      }
      return this;
    }

    public Builder hideAddresses(boolean value) {
      hideAddresses = value;
      return this;
    }

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
}
