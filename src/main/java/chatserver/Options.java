package chatserver;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options, in the groups that {@code --help} shows. The defaults of the server stand here. */
final class Options {
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  private Options() {}

  enum ThreadChoice {
    auto,
    virtual,
    platform
  }

  static final class Listening {
    @Option(
        names = "--host",
        paramLabel = "ADDRESS",
        defaultValue = "127.0.0.1",
        description = "The address to listen on; 0.0.0.0 or :: for all." + DEFAULT)
    String host;

    @Option(
        names = {"-p", "--port"},
        paramLabel = "PORT",
        defaultValue = "8000",
        description = "The port; 0 picks a free one." + DEFAULT)
    int port;
  }

  static final class Content {
    @Option(
        names = "--motd",
        paramLabel = "FILE",
        description = "Greet newcomers with this text (UTF-8) instead of the default line.")
    Path motd;

    @Option(
        names = "--history",
        paramLabel = "LINES",
        defaultValue = "0",
        description = "Show newcomers the last lines said." + DEFAULT)
    int history;

    @Option(
        names = "--transcript",
        paramLabel = "FILE",
        description = "Append each line that everyone sees, with the time in front.")
    Path transcript;
  }

  static final class ClientLimits {
    @Option(
        names = "--max-line",
        paramLabel = "SIZE",
        defaultValue = "2048",
        description = "Longest line." + DEFAULT)
    ByteSize maxLine;

    @Option(
        names = "--max-rate",
        paramLabel = "LINES",
        defaultValue = "100",
        description = "Lines a second, in bursts of ten seconds' worth; 0: any number." + DEFAULT)
    int maxRate;

    @Option(
        names = "--idle-timeout",
        paramLabel = "TIME",
        defaultValue = "60s",
        description = "Disconnect after this long without a byte; 0: never." + DEFAULT)
    Duration idleTimeout;

    @Option(
        names = "--max-backlog",
        paramLabel = "SIZE",
        defaultValue = "4MiB",
        description = "Output that may wait before the client is too slow." + DEFAULT)
    ByteSize maxBacklog;

    @Option(
        names = "--write-timeout",
        paramLabel = "TIME",
        defaultValue = "30s",
        description = "How long output may not move at all." + DEFAULT)
    Duration writeTimeout;
  }

  static final class ServerLimits {
    @Option(
        names = "--max-clients",
        paramLabel = "COUNT",
        defaultValue = "10000",
        description = "Clients at once." + DEFAULT)
    int maxClients;

    @Option(
        names = "--max-per-address",
        paramLabel = "COUNT",
        defaultValue = "100",
        description =
            "Clients from one address (IPv6: one /64), loopback exempt; 0: any." + DEFAULT)
    int maxPerAddress;
  }

  static final class Running {
    @Option(
        names = "--threads",
        paramLabel = "KIND",
        defaultValue = "auto",
        description = "auto, virtual (Java 21 and newer) or platform." + DEFAULT)
    ThreadChoice threads;

    @Option(
        names = {"-v", "--verbose"},
        description = "Log what peers do wrong, too.")
    boolean verbose;

    @Option(
        names = {"-q", "--quiet"},
        description = "Log warnings and errors only.")
    boolean quiet;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        description = "Show the version.")
    boolean version;
  }
}
