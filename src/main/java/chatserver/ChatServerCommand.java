package chatserver;

import chatserver.protocol.CleanText;
import chatserver.server.ChatServer;
import chatserver.server.ServerConfig;
import chatserver.server.ThreadKind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line: options become a configuration, and what goes wrong becomes one line and an
 * exit code.
 */
@Command(
    name = "chat-server",
    description = "A chat room for everyone with telnet or nc.",
    customSynopsis = "java -jar chat-server.jar [OPTION]... [@FILE]",
    versionProvider = ChatServerCommand.Version.class,
    sortOptions = false,
    footer = {
      "",
      "An option can also be set by an environment variable (CHAT_SERVER_PORT for",
      "--port, CHAT_SERVER_MAX_LINE for --max-line, ...) or in a properties file",
      "(port=9000), given as @FILE. The command line wins, then the environment.",
      "SIZE: bytes, or 64KiB, 4MiB. TIME: 500ms, 60s, 2m, 1h.",
      "Exit codes: 0 stopped, 1 could not start, 2 wrong usage."
    })
public final class ChatServerCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int CANNOT_START = 1;
  private static final int WRONG_USAGE = 2;

  /** A newcomer gets it in one piece. */
  private static final int MAX_GREETING_BYTES = 64 * 1024;

  @Spec private CommandSpec spec;

  @ArgGroup(validate = false, heading = "%nWhere to listen:%n", order = 1)
  private final Options.Listening listening = new Options.Listening();

  @ArgGroup(validate = false, heading = "%nWhat is shown and kept:%n", order = 2)
  private final Options.Content content = new Options.Content();

  @ArgGroup(validate = false, heading = "%nLimits for one client:%n", order = 3)
  private final Options.ClientLimits clientLimits = new Options.ClientLimits();

  @ArgGroup(validate = false, heading = "%nLimits for all:%n", order = 4)
  private final Options.ServerLimits serverLimits = new Options.ServerLimits();

  @ArgGroup(validate = false, heading = "%nRunning:%n", order = 5)
  private final Options.Running running = new Options.Running();

  /** Runs the server until it is stopped. */
  public static void main(String[] args) {
    System.exit(execute(args, System.getenv()));
  }

  /** Runs the server until it is stopped, and returns the exit code. */
  static int execute(String[] args, Map<String, String> environment) {
    Settings settings = new Settings(environment);
    CommandLine commandLine =
        new CommandLine(new ChatServerCommand())
            .registerConverter(Duration.class, Durations::parse)
            .registerConverter(ByteSize.class, ByteSize::parse)
            .setExpandAtFiles(false)
            .setDefaultValueProvider(settings);
    List<String> options = new ArrayList<>();
    try {
      for (String arg : args) {
        if (arg.startsWith("@")) {
          settings.load(arg.substring(1), commandLine);
        } else {
          options.add(arg);
        }
      }
    } catch (ParameterException e) {
      return refuse(e);
    }
    return commandLine.execute(options.toArray(String[]::new));
  }

  private static int refuse(ParameterException e) {
    CommandLine commandLine = e.getCommandLine();
    commandLine.getErr().println(e.getMessage());
    commandLine.usage(commandLine.getErr());
    return WRONG_USAGE;
  }

  @Override
  public Integer call() {
    ServerConfig.Builder config = config();
    setLogLevel();
    try {
      if (content.motd != null) {
        config.greeting(greeting(content.motd));
      }
      serve(config.build());
      return OK;
    } catch (IOException e) {
      LoggerFactory.getLogger(ChatServerCommand.class).error("cannot start: {}", reason(e));
      return CANNOT_START;
    }
  }

  private void serve(ServerConfig config) throws IOException {
    try (ChatServer server = ChatServer.bind(config)) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stopper"));
      Thread.currentThread().setName("acceptor");
      server.serve();
    }
  }

  private static List<String> greeting(Path file) throws IOException {
    if (Files.size(file) > MAX_GREETING_BYTES) {
      throw new IOException(file + " is longer than " + MAX_GREETING_BYTES + " bytes");
    }
    return CleanText.lines(Files.readAllBytes(file));
  }

  /** One line that says what failed: some exceptions only name the file or the host. */
  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "unknown host " + e.getMessage();
    }
    if (e instanceof NoSuchFileException) {
      return "no such file: " + e.getMessage();
    }
    if (e instanceof AccessDeniedException) {
      return "not allowed to use " + e.getMessage();
    }
    return e.getMessage();
  }

  /** Must come before the first logger is made. */
  private void setLogLevel() {
    if (running.verbose || running.quiet) {
      System.setProperty(
          "org.slf4j.simpleLogger.defaultLogLevel", running.verbose ? "debug" : "warn");
    }
  }

  private ServerConfig.Builder config() {
    try {
      ServerConfig.Builder config =
          ServerConfig.builder()
              .host(listening.host)
              .port(listening.port)
              .threads(threadKind())
              .maxLine((int) Math.min(clientLimits.maxLine.bytes(), Integer.MAX_VALUE))
              .idleTimeout(clientLimits.idleTimeout)
              .maxRate(clientLimits.maxRate)
              .maxClients(serverLimits.maxClients)
              .maxPerAddress(serverLimits.maxPerAddress)
              .maxBacklog(clientLimits.maxBacklog.bytes())
              .writeTimeout(clientLimits.writeTimeout)
              .history(content.history);
      if (content.transcript != null) {
        config.transcript(content.transcript);
      }
      config.build(); // complains here, where it is wrong usage and not a failure to start
      return config;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
    }
  }

  private ThreadKind threadKind() {
    if (running.threads == Options.ThreadChoice.virtual && !ThreadKind.isVirtualSupported()) {
      throw new IllegalArgumentException(
          "threads virtual needs Java 21 or newer, this is Java " + Runtime.version().feature());
    }
    return switch (running.threads) {
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
