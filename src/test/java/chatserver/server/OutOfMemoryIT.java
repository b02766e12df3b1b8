package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Memory that runs out in spite of all bounds ends the process, so that something restarts it. */
@EnabledOnOs(OS.LINUX)
class OutOfMemoryIT {
  private static final String LOGGED = "ERROR cannot go on";

  private static final int CANNOT_GO_ON = 1;

  private static void talkUntilItEnds(PackagedServer server, TestClient member) {
    String line = "x".repeat(1000);
    try {
      for (int i = 0; i < 100_000 && server.process().isAlive(); i++) {
        member.send(line);
        member.readUntil(member.says(line));
      }
    } catch (IOException | AssertionError e) {
      // it has ended, or does not answer: the exit code tells
    }
  }

  @Test
  void aHeapThatIsFullEndsTheProcess() throws Exception {
    Path tests =
        Path.of(MemoryHog.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String classPath = System.getProperty("chatserver.jar") + File.pathSeparator + tests;
    List<String> jvm = List.of("-Xmx32m", "-cp", classPath, MemoryHog.class.getName());
    try (PackagedServer server = PackagedServer.start(jvm, "--max-rate=0").awaitListening();
        TestClient member = server.connect().expectWelcome()) {
      server.process().type("\n");
      talkUntilItEnds(server, member);
      assertEquals(CANNOT_GO_ON, server.process().exitCode());
      server.process().err().await(LOGGED);
    }
  }

  /** Less than the server's own bound, a quarter of the heap: slabs run out. */
  @Test
  void directMemoryThatIsFullEndsTheProcess() throws Exception {
    List<String> jvm =
        List.of(
            "-Xmx256m", "-XX:MaxDirectMemorySize=1m", "-jar", System.getProperty("chatserver.jar"));
    try (PackagedServer server = PackagedServer.start(jvm, "--max-rate=0").awaitListening();
        TestClient member = server.connect().expectWelcome();
        Attackers deaf = new Attackers(server)) {
      TestClient slow = deaf.connect();
      member.readUntil(slow.says("login"));
      talkUntilItEnds(server, member);
      assertEquals(CANNOT_GO_ON, server.process().exitCode());
      server.process().err().await(LOGGED);
    }
  }
}
