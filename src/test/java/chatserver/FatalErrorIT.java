package chatserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.server.TestClient;
import chatserver.server.TestProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, where it cannot go on: it ends, and does not go on in part. */
@EnabledOnOs(OS.LINUX)
class FatalErrorIT {
  @TempDir private Path folder;

  private static void assertFatal(TestProcess server, String error) {
    assertEquals(1, server.exitCode());
    String log = server.err().text();
    assertTrue(log.contains("ERROR cannot go on"), log);
    assertTrue(log.contains(error), log);
  }

  /** A file of options that has no end. */
  @Test
  void aHeapThatIsUsedUpEndsTheProcess() throws Exception {
    List<String> jvm = List.of("-Xmx16m", "-jar", Jar.PATH);
    try (TestProcess server = Jar.run(Map.of(), jvm, "@/dev/zero")) {
      assertFatal(server, "java.lang.OutOfMemoryError");
    }
  }

  /** The first client needs classes that are not loaded before. */
  @Test
  void aJarThatIsOverwrittenEndsTheProcess() throws Exception {
    Path copy = Files.copy(Path.of(Jar.PATH), folder.resolve("copy.jar"));
    try (TestProcess server = Jar.run(Map.of(), List.of("-jar", "" + copy), "--port=0")) {
      InetSocketAddress address = Jar.addressOf(server);
      Files.write(copy, new byte[0]);
      try (TestClient client = TestClient.connect(address)) {
        client.awaitEnd();
      } catch (IOException e) {
        // something else needed a class before
      }
      assertFatal(server, "java.lang.NoClassDefFoundError");
    }
  }
}
