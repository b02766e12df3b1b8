package chatserver.bench;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Times the start of a server, from the call that makes the process until its ready line has been
 * read, and beside it that of a program that prints one line, on the same JVM and by the same
 * clock.
 */
final class StartUpScenario {
  private StartUpScenario() {}

  static void run(Stage stage) throws IOException, InterruptedException {
    if (!stage.startsServers()) {
      stage.report().note("start-up is left out: the server runs already");
      return;
    }
    String title = Scenario.START_UP.title();
    Report report = stage.report();
    for (int i = -Stage.WARM_UP_ROUNDS; i < stage.options().rounds(); i++) {
      double hello = secondsToSayHello(stage.options().java());
      double server;
      try (ServerProcess process = stage.start(1)) {
        report.server(process.description());
        server = process.secondsToStart();
      }
      if (i >= 0) {
        report.add(title, "until ready", "ms", server * 1e3);
        report.add(title, "Hello World", "ms", hello * 1e3);
        report.add(title, "ratio", "", server / hello);
      }
    }
  }

  private static double secondsToSayHello(Path java) throws IOException, InterruptedException {
    String classes = System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(java.toString(), "-cp", classes, HelloWorld.class.getName());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    long begin = System.nanoTime();
    Process process = builder.start();
    int first = process.getInputStream().read();
    long end = System.nanoTime();
    process.waitFor();
    if (first < 0) {
      throw new IOException(java + " does not run " + HelloWorld.class.getName());
    }
    return (end - begin) / 1e9;
  }
}
