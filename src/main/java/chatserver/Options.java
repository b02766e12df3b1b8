package chatserver;

import chatserver.server.Network;
import chatserver.server.ServerConfig;
import chatserver.server.ThreadKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options, in the order of {@code --help}; what that says of them is in help.properties. */
@Command(mixinStandardHelpOptions = true)
final class Options {
  private static final ServerConfig.Builder DEFAULTS = new ServerConfig.Builder();
  private static final long MIB = 1024 * 1024;

  /** In lower case because picocli takes, and shows, the names as they stand here. */
  enum ThreadChoice {
    auto(DEFAULTS.threads),
    virtual(ThreadKind.VIRTUAL),
    platform(ThreadKind.PLATFORM);

    private final ThreadKind kind;

    ThreadChoice(ThreadKind kind) {
      this.kind = kind;
    }
  }

  record Size(long bytes) {
    @Override
    public String toString() {
      return bytes >= MIB && bytes % MIB == 0 ? bytes / MIB + "MiB" : "" + bytes;
    }
  }

  record Time(Duration duration) {
    @Override
    public String toString() {
      long millis = duration.toMillis();
      return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
  }

  @Option(names = "--host", paramLabel = "ADDRESS")
  private String host = DEFAULTS.host;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT")
  private int port = DEFAULTS.port;

  @Option(names = "--proxy-from", paramLabel = "CIDR", split = ",")
  private List<Network> proxyFrom = DEFAULTS.proxyFrom;

  @Option(names = "--motd", paramLabel = "FILE")
  private Path motd;

  @Option(names = "--history", paramLabel = "LINES")
  private int history = DEFAULTS.history;

  @Option(names = "--transcript", paramLabel = "FILE")
  private Path transcript;

  @Option(names = "--settle", paramLabel = "TIME")
  private Time settle = new Time(DEFAULTS.settle);

  @Option(names = "--hide-addresses", fallbackValue = "true")
  private boolean hideAddresses;

  @Option(names = "--max-line", paramLabel = "SIZE")
  private Size maxLine = new Size(DEFAULTS.maxLine);

  @Option(names = "--max-rate", paramLabel = "LINES")
  private int maxRate = DEFAULTS.maxRate;

  @Option(names = "--idle-timeout", paramLabel = "TIME")
  private Time idleTimeout = new Time(DEFAULTS.idleTimeout);

  @Option(names = "--max-backlog", paramLabel = "SIZE")
  private Size maxBacklog = new Size(DEFAULTS.maxBacklog);

  @Option(names = "--write-timeout", paramLabel = "TIME")
  private Time writeTimeout = new Time(DEFAULTS.writeTimeout);

  @Option(names = "--max-clients", paramLabel = "COUNT")
  private int maxClients = DEFAULTS.maxClients;

  @Option(names = "--max-joins", paramLabel = "COUNT")
  private int maxJoins = DEFAULTS.maxJoins;

  @Option(names = "--max-per-address", paramLabel = "COUNT")
  private int maxPerAddress = DEFAULTS.maxPerAddress;

  @Option(names = "--control", paramLabel = "FILE")
  Path control;

  @Option(names = "--bans", paramLabel = "FILE")
  private Path bans;

  @Option(names = "--threads", paramLabel = "KIND")
  private ThreadChoice threads = ThreadChoice.auto;

  // without a fallback, a flag would turn round what the environment or a file says
  @Option(
      names = {"-v", "--verbose"},
      fallbackValue = "true")
  boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      fallbackValue = "true")
  boolean quiet;

  @Option(names = "--completion")
  boolean completion;

  /** The configuration that these options make; throws as {@link ServerConfig.Builder#build}. */
  ServerConfig toConfig() {
    ServerConfig.Builder config = new ServerConfig.Builder();
    config.host = host;
    config.port = port;
    config.threads = threads.kind;
    config.maxLine = (int) Math.min(maxLine.bytes(), Integer.MAX_VALUE);
    config.idleTimeout = idleTimeout.duration();
    config.maxRate = maxRate;
    config.maxJoins = maxJoins;
    config.maxClients = maxClients;
    config.maxPerAddress = maxPerAddress;
    config.maxBacklog = maxBacklog.bytes();
    config.writeTimeout = writeTimeout.duration();
    config.motd = Optional.ofNullable(motd);
    config.history = history;
    config.transcript = Optional.ofNullable(transcript);
    config.settle = settle.duration();
    config.bans = Optional.ofNullable(bans);
    config.proxyFrom = proxyFrom;
    config.hideAddresses = hideAddresses;
    return config.build();
  }
}
