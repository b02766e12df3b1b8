package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stop is clean whatever goes on: all that was accepted is delivered, and everyone is told. */
class StopTest {
  private static final String LAST = "server is shutting down";
  private static final int TALKERS = 8;

  @RegisterExtension final TestServer server = new TestServer();

  /**
   * Stops the server, of which nothing is left then. What holds it up does so for ever; the margin
   * is for a busy machine.
   */
  private void stop() throws Exception {
    long start = System.nanoTime();
    server.close();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(taken.compareTo(ChatServer.GRACE.multipliedBy(2)) <= 0, taken::toString);
    assertEquals(List.of(), ServerThreads.thatDoNotEnd());
  }

  /**
   * Talks until the connection ends: {@code 0}, {@code 1}, {@code 2} and so on, no more than some
   * lines ahead of what the room has said, so that there is nothing that cannot be delivered in
   * time.
   */
  private static void talk(TestClient client, Semaphore ahead) {
    try {
      for (int i = 0; ahead.tryAcquire(10, TimeUnit.SECONDS); i++) {
        client.send("" + i);
      }
    } catch (IOException e) {
      // closed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hears all to the end; tells when that many lines were heard, and lets its talker go on. */
  private static List<String> hear(
      TestClient client, int lines, CountDownLatch heard, Semaphore ahead) throws IOException {
    List<String> all = new ArrayList<>();
    for (String line = client.readLine(); line != null; line = client.readLine()) {
      all.add(line);
      if (all.size() == lines) {
        heard.countDown();
      }
      if (line.startsWith("[" + client.address())) {
        ahead.release();
      }
    }
    client.close(); // so that its talker ends, too
    return all;
  }

  private static Task<List<String>> hear(TestClient client) {
    return Task.start(() -> hear(client, 0, new CountDownLatch(0), new Semaphore(0)));
  }

  /** A client that talks and hears, until the connection ends. */
  private static Task<List<String>> talkAndHear(
      TestClient client, int lines, CountDownLatch heard) {
    Semaphore ahead = new Semaphore(200);
    Task.start(() -> talk(client, ahead));
    return Task.start(() -> hear(client, lines, heard, ahead));
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void whoeverIsOnlineIsToldAndDisconnected(ThreadKind kind) throws Exception {
    server.start(config -> config.threads(kind));
    List<Task<List<String>>> hearing = new ArrayList<>();
    for (TestClient client : server.join(10)) {
      hearing.add(hear(client));
    }
    stop();
    for (Task<List<String>> each : hearing) {
      assertEquals(List.of(LAST), each.result());
    }
  }

  /** As one does who uses nc, and looks elsewhere. */
  @Test
  void whoDoesNotCloseItsEndIsNotWaitedForLong() throws Exception {
    server.start();
    List<TestClient> clients = server.join(2);
    clients.get(0).send("exit");
    clients.get(0).expectEnd();
    long start = System.nanoTime();
    stop();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(taken.compareTo(Duration.ofSeconds(3)) < 0, taken::toString);
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void inTheMiddleOfTrafficAllHearTheSameLinesAndTheLastOneLast(ThreadKind kind) throws Exception {
    server.start(config -> config.threads(kind).maxRate(0));
    CountDownLatch traffic = new CountDownLatch(1 + TALKERS);
    TestClient witness = server.join(); // before all others
    Semaphore silent = new Semaphore(0);
    Task<List<String>> witnessing = Task.start(() -> hear(witness, 5_000, traffic, silent));
    List<TestClient> talkers = new ArrayList<>();
    List<Task<List<String>>> hearing = new ArrayList<>();
    for (int i = 0; i < TALKERS; i++) {
      TestClient talker = server.connect();
      talkers.add(talker);
      hearing.add(talkAndHear(talker, 1_000, traffic));
    }
    assertTrue(traffic.await(30, TimeUnit.SECONDS));
    stop();

    List<String> heard = witnessing.result();
    assertEquals(LAST, heard.get(heard.size() - 1));
    Chronicle chronicle = new Chronicle(heard);
    chronicle.isConsistent();
    assertEquals(TALKERS, chronicle.lines().stream().filter(l -> l.endsWith("login")).count());
    assertEquals(0, chronicle.lines().stream().filter(l -> l.endsWith("out")).count());
    for (int i = 0; i < TALKERS; i++) {
      TestClient talker = talkers.get(i);
      List<String> its = hearing.get(i).result();
      assertNull(chronicle.holdsAllThat(talker, its));
      assertEquals(LAST, its.get(its.size() - 1));
      int said = 0;
      for (String line : its) {
        if (line.startsWith("[" + talker.address()) && !line.matches(".*:(login|I am here)")) {
          assertEquals(talker.says("" + said++), line);
        }
      }
    }
  }

  /** What one read brought is in its reader's hands: it is said, or none of it was accepted. */
  @Test
  void whatReadersHaveInHandIsSaid() throws Exception {
    server.start(config -> config.maxRate(0));
    TestClient witness = server.join(); // before all others
    Task<List<String>> witnessing = hear(witness);
    CountDownLatch traffic = new CountDownLatch(TALKERS);
    List<TestClient> talkers = new ArrayList<>();
    List<Task<Void>> talking = new ArrayList<>();
    for (int i = 0; i < TALKERS; i++) {
      TestClient talker = server.connect();
      talkers.add(talker);
      talking.add(
          Task.start(
              () -> {
                for (int round = 0; ; round++) {
                  talker.send("first", "who", "second"); // who waits for the room
                  String line;
                  do {
                    line = talker.readLine();
                    if (line == null) {
                      talker.close();
                      return;
                    }
                  } while (!line.equals(talker.says("second")));
                  if (round == 10) {
                    traffic.countDown();
                  }
                }
              }));
    }
    assertTrue(traffic.await(30, TimeUnit.SECONDS));
    stop();
    talking.forEach(Task::result);
    List<String> heard = witnessing.result();
    assertEquals(LAST, heard.get(heard.size() - 1));
    for (TestClient talker : talkers) {
      assertEquals(
          Collections.frequency(heard, talker.says("first")),
          Collections.frequency(heard, talker.says("second")));
      assertEquals(0, Collections.frequency(heard, talker.says("login out")));
    }
  }

  @Test
  void whatWasHeardByOneIsHeardByAll() throws Exception {
    for (int round = 0; round < 20; round++) {
      server.start();
      List<TestClient> clients = server.join(3);
      clients.get(0).send("one", "two", "three");
      clients.get(0).expect(clients.get(0).says("one"));
      List<Task<List<String>>> hearing = clients.stream().map(StopTest::hear).toList();
      stop();
      List<String> all = new ArrayList<>(List.of(clients.get(0).says("one")));
      all.addAll(hearing.get(0).result());
      assertEquals(all, hearing.get(1).result());
      assertEquals(all, hearing.get(2).result());
      assertEquals(LAST, all.get(all.size() - 1));
    }
  }

  @Test
  void nobodyIsLetInAnyMore() throws Exception {
    server.start();
    stop();
    assertThrows(ConnectException.class, server::connect);
  }

  @Test
  void aClientThatLeavesAtTheSameTimeIsNotWaitedFor() throws Exception {
    server.start();
    for (int i = 0; i < 20; i++) {
      TestClient client = server.join();
      if (i % 2 == 0) {
        client.send("exit");
      } else {
        client.reset();
      }
    }
    stop();
  }

  @Test
  void clientsThatDoNotCloseTheirEndAreCutOff() throws Exception {
    server.start();
    TestClient client = server.join();
    stop();
    client.expect(LAST);
  }

  @Test
  void aClientThatNeverReadsDoesNotHoldUpTheStop() throws Exception {
    server.start(config -> config.maxRate(0).maxBacklog(64 * 1024 * 1024));
    TestClient talker = server.join();
    TestClient deaf = server.connect(4096);
    talker.expect(deaf.says("login"));
    String text = "x".repeat(1000);
    String[] block = new String[1000];
    Arrays.fill(block, text);
    for (int i = 0; i < 12; i++) { // more than all buffers on the way take
      talker.send(block);
      for (int line = 0; line < block.length; line++) {
        talker.expect(talker.says(text));
      }
    }
    Task<List<String>> hearing = hear(talker);
    stop();
    assertEquals(List.of(LAST), hearing.result());
  }
}
