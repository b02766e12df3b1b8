package chatserver;

import chatserver.server.ServerConfig;
import chatserver.server.ThreadKind;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options, in the order of {@code --help}; what that says of them is in help.properties. */
final class Options {
  private static final ServerConfig DEFAULTS = ServerConfig.builder().build();

  /** In lower case because picocli takes, and shows, the names as they stand here. */
  enum ThreadChoice {
    auto,
    virtual,
    platform
  }

  @Option(names = "--host", paramLabel = "ADDRESS")
  private String host = DEFAULTS.host();

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT")
  private int port = DEFAULTS.port();

  @Option(names = "--proxy-from", paramLabel = "CIDR", split = ",")
  private List<String> proxyFrom = List.of();

  @Option(names = "--motd", paramLabel = "FILE")
  private Path motd;

  @Option(names = "--history", paramLabel = "LINES")
  private int history = DEFAULTS.history();

  @Option(names = "--transcript", paramLabel = "FILE")
  private Path transcript;

  @Option(names = "--settle", paramLabel = "TIME")
  private Units.Time settle = new Units.Time(DEFAULTS.settle());

  @Option(names = "--hide-addresses", fallbackValue = "true")
  private boolean hideAddresses;

  @Option(names = "--max-line", paramLabel = "SIZE")
  private Units.Size maxLine = new Units.Size(DEFAULTS.maxLine());

  @Option(names = "--max-rate", paramLabel = "LINES")
  private int maxRate = DEFAULTS.maxRate();

  @Option(names = "--idle-timeout", paramLabel = "TIME")
  private Units.Time idleTimeout = new Units.Time(DEFAULTS.idleTimeout());

  @Option(names = "--max-backlog", paramLabel = "SIZE")
  private Units.Size maxBacklog = new Units.Size(DEFAULTS.maxBacklog());

  @Option(names = "--write-timeout", paramLabel = "TIME")
  private Units.Time writeTimeout = new Units.Time(DEFAULTS.writeTimeout());

  @Option(names = "--max-clients", paramLabel = "COUNT")
  private int maxClients = DEFAULTS.maxClients();

  @Option(names = "--max-joins", paramLabel = "COUNT")
  private int maxJoins = DEFAULTS.maxJoins();

  @Option(names = "--max-per-address", paramLabel = "COUNT")
  private int maxPerAddress = DEFAULTS.maxPerAddress();

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

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true)
  private boolean version;

  /**
   * The configuration that these options make.
   *
   * @throws IllegalArgumentException as {@link ServerConfig} does
   */
  ServerConfig toConfig() {
    return ServerConfig.builder()
        .host(host)
        .port(port)
        .threads(threadKind())
        .maxLine((int) Math.min(maxLine.bytes(), Integer.MAX_VALUE))
        .idleTimeout(idleTimeout.duration())
        .maxRate(maxRate)
        .maxJoins(maxJoins)
        .maxClients(maxClients)
        .maxPerAddress(maxPerAddress)
        .maxBacklog(maxBacklog.bytes())
        .writeTimeout(writeTimeout.duration())
        .motd(motd)
        .history(history)
        .transcript(transcript)
        .settle(settle.duration())
        .bans(bans)
        .proxyFrom(proxyFrom)
        .hideAddresses(hideAddresses)
        .build();
  }

  private ThreadKind threadKind() {
    return switch (threads) {
      case auto -> DEFAULTS.threads();
      case virtual -> ThreadKind.VIRTUAL;
      case platform -> ThreadKind.PLATFORM;
    };
  }
}
