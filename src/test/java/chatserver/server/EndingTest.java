package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever ends a client, nothing is left of it: no thread, no socket, no name, no place taken. On
 * platform threads, which can be told one by one.
 */
class EndingTest {
  private static final int SMALL_BUFFER = 4096;
  private static final String[] PAGE = new String[200];

  static {
    Arrays.fill(PAGE, "x".repeat(700));
  }

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

  private static Set<Thread> threadsOf(List<TestClient> clients) {
    Set<String> names =
        clients.stream()
            .flatMap(c -> List.of("reader-" + c.address(), "writer-" + c.address()).stream())
            .collect(Collectors.toSet());
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> names.contains(thread.getName()))
        .collect(Collectors.toSet());
  }

  private static void awaitEndOf(Set<Thread> threads) throws InterruptedException {
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      assertTrue(!thread.isAlive(), () -> thread.getName() + " is left");
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftOfAClient(Way way) throws Exception {
    server.start(
        config ->
            config
                .threads(ThreadKind.PLATFORM)
                .maxRate(0)
                .maxClients(2)
                .maxBacklog(way == Way.BACKLOG ? 1024 * 1024 : 64 * 1024 * 1024)
                .idleTimeout(Duration.ofMillis(way == Way.IDLE ? 500 : 0))
                .writeTimeout(Duration.ofMillis(way == Way.STUCK ? 500 : 30_000)));
    witness = server.connect();
    witness.expectWelcome();
    TestClient client = server.connect(SMALL_BUFFER);
    witness.expect(client.says("login"));
    Set<Thread> threads = threadsOf(List.of(client));
    assertEquals(2, threads.size());
    if (way != Way.HTTP && way != Way.TLS) {
      client.send("rename|Bob");
      witness.expect(client.says("renamed to Bob"));
    }
    List<String> heard = new ArrayList<>();
    switch (way) {
      case EXIT -> client.send("exit");
      case END_OF_INPUT -> client.halfClose();
      case RESET -> client.reset();
      case HTTP -> client.send("GET / HTTP/1.1");
      case TLS -> client.sendBytes(new byte[] {22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3});
      case IDLE -> {}
      case BACKLOG, STUCK -> {
        for (int i = 0; i < 60; i++) { // 8 MB: more than the kernel takes
          witness.send(PAGE);
          heard.addAll(witness.roundTrip());
        }
      }
    }
    String leave =
        client.says(way == Way.HTTP || way == Way.TLS ? client.address() : "Bob", way.notice);
    while (!heard.contains(leave)) { // and the witness must not be idle itself
      witness.send("");
      heard.addAll(witness.roundTrip());
    }
    if (way != Way.RESET) {
      client.awaitEnd();
    }
    if (way != Way.EXIT) { // that one never closes its end
      client.close();
    }
    awaitEndOf(threads);
    TestClient next = server.connect();
    next.expectWelcome();
    next.send("rename|Bob");
    next.expect(next.says("renamed to Bob"), "rename ok");
    heard.addAll(witness.roundTrip());
    heard.removeIf(line -> !line.startsWith("[" + client.address() + "]"));
    assertEquals(List.of(leave), heard);
  }

  /** Each has five seconds for its last bytes, and all of them have the same five. */
  @Test
  @Tag("slow")
  void manyThatLeaveAndDoNotReadTheirLastBytesAreCutOffInTime() throws Exception {
    server.start(
        config -> config.threads(ThreadKind.PLATFORM).maxRate(0).maxBacklog(64 * 1024 * 1024));
    witness = server.join();
    List<TestClient> deaf = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      deaf.add(server.connect(SMALL_BUFFER));
      witness.expect(deaf.get(i).says("login"));
    }
    Set<Thread> threads = threadsOf(deaf);
    assertEquals(2 * deaf.size(), threads.size());
    for (int i = 0; i < 60; i++) { // 8 MB: more than the kernel takes
      witness.send(PAGE);
      witness.roundTrip();
    }
    long start = System.nanoTime();
    for (TestClient client : deaf) {
      client.send("exit");
    }
    List<String> left = new ArrayList<>();
    for (int i = 0; i < deaf.size(); i++) {
      left.add(witness.readLine());
    }
    left.sort(null);
    assertEquals(deaf.stream().map(c -> c.says("login out")).sorted().toList(), left);
    awaitEndOf(threads);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(taken.compareTo(Duration.ofSeconds(10)) < 0, taken::toString);
    witness.expectNothing();
  }
}
