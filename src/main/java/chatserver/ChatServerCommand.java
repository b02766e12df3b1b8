package chatserver;

import chatserver.server.ChatServer;
import chatserver.server.ServerConfig;
import chatserver.server.ThreadKind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line: options become a configuration, and what goes wrong becomes one line and an
 * exit code.
 */
@Command(
    name = "chat-server",
    description = "A chat room for telnet and nc.",
    mixinStandardHelpOptions = true,
    versionProvider = ChatServerCommand.Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
public final class ChatServerCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int CANNOT_START = 1;

  @Spec private CommandSpec spec;

  @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1")
  private String host;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      defaultValue = "8000")
  private int port;

  @Option(names = "--idle-timeout", paramLabel = "TIME", defaultValue = "60s")
  private Duration idleTimeout;

  @Option(names = "--max-line", paramLabel = "SIZE", defaultValue = "2048")
  private ByteSize maxLine;

  @Option(names = "--max-rate", paramLabel = "LINES", defaultValue = "100")
  private int maxRate;

  @Option(names = "--max-clients", paramLabel = "COUNT", defaultValue = "10000")
  private int maxClients;

  @Option(names = "--max-per-address", paramLabel = "COUNT", defaultValue = "100")
  private int maxPerAddress;

  @Option(names = "--max-backlog", paramLabel = "SIZE", defaultValue = "4MiB")
  private ByteSize maxBacklog;

  @Option(names = "--write-timeout", paramLabel = "TIME", defaultValue = "30s")
  private Duration writeTimeout;

  @Option(names = "--threads", paramLabel = "KIND", defaultValue = "auto")
  private ThreadChoice threads;

  @Option(names = {"-v", "--verbose"})
  private boolean verbose;

  enum ThreadChoice {
    auto,
    virtual,
    platform
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new ChatServerCommand())
        .registerConverter(Duration.class, Durations::parse)
        .registerConverter(ByteSize.class, ByteSize::parse)
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public Integer call() {
    if (verbose) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
    }
    ServerConfig config = config();
    try (ChatServer server = ChatServer.bind(config)) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stopper"));
      Thread.currentThread().setName("acceptor");
      server.serve();
      return OK;
    } catch (IOException e) {
      LoggerFactory.getLogger(ChatServerCommand.class)
          .error("cannot listen on {} port {}: {}", host, port, reason(e));
      return CANNOT_START;
    }
  }

  private static String reason(IOException e) {
    return e instanceof UnknownHostException ? "unknown host" : e.getMessage();
  }

  private ServerConfig config() {
    try {
      return ServerConfig.builder()
          .host(host)
          .port(port)
          .threads(threadKind())
          .maxLine((int) Math.min(maxLine.bytes(), Integer.MAX_VALUE))
          .idleTimeout(idleTimeout)
          .maxRate(maxRate)
          .maxClients(maxClients)
          .maxPerAddress(maxPerAddress)
          .maxBacklog(maxBacklog.bytes())
          .writeTimeout(writeTimeout)
          .build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
    }
  }

  private ThreadKind threadKind() {
    if (threads == ThreadChoice.virtual && !ThreadKind.isVirtualSupported()) {
      throw new IllegalArgumentException(
          "threads: virtual threads need Java 21 or newer, this is Java "
              + Runtime.version().feature());
    }
    return switch (threads) {
      case auto -> ThreadKind.best();
      case virtual -> ThreadKind.VIRTUAL;
      case platform -> ThreadKind.PLATFORM;
    };
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = ChatServerCommand.class.getPackage().getImplementationVersion();
      return new String[] {"chat-server " + (version == null ? "(not packaged)" : version)};
    }
  }
}
