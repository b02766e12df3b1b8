package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatserver.protocol.Notice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With a time to settle nobody sees nmap look at the port. */
class PortScanTest {
  @RegisterExtension final TestServer server = new TestServer();

  @Test
  void aScanOfPortsIsNotSeen() throws IOException {
    assumeTrue(TestProcess.isInstalled("nmap"), "nmap is not installed");
    server.start(
        config -> {
          config.settle = Duration.ofHours(1);
          config.maxClients = 2;
        });
    TestClient witness = server.connect();
    witness.expect(Notice.GREETING);
    witness.send("hi");
    witness.expect(witness.says("login"), witness.says("I am here"), witness.says("hi"));
    scan();
    TestClient next = server.connect();
    while (!Notice.GREETING.equals(next.readLine())) { // else nmap is still in the full server
      next = server.connect();
    }
    next.send("hello");
    witness.expect(next.says("login"), next.says("hello"));
  }

  private void scan() throws IOException {
    String port = "" + server.address().getPort();
    try (TestProcess nmap =
        TestProcess.start(List.of("nmap", "-sT", "-n", "-Pn", "-p", port, "127.0.0.1"))) {
      assertEquals(0, nmap.exitCode());
      assertTrue(nmap.out().text().contains(port + "/tcp open"), nmap.out().text());
    }
  }
}
