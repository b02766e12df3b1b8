package chatserver;

import chatserver.server.ChatServer;
import chatserver.server.ServerConfig;
import chatserver.server.ThreadKind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line: options become a configuration, and what goes wrong becomes one line and an
 * exit code.
 */
public final class ChatServerCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int CANNOT_START = 1;
  private static final int WRONG_USAGE = 2;

  /** How long an exit waits for a log that nobody reads. */
  private static final int LAST_WORDS_MILLIS = 200;

  private final HeadStart headStart;
  private final AsyncLogStream err;
  private final Options options = new Options();
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private ChatServerCommand(HeadStart headStart, AsyncLogStream err) {
    this.headStart = headStart;
    this.err = err;
    spec.name("chat-server").versionProvider(new Version());
    for (Options.Group group : options.groups) {
      for (OptionSpec option : group.options()) {
        spec.addOption(option);
      }
    }
    UsageMessageSpec usage = spec.usageMessage();
    usage
        .description("A chat room for everyone with telnet or nc.")
        .customSynopsis("java -jar chat-server.jar [OPTION]... [@FILE]")
        .sortOptions(false)
        .footer(
            "",
            "An option can also be set by an environment variable (CHAT_SERVER_PORT for",
            "--port, CHAT_SERVER_MAX_LINE for --max-line, ...) or in a properties file",
            "(port=9000), given as @FILE. The command line wins, then the environment.",
            "SIZE: bytes, or 64KiB, 4MiB. TIME: 500ms, 60s, 2m, 1h.",
            "Exit codes: 130 or 143 stopped by Ctrl-C or SIGTERM, 1 could not start,",
            "2 wrong usage.")
        .sectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, this::optionList);
  }

  /** Runs the server until it is stopped. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // the log has ISO 8601 everywhere
    AsyncLogStream err = AsyncLogStream.install();
    int code = execute(args, System.getenv(), err);
    err.drain(LAST_WORDS_MILLIS);
    System.exit(code);
  }

  /** Runs the server until it is stopped, and returns the exit code. */
  private static int execute(String[] args, Map<String, String> environment, AsyncLogStream err) {
    HeadStart headStart = new HeadStart();
    // picocli would load java.sql and java.time for converters that no option here has
    System.setProperty("picocli.converters.excludes", "java.*");
    Settings settings = new Settings(environment);
    CommandLine commandLine =
        new CommandLine(new ChatServerCommand(headStart, err).spec)
            .registerConverter(Path.class, Path::of)
            .registerConverter(Duration.class, Durations::parse)
            .registerConverter(ByteSize.class, ByteSize::parse)
            .setExpandAtFiles(false)
            .setOverwrittenOptionsAllowed(true)
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

  /** The options in their groups, for the help. */
  private String optionList(Help help) {
    StringBuilder text = new StringBuilder();
    for (Options.Group group : options.groups) {
      text.append(String.format("%n%s%n", group.heading()));
      text.append(help.optionListExcludingGroups(group.options()));
    }
    return text.toString();
  }

  private static int refuse(ParameterException e) {
    CommandLine commandLine = e.getCommandLine();
    commandLine.getErr().println(e.getMessage());
    commandLine.usage(commandLine.getErr());
    return WRONG_USAGE;
  }

  @Override
  public Integer call() {
    boolean completion = options.completion.getValue();
    if (completion) {
      CommandLine commandLine = spec.commandLine();
      commandLine.getOut().print(AutoComplete.bash(spec.name(), commandLine));
      commandLine.getOut().flush();
      return OK;
    }
    Optional<Path> motd = file(options.motd);
    ServerConfig.Builder config = config();
    setLogLevel();
    headStart.await();
    try {
      if (motd.isPresent()) {
        config.greeting(Greeting.read(motd.get()));
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
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stopper"));
      } catch (IllegalStateException e) {
        return; // a signal came before the server was ready: the JVM is ending already
      }
      Thread.currentThread().setName("acceptor");
      server.serve();
    }
  }

  private void stop(ChatServer server) {
    server.close();
    err.drain(LAST_WORDS_MILLIS);
  }

  /** One line that says what failed: some exceptions only name the file or the host. */
  static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "unknown host " + e.getMessage();
    }
    if (e instanceof NoSuchFileException) {
      return "no such file: " + e.getMessage();
    }
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    if (e instanceof AccessDeniedException) {
      return "not allowed to use " + e.getMessage();
    }
    return e.getMessage();
  }

  /** Must come before the first logger of ours is made. */
  private void setLogLevel() {
    boolean verbose = options.verbose.getValue();
    boolean quiet = options.quiet.getValue();
    if (verbose && quiet) { // the command line wins over the environment
      ParseResult given = spec.commandLine().getParseResult();
      verbose = given.hasMatchedOption(options.verbose);
      quiet = given.hasMatchedOption(options.quiet);
      if (verbose == quiet) {
        throw new ParameterException(
            spec.commandLine(), "--verbose and --quiet exclude each other");
      }
    }
    if (verbose || quiet) {
      System.setProperty("org.slf4j.simpleLogger.log.chatserver", verbose ? "debug" : "warn");
    }
  }

  private ServerConfig.Builder config() {
    ByteSize maxLine = options.maxLine.getValue();
    ByteSize maxBacklog = options.maxBacklog.getValue();
    Optional<Path> transcript = file(options.transcript);
    try {
      ServerConfig.Builder config =
          ServerConfig.builder()
              .host(options.host.getValue())
              .port(options.port.getValue())
              .threads(threadKind())
              .maxLine((int) Math.min(maxLine.bytes(), Integer.MAX_VALUE))
              .idleTimeout(options.idleTimeout.getValue())
              .maxRate(options.maxRate.getValue())
              .maxClients(options.maxClients.getValue())
              .maxPerAddress(options.maxPerAddress.getValue())
              .maxBacklog(maxBacklog.bytes())
              .writeTimeout(options.writeTimeout.getValue())
              .history(options.history.getValue());
      transcript.ifPresent(config::transcript);
      config.build(); // complains here, where it is wrong usage and not a failure to start
      return config;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
    }
  }

  private Optional<Path> file(OptionSpec option) {
    Path file = option.getValue();
    if (file != null && file.toString().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), option.longestName() + " needs the name of a file");
    }
    return Optional.ofNullable(file);
  }

  private ThreadKind threadKind() {
    Options.ThreadChoice choice = options.threads.getValue();
    if (choice == Options.ThreadChoice.virtual && !ThreadKind.isVirtualSupported()) {
      throw new IllegalArgumentException(
          "threads virtual needs Java 21 or newer, this is Java " + Runtime.version().feature());
    }
    return switch (choice) {
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
