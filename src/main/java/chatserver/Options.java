package chatserver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options, in the groups that {@code --help} shows. The defaults are those of {@code
 * ServerConfig.Builder}, as text.
 *
 * <p>They are built, not annotated: reading annotations takes longer than the rest of the start.
 */
final class Options {
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  /** Options under one heading. */
  record Group(String heading, List<OptionSpec> options) {
    Group(String heading, OptionSpec... options) {
      this(heading, List.of(options));
    }
  }

  /** In lower case because picocli takes, and shows, the names as they stand here. */
  enum ThreadChoice {
    auto,
    virtual,
    platform
  }

  final OptionSpec host =
      OptionSpec.builder("--host")
          .paramLabel("ADDRESS")
          .type(String.class)
          .defaultValue("127.0.0.1")
          .description("The address to listen on; 0.0.0.0 for all of IPv4, :: for all." + DEFAULT)
          .build();

  final OptionSpec port =
      OptionSpec.builder("-p", "--port")
          .paramLabel("PORT")
          .type(int.class)
          .defaultValue("8000")
          .description("The port; 0 picks a free one." + DEFAULT)
          .build();

  final OptionSpec motd =
      OptionSpec.builder("--motd")
          .paramLabel("FILE")
          .type(Path.class)
          .description("Greet newcomers with this text (UTF-8) instead of the default line.")
          .build();

  final OptionSpec history =
      OptionSpec.builder("--history")
          .paramLabel("LINES")
          .type(int.class)
          .defaultValue("0")
          .description("Show newcomers the last lines said." + DEFAULT)
          .build();

  final OptionSpec transcript =
      OptionSpec.builder("--transcript")
          .paramLabel("FILE")
          .type(Path.class)
          .description("Append each line that everyone sees, with the time in front.")
          .build();

  final OptionSpec maxLine =
      OptionSpec.builder("--max-line")
          .paramLabel("SIZE")
          .type(ByteSize.class)
          .defaultValue("2048")
          .description("Longest line." + DEFAULT)
          .build();

  final OptionSpec maxRate =
      OptionSpec.builder("--max-rate")
          .paramLabel("LINES")
          .type(int.class)
          .defaultValue("100")
          .description("Lines a second, in bursts of ten seconds' worth; 0: any number." + DEFAULT)
          .build();

  final OptionSpec idleTimeout =
      OptionSpec.builder("--idle-timeout")
          .paramLabel("TIME")
          .type(Duration.class)
          .defaultValue("60s")
          .description("Disconnect after this long without a byte; 0: never." + DEFAULT)
          .build();

  final OptionSpec maxBacklog =
      OptionSpec.builder("--max-backlog")
          .paramLabel("SIZE")
          .type(ByteSize.class)
          .defaultValue("4MiB")
          .description("Output that may wait before the client is too slow." + DEFAULT)
          .build();

  final OptionSpec writeTimeout =
      OptionSpec.builder("--write-timeout")
          .paramLabel("TIME")
          .type(Duration.class)
          .defaultValue("30s")
          .description("How long output may not move at all." + DEFAULT)
          .build();

  final OptionSpec maxClients =
      OptionSpec.builder("--max-clients")
          .paramLabel("COUNT")
          .type(int.class)
          .defaultValue("10000")
          .description("Clients at once." + DEFAULT)
          .build();

  final OptionSpec maxPerAddress =
      OptionSpec.builder("--max-per-address")
          .paramLabel("COUNT")
          .type(int.class)
          .defaultValue("100")
          .description(
              "Clients from one address (IPv6: one /64), loopback exempt; 0: any." + DEFAULT)
          .build();

  final OptionSpec threads =
      OptionSpec.builder("--threads")
          .paramLabel("KIND")
          .type(ThreadChoice.class)
          .defaultValue("auto")
          .description("auto, virtual (Java 21 and newer) or platform." + DEFAULT)
          .build();

  final OptionSpec verbose = flag("Log what peers do wrong, too.", "-v", "--verbose");

  final OptionSpec quiet = flag("Log warnings and errors only.", "-q", "--quiet");

  final OptionSpec completion = flag("Print a completion script for bash.", "--completion");

  final OptionSpec help =
      OptionSpec.builder("-h", "--help")
          .type(boolean.class)
          .usageHelp(true)
          .description("Show this help.")
          .build();

  final OptionSpec version =
      OptionSpec.builder("-V", "--version")
          .type(boolean.class)
          .versionHelp(true)
          .description("Show the version.")
          .build();

  private static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names[0], names)
        .type(boolean.class)
        .defaultValue("false")
        .fallbackValue("true")
        .description(description)
        .build();
  }

  final List<Group> groups =
      List.of(
          new Group("Where to listen:", host, port),
          new Group("What is shown and kept:", motd, history, transcript),
          new Group(
              "Limits for one client:", maxLine, maxRate, idleTimeout, maxBacklog, writeTimeout),
          new Group("Limits for all:", maxClients, maxPerAddress),
          new Group("Running:", threads, verbose, quiet, completion, help, version));
}
