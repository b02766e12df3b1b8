package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever ends a session, nothing is left of it: no thread, no socket, no name, no place taken. On
 * platform threads, which can be told one by one.
 */
class EndingTest {
  private static final int LARGE_BACKLOG = 64 * 1024 * 1024;
  private static final int SMALL_BACKLOG = 32 * 1024;

  /** Far more than small buffers take. */
  private static final String[] PAGE = TestClient.numbered(100, "x".repeat(1000));

  private enum Way {
    EXIT("login out"),
    END_OF_INPUT("login out"),
    RESET("login out"),
    HTTP("login out"),
    TLS("login out"),
    IDLE("time out leave out"),
    BACKLOG("too slow leave out"),
    STUCK("too slow leave out");

    final String notice;

    Way(String notice) {
      this.notice = notice;
    }
  }

  @RegisterExtension final TestServer server = new TestServer();

  private TestClient witness;

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftOfASession(Way way) throws Exception {
    server.start(
        TestServer.SMALL_BUFFER,
        config -> {
          config.threads = ThreadKind.PLATFORM;
          config.maxClients = 2;
          config.maxBacklog = way == Way.BACKLOG ? SMALL_BACKLOG : LARGE_BACKLOG;
          config.idleTimeout = Duration.ofSeconds(way == Way.IDLE ? 2 : 0);
          config.writeTimeout = way == Way.STUCK ? Duration.ofSeconds(1) : Duration.ofDays(1);
        });
    witness = server.join();
    TestClient client = server.joinDeaf(1, witness).get(0);
    List<Thread> threads = ServerThreads.of(client);
    boolean isRefused = way == Way.HTTP || way == Way.TLS;
    if (!isRefused) {
      client.send("rename|Bob");
      witness.expect(client.says("renamed to Bob"));
    }
    List<String> heard = new ArrayList<>(end(client, way));
    while (heard.isEmpty()) { // and the witness must not be idle itself
      heard.addAll(witness.roundTrip());
    }
    client.awaitEnd();
    client.close();
    ServerThreads.awaitEnd(threads);
    TestClient next = server.joinOnceThereIsRoom();
    next.send("rename|Bob");
    next.expect(next.says("renamed to Bob"), "rename ok");
    heard.addAll(witness.roundTrip());
    assertEquals(
        List.of(
            client.says(isRefused ? client.address() : "Bob", way.notice),
            next.says("login"),
            next.says("renamed to Bob")),
        heard);
  }

  /** Returns what the witness has heard by then. */
  private List<String> end(TestClient client, Way way) throws IOException {
    switch (way) {
      case EXIT -> client.send("exit");
      case END_OF_INPUT -> client.halfClose();
      case RESET -> client.reset();
      case HTTP -> client.send("GET / HTTP/1.1");
      case TLS -> client.sendBytes(new byte[] {22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3});
      case IDLE -> {}
      case BACKLOG, STUCK -> {
        return witness.say(PAGE);
      }
    }
    return List.of();
  }

  /** Half of them read nothing, the others all, and do not close their end: each has 5 s. */
  @Test
  void manyThatLeaveAndDoNotCloseTheirEndAreCutOffTogether() throws Exception {
    int each = 15;
    server.start(
        TestServer.SMALL_BUFFER,
        config -> {
          config.threads = ThreadKind.PLATFORM;
          config.maxBacklog = LARGE_BACKLOG;
          config.writeTimeout = Duration.ofDays(1);
          config.maxClients = 1 + 2 * each;
        });
    witness = server.join();
    List<TestClient> leaving = server.joinDeaf(each, witness);
    witness.say(PAGE);
    for (int i = 0; i < each; i++) {
      leaving.add(server.join(witness));
    }
    List<Thread> threads = new ArrayList<>();
    for (TestClient client : leaving) {
      threads.addAll(ServerThreads.of(client));
    }
    for (TestClient client : leaving) {
      client.send("exit");
    }
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < leaving.size(); i++) {
      heard.add(witness.readLine());
    }
    heard.sort(null);
    assertEquals(leaving.stream().map(c -> c.says("login out")).sorted().toList(), heard);
    ServerThreads.awaitEnd(threads); // one after the other would take minutes
    witness.expectNothing();
    server.joinOnceThereIsRoom();
  }
}
