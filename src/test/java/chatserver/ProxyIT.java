package chatserver;

import static chatserver.Jar.addressOf;
import static chatserver.Jar.connect;
import static chatserver.Jar.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.server.TestClient;
import chatserver.server.TestProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the log of the packaged jar tells of proxies, and of those that come through them. */
class ProxyIT {
  private static final String REAL = "203\\.0\\.113\\.9:50412";

  @Test
  void theLogShowsWhoTheClientIsAndWhatIsNoHeader() throws Exception {
    Map<String, String> environment = Map.of("CHAT_SERVER_PROXY_FROM", "10.0.0.0/8, 127.0.0.1");
    try (TestProcess server = run(environment, "--port", "0", "--hide-addresses")) {
      addressOf(server);
      try (TestClient check = connect(server)) {
        check.halfClose();
        check.expectEnd();
      }
      try (TestClient stranger = connect(server)) {
        stranger.send("hello");
        stranger.awaitEnd();
      }
      try (TestClient client = connect(server)) {
        client.sendRaw("PROXY TCP4 203.0.113.9 192.0.2.9 50412 8000\r\nrename|Alice\r\nexit\r\n");
        List<String> lines = client.readToEnd();
        assertEquals("rename ok", lines.get(lines.size() - 1));
      }
      String token = server.err().await(REAL + " as ([a-z0-9]{8}):50412 joined\n").group(1);
      server.err().await(REAL + " as " + token + ":50412 changed its name .* to Alice\n");
      server.err().await(REAL + " as " + token + ":50412 \\(Alice\\) left after \\d s: exit\n");
      server.signal("TERM");
      server.exitCode();
      List<String> log = server.err().lines();
      assertEquals(7, log.size(), log::toString); // ready, four of those, and two of the stop
      assertTrue(
          log.get(1)
              .matches(".* WARN refused 127\\.0\\.0\\.1:.*: no valid PROXY header: no signature"));
    }
  }
}
