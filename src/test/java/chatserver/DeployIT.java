package chatserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatserver.server.TestClient;
import chatserver.server.TestProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that operators install. */
class DeployIT {
  private static final Path DEPLOY = Path.of("src/deploy").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void aPublicRoomStartsWithItsOptions() throws Exception {
    String start =
        "cd %s && exec %s/bin/java -jar %s @%s/public.properties --host 127.0.0.1 --port 0"
            .formatted(folder, System.getProperty("java.home"), Jar.PATH, DEPLOY);
    try (TestProcess server = TestProcess.start(List.of("sh", "-c", start));
        TestClient client = Jar.connect(server)) {
      client.readUntil(line -> line.endsWith(":login")); // it has settled
      client.send("hello");
      client.readUntil(line -> line.matches("\\[[a-z0-9]{8}:\\d+].*:hello"));
      assertTrue(Files.exists(folder.resolve("control")));
      assertTrue(Files.exists(folder.resolve("transcript")));
      server.terminate();
      assertEquals(143, server.exitCode());
      assertTrue(Files.readString(folder.resolve("transcript")).contains(":hello\n"));
    }
  }

  @Test
  void systemdAcceptsTheUnit() throws Exception {
    assumeTrue(TestProcess.isInstalled("systemd-analyze"), "systemd is not installed");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/java")), "the unit's java is not installed");
    String unit = DEPLOY.resolve("chat-server.service").toString();
    try (TestProcess verify = TestProcess.start(List.of("systemd-analyze", "verify", unit))) {
      assertEquals(0, verify.exitCode());
      assertEquals("", verify.err().text());
    }
  }

  @Test
  void theSumIsThatOfTheJar() throws Exception {
    assumeTrue(TestProcess.isInstalled("sha256sum"), "sha256sum is not installed");
    Path jar = Path.of(Jar.PATH);
    String check = "cd " + jar.getParent() + " && sha256sum -c " + jar.getFileName() + ".sha256";
    try (TestProcess sum = TestProcess.start(List.of("sh", "-c", check))) {
      assertEquals(0, sum.exitCode(), () -> sum.err().text());
    }
  }
}
