package chatserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import chatserver.failure.FatalError;
import chatserver.protocol.Quantity;
import chatserver.server.Network;
import chatserver.server.ServerConfig;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Options become a configuration, and what goes wrong becomes one line and an exit code. */
@Command(name = "chat-server", resourceBundle = "chatserver.help", sortOptions = false)
public final class ChatServerCommand implements Callable<Integer> {
  private static final Map<Class<?>, String> MEANINGS =
      Map.of(
          UnknownHostException.class, "unknown host ",
          NoSuchFileException.class, "no such file: ",
          AccessDeniedException.class, "not allowed to use ");

  /** How long an exit waits for a log that nobody reads. */
  static final int LAST_WORDS_MILLIS = 200;

  /** For a process that is unable to log anything else. */
  private static final byte[] LAST_WORDS =
      "ERROR cannot go on: out of memory, or the jar has changed\n".getBytes(UTF_8);

  private final AsyncLogStream err;
  private final CommandLine commandLine;
  private final Settings settings;

  @Mixin private Options options;

  private ChatServerCommand(AsyncLogStream err) {
    this.err = err;
    commandLine =
        new CommandLine(this)
            .registerConverter(int.class, ChatServerCommand::parseInt)
            .registerConverter(Path.class, ChatServerCommand::parsePath)
            .registerConverter(Network.class, text -> Network.parseExact(text.strip()))
            .registerConverter(Options.Size.class, text -> new Options.Size(Quantity.bytes(text)))
            .registerConverter(Options.Time.class, text -> new Options.Time(Quantity.time(text)))
            .setExpandAtFiles(false)
            .setOverwrittenOptionsAllowed(true)
            .setParameterExceptionHandler((e, args) -> refuse(e));
    settings = new Settings(commandLine);
    commandLine.setDefaultValueProvider(settings);
    commandLine.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, ChatServerCommand::optionList);
    String version = getClass().getPackage().getImplementationVersion();
    commandLine.getCommandSpec().version("chat-server " + version);
  }

  /** Runs the server until it is stopped. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // the log has ISO 8601 everywhere
    AsyncLogStream err = AsyncLogStream.install();
    FatalError.install(error -> end(error, err));
    Thread.setDefaultUncaughtExceptionHandler(ChatServerCommand::uncaught);
    int code = new ChatServerCommand(err).run(args, System.getenv());
    err.drain(LAST_WORDS_MILLIS);
    System.exit(code);
  }

  private static Logger log() { // made late: the options say what it shows
    return LoggerFactory.getLogger(ChatServerCommand.class);
  }

  private static void uncaught(Thread thread, Throwable e) {
    FatalError.check(e);
    log().error("thread {} failed", thread.getName(), e);
  }

  /** Ends the process at once. Neither memory nor classes may be left. */
  private static void end(Throwable error, AsyncLogStream err) {
    try {
      log().error("cannot go on: {}", error.toString());
    } catch (Throwable logFailed) {
      err.offer(LAST_WORDS);
    } finally {
      try {
        err.drain(LAST_WORDS_MILLIS);
      } finally {
        Runtime.getRuntime().halt(ExitCode.SOFTWARE);
      }
    }
  }

  private int run(String[] args, Map<String, String> environment) {
    Map<Boolean, List<String>> isFile =
        Stream.of(args).collect(Collectors.partitioningBy(arg -> arg.startsWith("@")));
    try {
      isFile.get(true).forEach(file -> settings.loadFile(file.substring(1)));
    } catch (ParameterException e) {
      return refuse(e);
    }
    settings.loadEnvironment(environment);
    return commandLine.execute(isFile.get(false).toArray(String[]::new));
  }

  private int refuse(ParameterException e) {
    String message = e.getMessage();
    if (e.getArgSpec() instanceof OptionSpec option && e.getCause() != null) { // no such value
      message = settings.sourceOf(Settings.nameOf(option)) + ": " + e.getCause().getMessage();
    }
    System.err.println(message + " (see --help)");
    return ExitCode.USAGE;
  }

  /**
   * The options under their headings. They are no argument groups of picocli: it begins a group
   * anew, with all its defaults, where one of its options is given a second time.
   */
  private static String optionList(Help help) {
    ResourceBundle texts = help.commandSpec().resourceBundle();
    StringBuilder list = new StringBuilder();
    for (OptionSpec option : help.commandSpec().options()) {
      String heading = "heading." + Settings.nameOf(option);
      if (texts.containsKey(heading)) {
        list.append(String.format("%n%s%n", texts.getString(heading)));
      }
      list.append(help.optionListExcludingGroups(List.of(option)));
    }
    return list.toString();
  }

  private static int parseInt(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a number");
    }
  }

  private static Path parsePath(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("needs the name of a file");
    }
    return Path.of(text);
  }

  @Override
  public Integer call() {
    if (options.completion) {
      System.out.print(AutoComplete.bash("chat-server", commandLine));
      return ExitCode.OK;
    }
    setLogLevel();
    settings.warnings.forEach(warning -> log().warn(warning));
    try {
      ServerProcess.serve(config(), options.control, err);
      return ExitCode.OK;
    } catch (IOException e) {
      log().error("cannot start: {}", reason(e));
      return ExitCode.SOFTWARE;
    }
  }

  /** Must come before the first logger of ours is made. */
  private void setLogLevel() {
    ParseResult given = commandLine.getParseResult(); // wins over the environment
    boolean isVerbose = options.verbose && !given.hasMatchedOption("quiet");
    boolean isQuiet = options.quiet && !given.hasMatchedOption("verbose");
    if (options.verbose && options.quiet && isVerbose == isQuiet) {
      throw new ParameterException(commandLine, "--verbose and --quiet exclude each other");
    }
    if (isVerbose || isQuiet) {
      System.setProperty("org.slf4j.simpleLogger.log.chatserver", isVerbose ? "debug" : "warn");
    }
  }

  private ServerConfig config() {
    try {
      return options.toConfig();
    } catch (IllegalArgumentException e) {
      String[] option = e.getMessage().split(" ", 2); // its name, and what is wrong with it
      throw new ParameterException(commandLine, settings.sourceOf(option[0]) + ": " + option[1]);
    }
  }

  /** One line that says what failed: some exceptions only name the file or the host. */
  static String reason(Exception e) {
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    return MEANINGS.getOrDefault(e.getClass(), "") + e.getMessage();
  }
}
