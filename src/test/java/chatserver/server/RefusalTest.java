package chatserver.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {
  private static final String FULL = "server full: at most 2 clients";

  @RegisterExtension final TestServer server = new TestServer();

  private void expectRefusal() throws IOException {
    try (TestClient refused = server.connect()) {
      refused.expect(FULL);
      refused.expectEnd();
    }
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aFullServerRefusesANewcomerAndTellsNobody(ThreadKind kind) throws IOException {
    server.start(
        config -> {
          config.threads = kind;
          config.maxClients = 2;
        });
    TestClient alice = server.join();
    TestClient bob = server.join(alice);
    for (int i = 0; i < 20; i++) {
      expectRefusal();
    }
    alice.expectNothing();
    bob.expectNothing();
  }

  @Test
  void aRefusalReachesAClientThatTalksAtOnce() throws IOException {
    server.start(config -> config.maxClients = 1);
    server.join();
    TestClient eager = server.connect();
    eager.send("hello?");
    eager.expect("server full: at most 1 clients");
    eager.awaitEnd();
  }

  @Test
  void aClientThatIsGoneMakesRoomForAnother() throws IOException {
    server.start(config -> config.maxClients = 2);
    TestClient alice = server.join();
    for (int i = 0; i < 20; i++) {
      TestClient guest = server.joinOnceThereIsRoom();
      alice.expect(guest.says("login"));
      expectRefusal();
      if (i % 2 == 0) {
        guest.reset();
      } else {
        guest.close();
      }
      alice.expect(guest.says("login out"));
    }
  }

  /** It has until five seconds from its leave line to close its end. */
  @Test
  void aClientThatHasLeftKeepsItsPlaceUntilItsConnectionIsClosed() throws IOException {
    server.start(config -> config.maxClients = 2);
    TestClient alice = server.join();
    TestClient guest = server.join(alice);
    guest.send("exit");
    guest.expectEnd();
    alice.expect(guest.says("login out"));
    expectRefusal();
    guest.close();
    server.joinOnceThereIsRoom();
  }

  /** Where the server listens on all addresses of the machine, both connections are there. */
  @Test
  void oneAddressIsConnectedToOneAddressOfTheServer() throws IOException {
    server.start(config -> config.host = "0.0.0.0");
    int port = server.address().getPort();
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    try (TestClient alice = TestClient.connect(any, new InetSocketAddress("127.0.0.1", port))) {
      alice.expectWelcome();
      InetSocketAddress same = new InetSocketAddress("127.0.0.1", alice.socket().getLocalPort());
      InetSocketAddress other = new InetSocketAddress("127.0.0.2", port);
      try (TestClient second = TestClient.connect(same, other)) {
        second.expect("already connected from " + alice.address());
        second.expectEnd();
      }
      alice.expectNothing();
    }
  }

  @Test
  void loopbackIsNotCountedByAddress() throws IOException {
    server.start(config -> config.maxPerAddress = 1);
    server.join(5).get(0).expectNothing();
  }
}
