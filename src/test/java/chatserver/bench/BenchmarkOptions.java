package chatserver.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of the benchmark. What is not given is empty where each scenario has a default
 * of its own.
 *
 * @param csv null where none is to be written
 * @param connect null where the benchmark is to start the server itself
 * @param pid of the server to connect to; below 0 where it is not known
 */
record BenchmarkOptions(
    Set<Scenario> scenarios,
    int rounds,
    OptionalInt clients,
    OptionalInt senders,
    OptionalInt lines,
    OptionalDouble rate,
    int lineBytes,
    Path csv,
    Path jar,
    Path java,
    List<String> serverArguments,
    InetSocketAddress connect,
    long pid,
    boolean help) {

  BenchmarkOptions {
    scenarios = Set.copyOf(scenarios);
    serverArguments = List.copyOf(serverArguments);
    require(rounds >= 1, "--rounds is at least 1");
    require(clients.orElse(1) >= 1, "--clients is at least 1");
    require(senders.orElse(1) >= 1, "--senders is at least 1");
    require(lines.orElse(1) >= 1, "--lines is at least 1");
    require(rate.orElse(1) > 0, "--rate is more than 0");
    require(
        lineBytes >= Line.SHORTEST && lineBytes <= Line.LONGEST,
        "--line-bytes is " + Line.SHORTEST + " to " + Line.LONGEST);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * Understands a command line.
   *
   * @throws IllegalArgumentException with a message for the user, if there is something wrong with
   *     it
   */
  static BenchmarkOptions parse(String... args) {
    return new Parser(args).parse();
  }

  static String usage() {
    String scenarios =
        Stream.of(Scenario.values())
            .map(
                each ->
                    String.format(
                        Locale.ROOT, "  %s  %-11s %s%n", each.letter(), each.title(), each.about()))
            .collect(Collectors.joining());
    return String.join(
            System.lineSeparator(),
            "Usage: java -cp target/test-classes chatserver.bench.Benchmark [options]",
            "Starts the packaged server for each scenario, drives it, and checks that every client",
            "gets every line exactly once, in one order. Exit code 1 says that it did not.",
            "",
            "  --scenario LIST     letters or names, with commas between them (default: all)",
            "  --rounds N          rounds that count, after warm-up (default: 5)",
            "  --clients N         clients; in growth: the greatest room",
            "  --senders N         clients that speak",
            "  --lines N           lines a round, of all senders together",
            "  --line-bytes N      bytes in a line, its line feed among them (default: 64)",
            "  --rate N            lines a second, in the paced scenario (default: 50)",
            "  --csv FILE          write the figures to FILE, too",
            "  --jar FILE          the server (default: target/chat-server.jar)",
            "  --java FILE         the java that runs the server (default: the one that runs this)",
            "  --server-args ARGS  more options for the server, in one argument",
            "  --connect HOST:PORT measure a line-based server that is running already",
            "  --pid PID           its process, for CPU and memory",
            "  --help",
            "",
            "Scenarios:",
            "")
        + scenarios;
  }

  private static final class Parser {
    private final String[] args;
    private int next;

    private Set<Scenario> scenarios = EnumSet.allOf(Scenario.class);
    private int rounds = 5;
    private OptionalInt clients = OptionalInt.empty();
    private OptionalInt senders = OptionalInt.empty();
    private OptionalInt lines = OptionalInt.empty();
    private OptionalDouble rate = OptionalDouble.empty();
    private int lineBytes = 64;
    private Path csv;
    private Path jar = Path.of("target", "chat-server.jar");
    private Path java = Jvm.running();
    private List<String> serverArguments = List.of();
    private InetSocketAddress connect;
    private long pid = -1;
    private boolean help;

    Parser(String... args) {
      this.args = args;
    }

    BenchmarkOptions parse() {
      while (next < args.length) {
        option(args[next++]);
      }
      return new BenchmarkOptions(
          scenarios,
          rounds,
          clients,
          senders,
          lines,
          rate,
          lineBytes,
          csv,
          jar,
          java,
          serverArguments,
          connect,
          pid,
          help);
    }

    private void option(String name) {
      switch (name) {
        case "--scenario" -> scenarios = scenarios(value(name));
        case "--rounds" -> rounds = integer(name);
        case "--clients" -> clients = OptionalInt.of(integer(name));
        case "--senders" -> senders = OptionalInt.of(integer(name));
        case "--lines" -> lines = OptionalInt.of(integer(name));
        case "--rate" -> rate = OptionalDouble.of(number(name));
        case "--line-bytes" -> lineBytes = integer(name);
        case "--csv" -> csv = Path.of(value(name));
        case "--jar" -> jar = Path.of(value(name));
        case "--java" -> java = Path.of(value(name));
        case "--server-args" -> serverArguments = words(value(name));
        case "--connect" -> connect = address(value(name));
        case "--pid" -> pid = integer(name);
        case "--help" -> help = true;
        default -> throw new IllegalArgumentException("unknown option " + name);
      }
    }

    private String value(String name) {
      if (next == args.length) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      return args[next++];
    }

    private int integer(String name) {
      String value = value(name);
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(name + " needs a number, not " + value, e);
      }
    }

    private double number(String name) {
      String value = value(name);
      try {
        return Double.parseDouble(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(name + " needs a number, not " + value, e);
      }
    }

    private static Set<Scenario> scenarios(String list) {
      Set<Scenario> wanted = EnumSet.noneOf(Scenario.class);
      for (String word : list.split(",")) {
        wanted.add(Scenario.named(word.trim()));
      }
      return wanted;
    }

    private static List<String> words(String text) {
      List<String> words = new ArrayList<>();
      for (String word : text.trim().split("\\s+")) {
        if (!word.isEmpty()) {
          words.add(word);
        }
      }
      return words;
    }

    private static InetSocketAddress address(String text) {
      int colon = text.lastIndexOf(':');
      try {
        InetAddress host = InetAddress.getByName(text.substring(0, Math.max(0, colon)));
        return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
      } catch (UnknownHostException | IllegalArgumentException e) {
        throw new IllegalArgumentException("--connect needs host:port, not " + text, e);
      }
    }
  }
}
