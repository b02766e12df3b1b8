package chatserver;

import static chatserver.Jar.connect;
import static chatserver.Jar.run;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatserver.server.TestClient;
import chatserver.server.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transcript of the packaged jar, as the tools of an operator treat it. */
class TranscriptIT {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("transcript");
  }

  /** What is said, the times and the speaker aside. */
  private static List<String> said(Path path) throws IOException {
    return Files.readAllLines(path).stream()
        .map(line -> line.replaceAll("^\\S+Z (\\[[^]]*][^a-z]*:)?", ""))
        .toList();
  }

  private static void stop(TestProcess server) throws IOException {
    server.signal("TERM");
    server.exitCode();
  }

  /** A directory in its place, found where nobody speaks, is told of once and costs nothing. */
  @Test
  void aFailureThatCostsNoLineLeavesNoRemark() throws Exception {
    Path old = folder.resolve("old");
    try (TestProcess server = run("-p", "0", "--transcript", "" + file());
        TestClient client = connect(server)) {
      client.expectWelcome();
      awaitSaid("login");
      Files.createLink(old, file());
      Path directory = Files.createSymbolicLink(folder.resolve("link"), folder);
      Files.move(directory, file(), ATOMIC_MOVE); // it never finds that there is none
      server.err().await("ERROR transcript .* cannot be written");
      Files.delete(file());
      server.err().await("WARN transcript .* goes on, 0 lines were left out");
      client.send("back");
      client.expect(client.says("back"));
      stop(server);
      assertEquals(List.of("back", "server is shutting down"), said(file()));
      assertEquals(List.of("login"), said(old));
      assertEquals(1, server.err().lines().stream().filter(l -> l.contains("ERROR")).count());
    }
  }

  /** The file is moved, and an empty one made in its place, which may not be the server's. */
  @Test
  void logrotateNeedsNoSignal() throws Exception {
    assumeTrue(TestProcess.isInstalled("logrotate"), "logrotate is not installed");
    String deployed = Files.readString(Path.of("src/deploy/logrotate.conf"));
    Path config =
        Files.writeString(
            folder.resolve("logrotate.conf"),
            deployed.replaceAll("/var/\\w+/chat-server", "" + folder));
    try (TestProcess server = run("-p", "0", "--transcript", "" + file());
        TestClient client = connect(server)) {
      client.expectWelcome();
      List<String> texts = List.of("one", "two", "three");
      for (int i = 0; i < texts.size(); i++) {
        client.send(texts.get(i));
        client.expect(client.says(texts.get(i)));
        awaitSaid(texts.get(i));
        rotate(config);
        server.err().await("(?s)(opened anew.*){" + (i + 1) + "}");
      }
      stop(server);
      assertTrue(Files.exists(folder.resolve("transcript.3.gz")));
      assertEquals(List.of("three"), said(folder.resolve("transcript.1")));
      assertEquals(List.of("server is shutting down"), said(file()));
    }
  }

  private void awaitSaid(String text) throws IOException {
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    while (!said(file()).contains(text)) {
      assertTrue(System.nanoTime() - deadline < 0, "not in the transcript: " + text);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static void rotate(Path config) throws IOException {
    List<String> command = List.of("logrotate", "-f", "-s", config + ".state", "" + config);
    try (TestProcess logrotate = TestProcess.start(command)) {
      assertEquals(0, logrotate.exitCode(), logrotate.err().text());
    }
  }
}
