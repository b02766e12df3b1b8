package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that reads slowly, or not at all, harms nobody but itself. The buffers of all sockets
 * are small, and nobody is dropped for output that does not move, unless a test says so: a room
 * that waited for such a client would wait for ever.
 */
class SlowClientsTest {
  /** With less, acknowledgements of a client that sends as well are late, by 40 ms each. */
  private static final int SEND_BUFFER = 64 * 1024;

  private static final int CROWD = 50;
  private static final int TALKERS = 2;
  private static final String TEXT = "x".repeat(700);
  private static final String[] PAGE = TestClient.numbered(40, TEXT);
  private static final Duration NEVER = Duration.ofDays(1);

  /** What a healthy client needs where its writer does not get a processor for a while. */
  private static final int MAX_BACKLOG = 512 * 1024;

  @RegisterExtension final TestServer server = new TestServer();

  private TestClient[] talkers;

  private void start(ThreadKind kind, int maxBacklog, Duration idle, Duration write)
      throws IOException {
    server.start(
        SEND_BUFFER,
        config -> {
          config.threads = kind;
          config.maxBacklog = maxBacklog;
          config.idleTimeout = idle;
          config.writeTimeout = write;
        });
    talkers = server.join(TALKERS).toArray(TestClient[]::new);
  }

  private void start(ThreadKind kind, int maxBacklog) throws IOException {
    start(kind, maxBacklog, Duration.ZERO, NEVER);
  }

  /** Each talker says a page, and hears all that is said up to its end; returns what they heard. */
  private List<String> round() throws IOException {
    for (TestClient talker : talkers) {
      talker.send(PAGE);
      talker.send("end of page");
    }
    List<String> heard = new ArrayList<>();
    for (TestClient talker : talkers) {
      heard.addAll(talker.readUntil(talker.says("end of page")));
    }
    return heard;
  }

  private static List<String> leavesIn(List<String> heard) {
    return heard.stream().filter(line -> line.endsWith("out")).sorted().toList();
  }

  private static List<String> areTooSlow(List<TestClient> clients) {
    return clients.stream().map(client -> client.says("too slow leave out")).sorted().toList();
  }

  /** Talks until each talker has heard that these were dropped, and some more. */
  private void floodPast(List<TestClient> slow, Audience others, Work eachRound) throws Exception {
    talkers[0].send("begin");
    others.allHear(talkers[0].says("begin"));
    int left = TALKERS * slow.size();
    while (left > 0) {
      left -= leavesIn(round()).size();
      eachRound.run();
    }
    round();
    talkers[0].send("end");
    assertEquals(areTooSlow(slow), leavesIn(others.allHearTheSame(talkers[0].says("end"))));
  }

  private interface Work {
    void run() throws IOException;
  }

  /** One, a large minority, and all but three. */
  static Stream<Arguments> deafInACrowd() {
    return TestServer.threadKinds()
        .flatMap(kind -> Stream.of(1, 20, 47).map(deaf -> Arguments.of(kind, deaf)));
  }

  @ParameterizedTest
  @MethodSource("deafInACrowd")
  void clientsThatNeverReadDoNotFreezeTheRoom(ThreadKind kind, int deaf) throws Exception {
    start(kind, MAX_BACKLOG);
    try (Audience others = new Audience(server.address())) {
      others.join(CROWD - TALKERS - deaf);
      floodPast(server.joinDeaf(deaf, talkers), others, () -> {});
    }
  }

  /** A minority, and a majority that moves all the time. */
  static Stream<Arguments> slowInACrowd() {
    return TestServer.threadKinds()
        .flatMap(kind -> Stream.of(20, 40).map(slow -> Arguments.of(kind, slow)));
  }

  @ParameterizedTest
  @MethodSource("slowInACrowd")
  void clientsThatReadALittleOfEachPageDoNotFreezeTheRoom(ThreadKind kind, int slow)
      throws Exception {
    start(kind, MAX_BACKLOG);
    try (Audience others = new Audience(server.address())) {
      others.join(CROWD - TALKERS - slow);
      List<TestClient> trickling = server.joinDeaf(slow, talkers);
      floodPast(trickling, others, () -> trickling.forEach(client -> skip(client, 100)));
    }
  }

  /** Skips what has come in, so many bytes at most. */
  private static void skip(TestClient client, int atMost) {
    try {
      InputStream in = client.socket().getInputStream();
      in.read(new byte[Math.min(atMost, in.available())]);
    } catch (IOException e) {
      // dropped by now
    }
  }

  /** Eight that are read by one thread, through small buffers, take less than two could say. */
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void whereMostAreSlowTheRoomWaitsForThemAndDropsNobody(ThreadKind kind) throws Exception {
    start(kind, MAX_BACKLOG);
    String[] talk = TestClient.numbered(5000, TEXT); // with both, 14 times what may wait
    List<TestClient> slow = server.joinDeaf(8, talkers);
    talkers[0].send("begin");
    for (TestClient client : slow) {
      client.readUntil(talkers[0].says("begin"));
    }
    for (TestClient talker : talkers) {
      talker.startReading();
      Task.start(() -> talker.send(talk));
    }
    for (int i = 0; i < TALKERS * talk.length; i++) {
      String line = slow.get(0).readLine();
      assertTrue(line.endsWith(TEXT), line);
      for (TestClient other : slow.subList(1, slow.size())) {
        other.expect(line);
      }
    }
  }

  /** The room waits for most, but a stop does not: those who read hear that it is the end. */
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aStopDoesNotWaitUntilMostKeepUp(ThreadKind kind) throws Exception {
    start(kind, MAX_BACKLOG);
    List<TestClient> slow = server.joinDeaf(8, talkers);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try {
      timer.scheduleAtFixedRate(
          () -> slow.forEach(client -> skip(client, TestServer.SMALL_BUFFER)),
          0,
          100,
          TimeUnit.MILLISECONDS);
      CountDownLatch traffic = new CountDownLatch(500 * TALKERS); // most are behind by now
      List<Task<List<String>>> reading = new ArrayList<>();
      for (TestClient talker : talkers) {
        reading.add(talker.startReading(line -> traffic.countDown()));
        talker.startSending(TEXT + "\n");
      }
      traffic.await();
      Task<Void> stopping = Task.start(server::close);
      for (Task<List<String>> each : reading) {
        List<String> heard = each.result();
        assertEquals("server is shutting down", heard.get(heard.size() - 1));
      }
      for (TestClient client : slow) {
        client.close();
      }
      stopping.result();
    } finally {
      timer.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void inAQuietRoomAStuckClientIsDroppedInTime(ThreadKind kind) throws IOException {
    start(kind, 64 * MAX_BACKLOG, Duration.ZERO, Duration.ofSeconds(1));
    List<TestClient> deaf = server.joinDeaf(1, talkers);
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < 10; i++) { // half a megabyte
      heard.addAll(round());
    }
    for (TestClient talker : talkers) {
      String leave = deaf.get(0).says("too slow leave out");
      if (!heard.remove(leave)) {
        talker.readUntil(leave);
      }
      talker.expectNothing();
    }
  }

  /** It is held up by the answers that it does not read: it is too slow, and not idle. */
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aClientThatAsksAndNeverReadsHoldsUpNobodyAndIsDropped(ThreadKind kind) throws Exception {
    start(kind, MAX_BACKLOG, Duration.ofMillis(1500), Duration.ofMillis(2500));
    List<TestClient> deaf = server.joinDeaf(1, talkers);
    Task<Void> asking = deaf.get(0).startSending("help\n".repeat(1000));
    for (TestClient talker : talkers) {
      List<String> heard = new ArrayList<>();
      while (heard.isEmpty()) {
        heard.addAll(talker.roundTrip());
        talkers[1].send(""); // it is not idle either
      }
      assertEquals(areTooSlow(deaf), heard);
    }
    asking.result();
  }
}
