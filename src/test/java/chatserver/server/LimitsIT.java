package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.protocol.Notice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Who has left and not closed still takes a place. */
@EnabledOnOs(OS.LINUX) // it looks into /proc
class LimitsIT {
  private static final String FULL = Notice.serverFull(10);

  @Test
  void comingAndGoingWithoutClosingTakesNoMoreSocketsThanThereArePlaces() throws Exception {
    List<TestClient> all = new ArrayList<>();
    int refused = 0;
    try (PackagedServer server = PackagedServer.start("64m", "--max-clients", "10")) {
      for (int i = 0; i < 100; i++) {
        TestClient client = server.connect();
        all.add(client);
        String first = client.readLine();
        if (first.equals(FULL)) {
          refused++;
          client.expectEnd();
          client.close();
        } else {
          client.send("exit");
          client.readToEnd();
        }
        int sockets = server.sockets();
        assertTrue(sockets <= 10 + 2, () -> sockets + " sockets");
      }
      assertTrue(refused > 0, "nobody was refused");
      server.assertStops();
    } finally {
      for (TestClient client : all) {
        client.close();
      }
    }
  }

  @Test
  void aPlaceIsGivenBackOnceTheSocketIsClosed() throws Exception {
    try (PackagedServer server = PackagedServer.start("64m", "--max-clients", "1");
        TestClient first = server.connect().expectWelcome()) {
      first.send("exit");
      first.readToEnd();
      assertEquals(Notice.serverFull(1), firstLine(server));
      first.socket().close();
      long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
      while (!firstLine(server).equals(Notice.GREETING)) {
        assertTrue(System.nanoTime() - deadline < 0, "the place is not given back");
      }
      server.assertStops();
    }
  }

  private static String firstLine(PackagedServer server) throws IOException {
    try (TestClient client = server.connect()) {
      return client.readLine();
    }
  }
}
