package chatserver.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What every scenario is given: what was asked for, where the results go, and a server to measure.
 */
record Stage(BenchmarkOptions options, Report report, Verdict verdict) {
  /** Rounds that do not count: the first compile the server, the next find it compiled. */
  static final int WARM_UP_ROUNDS = 2;

  /** Whether the servers are started here; if not, there is one that runs already. */
  boolean startsServers() {
    return options.connect() == null;
  }

  /** Starts a server that lets in that many clients, unless one is running already. */
  Target target(int clients, String... jvmOptions) throws IOException, InterruptedException {
    Target target =
        startsServers()
            ? start(clients, jvmOptions)
            : new RunningServer(options.connect(), new ProcStat(options.pid()));
    report.server(target.description());
    return target;
  }

  ServerProcess start(int clients, String... jvmOptions) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(options.serverArguments());
    addUnlessGiven(arguments, "--max-rate", "0");
    addUnlessGiven(arguments, "--idle-timeout", "0");
    // The generator is one thread, and stalls while it is compiled: that must not cost it a client.
    addUnlessGiven(arguments, "--max-backlog", "64MiB");
    addUnlessGiven(arguments, "--max-clients", String.valueOf(clients));
    return new ServerProcess(options.java(), List.of(jvmOptions), options.jar(), arguments);
  }

  private static void addUnlessGiven(List<String> arguments, String option, String value) {
    if (arguments.stream()
        .noneMatch(each -> each.equals(option) || each.startsWith(option + "="))) {
      arguments.add(option);
      arguments.add(value);
    }
  }
}
