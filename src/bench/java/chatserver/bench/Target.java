package chatserver.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** One of the servers that are compared. */
sealed interface Target {
  /** A server for that many clients. */
  Server open(int clients, String... jvmOptions) throws IOException, InterruptedException;

  /** A server with no options but these and its own, for whatever comes. */
  Server openWithDefaults(List<String> options) throws IOException, InterruptedException;

  String description() throws IOException;

  /** A jar, of which each scenario starts a process of its own. */
  record Packaged(Path java, Path jar, List<String> arguments) implements Target {
    @Override
    public Server open(int clients, String... jvmOptions) throws IOException, InterruptedException {
      List<String> command = command(jvmOptions);
      addUnlessGiven(command, "--max-rate", "0");
      addUnlessGiven(command, "--idle-timeout", "0");
      addUnlessGiven(command, "--max-clients", String.valueOf(clients));
      // The generator is one thread, and stalls while it is compiled: that must cost no client.
      addUnlessGiven(command, "--max-backlog", "64MiB");
      return Server.start(command);
    }

    @Override
    public Server openWithDefaults(List<String> options) throws IOException, InterruptedException {
      List<String> command = command();
      for (int i = 0; i < options.size(); i += 2) {
        addUnlessGiven(command, options.get(i), options.get(i + 1));
      }
      return Server.start(command);
    }

    private List<String> command(String... jvmOptions) {
      List<String> command = new ArrayList<>(List.of(java.toString()));
      command.addAll(List.of(jvmOptions));
      command.addAll(List.of("-jar", jar.toString(), "--port", "0"));
      command.addAll(arguments);
      return command;
    }

    private static void addUnlessGiven(List<String> command, String option, String value) {
      if (!command.contains(option)) {
        command.addAll(List.of(option, value));
      }
    }

    /** The least that this JVM can be started for. */
    Process startVersion() throws IOException {
      return new ProcessBuilder(java.toString(), "-version").redirectErrorStream(true).start();
    }

    @Override
    public String description() throws IOException {
      return jar + ", " + startVersion().inputReader().readLine();
    }
  }

  /**
   * A server that runs already, and goes on running.
   *
   * @param pid below 0 if it is unknown
   */
  record Running(InetSocketAddress address, long pid) implements Target {
    private static final Pattern SYNTAX = Pattern.compile("(.+):(\\d{1,5})(?:,(\\d{1,9}))?");

    static Running parse(String text) throws UnknownHostException {
      Matcher matcher = SYNTAX.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' is not HOST:PORT or HOST:PORT,PID");
      }
      InetAddress host = InetAddress.getByName(matcher.group(1));
      long pid = matcher.group(3) == null ? -1 : Long.parseLong(matcher.group(3));
      return new Running(new InetSocketAddress(host, Integer.parseInt(matcher.group(2))), pid);
    }

    @Override
    public Server open(int clients, String... jvmOptions) {
      return new Server(null, address, pid, Double.NaN);
    }

    @Override
    public Server openWithDefaults(List<String> options) {
      return open(0);
    }

    @Override
    public String description() {
      return "the server at " + address;
    }
  }
}
