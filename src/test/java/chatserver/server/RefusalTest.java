package chatserver.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {
  private static final String FULL = "server full: at most 2 clients";

  @RegisterExtension final TestServer server = new TestServer();

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aFullServerRefusesANewcomerAndTellsNobody(ThreadKind kind) throws IOException {
    server.start(config -> config.threads(kind).maxClients(2));
    TestClient alice = server.join();
    TestClient bob = server.join();
    alice.expect(bob.says("login"));
    for (int i = 0; i < 20; i++) {
      TestClient third = server.connect();
      third.expect(FULL);
      third.expectEnd();
    }
    alice.expectNothing();
    bob.expectNothing();
  }

  @Test
  void aRefusalReachesAClientThatTalksAtOnce() throws IOException {
    server.start(config -> config.maxClients(1));
    server.join();
    TestClient eager = server.connect();
    eager.send("hello?");
    eager.expect("server full: at most 1 clients");
    eager.awaitEnd();
  }

  @Test
  void whoeverLeavesMakesRoomForAnother() throws IOException {
    server.start(config -> config.maxClients(2));
    TestClient alice = server.join();
    for (int i = 0; i < 20; i++) {
      TestClient guest = server.join();
      alice.expect(guest.says("login"));
      TestClient refused = server.connect();
      refused.expect(FULL);
      if (i % 3 == 0) {
        guest.send("exit");
      } else if (i % 3 == 1) {
        guest.reset();
      } else {
        guest.close();
      }
      alice.expect(guest.says("login out"));
    }
  }

  @Test
  void loopbackIsNotCountedByAddress() throws IOException {
    server.start(config -> config.maxPerAddress(1));
    List<TestClient> clients = new ArrayList<>(server.join(5));
    clients.get(0).expectNothing();
  }
}
