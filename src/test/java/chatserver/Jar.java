package chatserver;

import chatserver.server.TestClient;
import chatserver.server.TestProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/** The packaged jar, run as an operator runs it; its log goes to standard error. */
final class Jar {
  static final String PATH = System.getProperty("chatserver.jar");

  private Jar() {}

  static TestProcess run(String... options) throws IOException {
    return run(Map.of(), List.of("-jar", PATH), options);
  }

  static TestProcess run(Map<String, String> environment, String... options) throws IOException {
    return run(environment, List.of("-jar", PATH), options);
  }

  static TestProcess run(Map<String, String> environment, List<String> jvm, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(jvm);
    command.addAll(List.of(options));
    return TestProcess.start(command);
  }

  /** Waits until it is ready. */
  static InetSocketAddress addressOf(TestProcess server) throws InterruptedException {
    MatchResult ready = server.err().await("listening on 127\\.0\\.0\\.1:(\\d+)");
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
  }

  /** Connects as soon as it is ready. */
  static TestClient connect(TestProcess server) throws IOException, InterruptedException {
    return TestClient.connect(addressOf(server));
  }
}
