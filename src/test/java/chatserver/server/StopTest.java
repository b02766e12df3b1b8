package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
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
   * Talks until the connection ends: {@code 0}, {@code 1}, {@code 2} and so on, no more than some
   * lines ahead of what the room has said, so that all of it can be delivered in time.
   */
  private static void talk(TestClient client, Semaphore ahead) throws InterruptedException {
    try {
      for (int i = 0; ahead.tryAcquire(TestClient.DEADLINE.toSeconds(), TimeUnit.SECONDS); i++) {
        client.send("" + i);
      }
    } catch (IOException e) {
      // it has ended
    }
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void everyoneOnlineIsToldAndDisconnected(ThreadKind kind) throws Exception {
    server.start(config -> config.threads = kind);
    List<Task<List<String>>> reading =
        server.join(10).stream().map(TestClient::startReading).toList();
    server.closeForGood();
    for (Task<List<String>> each : reading) {
      assertEquals(List.of(LAST), each.result());
    }
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void inTheMiddleOfTrafficAllHearTheSameLinesAndTheLastOneLast(ThreadKind kind) throws Exception {
    server.start(config -> config.threads = kind);
    TestClient witness = server.join(); // before all others
    List<String> heard = new ArrayList<>();
    List<TestClient> talkers = new ArrayList<>();
    List<Task<List<String>>> reading = new ArrayList<>();
    for (int i = 0; i < TALKERS; i++) {
      TestClient talker = server.connect();
      Semaphore ahead = new Semaphore(200);
      String own = talker.says("");
      heard.addAll(witness.readUntil(talker.says("login")));
      talkers.add(talker);
      reading.add(talker.startReading(line -> ahead.release(line.startsWith(own) ? 1 : 0)));
      Task.start(() -> talk(talker, ahead));
    }
    CountDownLatch traffic = new CountDownLatch(5000);
    Task<List<String>> witnessing = witness.startReading(line -> traffic.countDown());
    assertTrue(traffic.await(TestClient.DEADLINE.toSeconds(), TimeUnit.SECONDS));
    server.closeForGood();

    heard.addAll(witnessing.result());
    Chronicle chronicle = new Chronicle(heard);
    chronicle.isConsistent(); // and nothing stands behind the last line
    assertEquals(TALKERS, chronicle.lines().stream().filter(l -> l.endsWith("login")).count());
    assertEquals(0, chronicle.lines().stream().filter(l -> l.endsWith("out")).count());
    for (int i = 0; i < TALKERS; i++) {
      TestClient talker = talkers.get(i);
      List<String> its = reading.get(i).result();
      assertNull(chronicle.holdsAllThat(talker, its));
      assertEquals(LAST, its.get(its.size() - 1));
      int said = 0;
      for (String line : its) {
        if (line.startsWith(talker.says("")) && !line.matches(".*:(login|I am here)")) {
          assertEquals(talker.says("" + said++), line);
        }
      }
    }
  }

  /** Nothing more is read: what one read brought may be said in part, but then to all. */
  @Test
  void whatIsSaidToOneIsSaidToAllAndNothingStandsBehindTheNotice() throws Exception {
    for (int round = 0; round < 20; round++) {
      server.start();
      List<TestClient> clients = server.join(3);
      TestClient talker = clients.get(0);
      talker.send("one", "who", "two", "rename|Bob", "three"); // answers wait for the room
      talker.expect(talker.says("one"));
      List<Task<List<String>>> reading = clients.stream().map(TestClient::startReading).toList();
      server.closeForGood();
      List<String> all = new ArrayList<>(List.of(talker.says("one")));
      all.addAll(Chronicle.heardByAll(reading.get(0).result()));
      assertEquals(all, reading.get(1).result());
      assertEquals(all, reading.get(2).result());
      assertEquals(all.size() - 1, all.indexOf(LAST));
    }
  }

  /** Nobody who reads is left out, and nobody who does not is waited for. */
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void inTheMiddleOfAFloodAllThatReadHearTheSame(ThreadKind kind) throws Exception {
    server.start(64 * 1024, config -> config.threads = kind);
    try (Audience crowd = new Audience(server.address())) {
      crowd.join(12);
      server.joinDeaf(10);
      List<TestClient> talkers = server.join(4);
      talkers.get(0).send("begin");
      crowd.allHear(talkers.get(0).says("begin"));
      CountDownLatch traffic = new CountDownLatch(10_000);
      for (TestClient talker : talkers) {
        talker.startSending("x".repeat(700) + "\n");
        talker.startReading(line -> traffic.countDown());
      }
      assertTrue(traffic.await(TestClient.DEADLINE.toSeconds(), TimeUnit.SECONDS));
      server.closeForGood();
      assertTrue(crowd.allHearTheSame(LAST).size() > 1);
      crowd.awaitEnd();
      assertFalse(crowd.hasHeardMore());
    }
  }

  @Test
  void nobodyIsLetInAnyMore() throws Exception {
    server.start();
    server.closeForGood();
    assertThrows(ConnectException.class, server::connect);
  }

  @Test
  void clientsThatLeaveAtTheSameTimeAreNotWaitedFor() throws Exception {
    server.start();
    for (int i = 0; i < 20; i += 2) {
      server.join().send("exit");
      server.join().reset();
    }
    server.closeForGood();
  }

  /** As one does who uses nc, and looks elsewhere. */
  @Test
  void clientsThatDoNotCloseTheirEndAreCutOff() throws Exception {
    server.start();
    TestClient online = server.join();
    TestClient left = server.join(online);
    left.send("exit");
    left.expectEnd();
    server.closeForGood();
    online.expect(left.says("login out"), LAST);
  }
}
