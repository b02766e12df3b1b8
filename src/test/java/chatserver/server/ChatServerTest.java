package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chatserver.Task;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What whoever runs it is promised: binding, serving, closing. */
class ChatServerTest {
  @RegisterExtension final TestServer server = new TestServer();

  private static ServerConfig onPort(int port) {
    return TestServer.config(config -> config.port = port);
  }

  @Test
  void portZeroPicksAFreePortAndTellsWhich() throws IOException {
    server.start();
    assertNotEquals(0, server.address().getPort());
    assertEquals("127.0.0.1", server.address().getAddress().getHostAddress());
    server.join();
  }

  /** A platform thread would lose its processor to each virtual writer that it wakes. */
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void theBroadcasterRunsOnWhatTheWritersRunOn(ThreadKind kind) throws Exception {
    server.start(config -> config.threads = kind);
    assertEquals(kind, ServerThreads.ofBroadcasters());
  }

  @Test
  void aPortInUseIsKnownAtOnceAndNothingIsLeftBehind() throws IOException {
    server.start();
    int port = server.address().getPort();
    IOException e = assertThrows(IOException.class, () -> ChatServer.bind(onPort(port)));
    assertFalse(e.getMessage().isBlank());
    server.join();
  }

  @Test
  void anUnknownHostIsKnownAtOnce() {
    ServerConfig config =
        TestServer.config(
            settings -> {
              settings.host = "no-such-host.invalid";
              settings.port = 0;
            });
    assertThrows(UnknownHostException.class, () -> ChatServer.bind(config));
  }

  @Test
  void anAddressThatIsNotOursIsKnownAtOnce() {
    ServerConfig config =
        TestServer.config(
            settings -> {
              settings.host = "192.0.2.1";
              settings.port = 0;
            });
    assertThrows(IOException.class, () -> ChatServer.bind(config));
  }

  @Test
  void onceStoppedItCanBeStartedAgainOnTheSamePort() throws IOException {
    server.start();
    int port = server.address().getPort();
    for (int i = 0; i < 3; i++) {
      TestClient client = server.join();
      client.send("exit"); // the server closes first, and its end of the connection lingers
      client.expectEnd();
      client.close();
      TestClient online = server.join();
      online.close();
      server.close();
      server.start(config -> config.port = port);
      assertEquals(port, server.address().getPort());
    }
    server.join();
  }

  @Test
  void itCanBeClosedAgainAndByManyAtOnce() throws IOException {
    server.start();
    TestClient client = server.join();
    client.close();
    List<Task<Void>> closing = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      closing.add(Task.start(server::close));
    }
    closing.forEach(Task::result);
    server.close();
  }

  @Test
  void itCanBeClosedWithoutEverServing() throws Exception {
    ChatServer idle = ChatServer.bind(onPort(0));
    idle.close();
    idle.close();
    idle.serve(); // returns at once
    try (ChatServer again = ChatServer.bind(onPort(idle.address().getPort()))) {
      assertEquals(idle.address(), again.address());
    }
  }

  @Test
  void servingEndsWhereTheServerIsClosed() throws IOException {
    ChatServer closed = ChatServer.bind(onPort(0));
    Task<Void> serving = Task.start(closed::serve);
    try (TestClient client = TestClient.connect(closed.address())) {
      client.expectWelcome();
    }
    closed.close();
    serving.result();
  }

  @Test
  void twoServersDoNotKnowOfEachOther() throws IOException {
    server.start();
    TestClient here = server.join();
    try (ChatServer other = ChatServer.bind(onPort(0))) {
      Thread acceptor = new Thread(other::serve, "acceptor");
      acceptor.start();
      try (TestClient there = TestClient.connect(other.address())) {
        there.expectWelcome();
        there.send("hello");
        there.expect(there.says("hello"));
      }
    }
    here.expectNothing();
  }
}
