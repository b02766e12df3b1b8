package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reads slowly, or not at all, harms nobody but itself. */
class SlowClientsTest {
  private static final int CROWD = 50;
  private static final int TALKERS = 2;
  private static final int LINES = 100;
  private static final String TEXT = "x".repeat(700);
  private static final int SMALL_BUFFER = 4096;

  /** What a healthy client needs where its writer does not get a processor for a while. */
  private static final int MAX_BACKLOG = 2 * 1024 * 1024;

  /** More rounds than fill the kernel's buffers (up to 6 MB) and the backlog. */
  private static final int ENOUGH_ROUNDS = 100;

  /** What a majority may hold up the room, once, and a margin for a busy machine. */
  private static final Duration HOLD_UP = Duration.ofSeconds(2);

  @RegisterExtension final TestServer server = new TestServer();

  private final List<TestClient> talkers = new ArrayList<>();
  private int rounds;

  private void joinTalkers() throws IOException {
    talkers.addAll(server.join(TALKERS));
  }

  private List<TestClient> joinDeaf(int count) throws IOException {
    return joinDeaf(count, SMALL_BUFFER);
  }

  private List<TestClient> joinDeaf(int count, int receiveBuffer) throws IOException {
    List<TestClient> deaf = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TestClient client = server.connect(receiveBuffer);
      deaf.add(client);
      for (TestClient talker : talkers) {
        talker.readUntil(client.says("login"));
      }
    }
    return deaf;
  }

  /** Each talker says a lot, and hears it; returns how long that took. */
  private Duration round(List<String> heard) throws IOException {
    long start = System.nanoTime();
    rounds++;
    String last = "end of round " + rounds;
    for (TestClient talker : talkers) {
      String[] lines = new String[LINES + 1];
      for (int i = 0; i < LINES; i++) {
        lines[i] = i + TEXT;
      }
      lines[LINES] = last;
      talker.send(lines);
    }
    for (TestClient talker : talkers) {
      heard.addAll(talker.readUntil(talker.says(last)));
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private Duration longestOf(int count) throws IOException {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < count; i++) {
      longest = longer(longest, round(new ArrayList<>()));
    }
    return longest;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Talks until these were dropped and some rounds more, while nobody else is held up. */
  private void floodPast(List<TestClient> slow, Audience others) throws Exception {
    talkers.get(0).send("begin");
    others.allHear(talkers.get(0).says("begin"));
    Duration usual = longestOf(5);
    long left = (long) TALKERS * slow.size();
    Duration longest = Duration.ZERO;
    for (int i = 0; left > 0; i++) {
      assertTrue(i < ENOUGH_ROUNDS, "not dropped");
      List<String> heard = new ArrayList<>();
      longest = longer(longest, round(heard));
      left -= heard.stream().filter(line -> line.endsWith("too slow leave out")).count();
    }
    longest = longer(longest, longestOf(5));
    Duration bound = HOLD_UP.plus(usual.multipliedBy(5));
    assertTrue(longest.compareTo(bound) < 0, longest + " instead of " + usual);

    for (TestClient talker : talkers) {
      talker.roundTrip();
    }
    talkers.get(0).send("end");
    List<String> leaves = new ArrayList<>(others.allHearTheSame(talkers.get(0).says("end")));
    leaves.removeIf(line -> !line.endsWith("leave out") && !line.endsWith("login out"));
    leaves.sort(null);
    assertEquals(
        slow.stream().map(client -> client.says("too slow leave out")).sorted().toList(), leaves);
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aClientThatNeverReadsDoesNotFreezeTheRoom(ThreadKind kind) throws Exception {
    flood(kind, 1);
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aLargeMinorityThatNeverReadsDoesNotFreezeTheRoom(ThreadKind kind) throws Exception {
    flood(kind, CROWD * 2 / 5);
  }

  private void flood(ThreadKind kind, int deaf) throws Exception {
    server.start(config -> config.threads(kind).maxRate(0).maxBacklog(MAX_BACKLOG));
    joinTalkers();
    try (Audience others = new Audience(server.address())) {
      others.join(CROWD - TALKERS - deaf);
      floodPast(joinDeaf(deaf), others);
    }
  }

  /** Those who make no progress at all have no say in the pace of the room. */
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void allButTwoThatNeverReadHoldUpTheRoomOnlyOnce(ThreadKind kind) throws Exception {
    server.start(config -> config.threads(kind).maxRate(0).maxBacklog(MAX_BACKLOG));
    joinTalkers();
    try (Audience other = new Audience(server.address())) {
      other.join(1);
      floodPast(joinDeaf(CROWD - TALKERS - 1), other);
    }
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void readersOfAKilobyteASecondDoNotFreezeTheRoom(ThreadKind kind) throws Exception {
    server.start(config -> config.threads(kind).maxRate(0).maxBacklog(MAX_BACKLOG));
    joinTalkers();
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (Audience others = new Audience(server.address())) {
      int slow = CROWD * 2 / 5;
      others.join(CROWD - TALKERS - slow);
      List<TestClient> trickling = joinDeaf(slow);
      timer.scheduleAtFixedRate(
          () -> trickling.forEach(client -> read(client, 102)), 0, 100, TimeUnit.MILLISECONDS);
      floodPast(trickling, others);
    } finally {
      timer.shutdownNow();
    }
  }

  /** 500 KB a second: enough for any chat, and not for these talkers. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void whereMostAreSlowTheRoomWaitsForThemAndDropsNobody(ThreadKind kind) throws Exception {
    server.start(config -> config.threads(kind).maxRate(0));
    joinTalkers();
    List<TestClient> slow = joinDeaf(8, 64 * 1024);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try {
      timer.scheduleAtFixedRate(
          () -> slow.forEach(client -> read(client, 50_000)), 0, 100, TimeUnit.MILLISECONDS);
      List<String> heard = new ArrayList<>();
      while (rounds < 80) { // 12 MB
        round(heard);
      }
      heard.removeIf(line -> !line.endsWith("out"));
      assertEquals(List.of(), heard);
    } finally {
      timer.shutdownNow();
    }
  }

  /** The room waits for most, but a stop does not: who reads hears that it is the end. */
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aStopDoesNotWaitUntilMostKeepUp(ThreadKind kind) throws Exception {
    server.start(config -> config.threads(kind).maxRate(0));
    joinTalkers();
    List<TestClient> slow = joinDeaf(8, 64 * 1024);
    TestClient talker = talkers.get(0);
    TestClient other = talkers.get(1);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try {
      timer.scheduleAtFixedRate(
          () -> slow.forEach(client -> read(client, 10_000)), 0, 100, TimeUnit.MILLISECONDS);
      Task<Void> talking = Task.start(() -> talk(talker));
      Task<List<String>> ending = Task.start(() -> readToTheEnd(talker));
      for (int i = 0; i < 6000; i++) { // 4 MB: most are behind by now
        other.readLine();
      }
      Task<List<String>> otherEnding = Task.start(() -> readToTheEnd(other));
      server.close();
      for (Task<List<String>> each : List.of(ending, otherEnding)) {
        List<String> heard = each.result();
        String last = heard.get(heard.size() - 1);
        assertEquals("server is shutting down", last.substring(0, Math.min(60, last.length())));
      }
      talker.close();
      talking.result();
    } finally {
      timer.shutdownNow();
    }
  }

  private static void talk(TestClient client) {
    try {
      for (int i = 0; ; i++) {
        client.send(i + TEXT);
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static List<String> readToTheEnd(TestClient client) {
    List<String> heard = new ArrayList<>(List.of("nothing"));
    try {
      for (String line = client.readLine(); line != null; line = client.readLine()) {
        heard.add(line);
      }
    } catch (IOException | AssertionError e) {
      heard.add("cut off: " + e.getMessage());
    }
    return heard;
  }

  private static void read(TestClient client, int atMost) {
    try {
      InputStream in = client.socket().getInputStream();
      in.read(new byte[Math.min(atMost, in.available())]);
    } catch (IOException e) {
      // dropped by now
    }
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void inAQuietRoomAStuckClientIsDroppedInTime(ThreadKind kind) throws IOException {
    server.start(
        config ->
            config
                .threads(kind)
                .maxRate(0)
                .maxBacklog(64 * 1024 * 1024)
                .writeTimeout(Duration.ofMillis(1500)));
    joinTalkers();
    TestClient deaf = joinDeaf(1).get(0);
    List<String> heard = new ArrayList<>();
    while (rounds < 60) { // 8 MB: more than the kernel takes
      round(heard);
    }
    TestClient witness = talkers.get(0);
    String leave = deaf.says("too slow leave out");
    if (!heard.contains(leave)) {
      witness.readUntil(leave);
    }
    witness.expectNothing();
    witness.send("who");
    witness.readUntil("user list:");
    assertEquals(TALKERS, witness.roundTrip().size());
  }

  /** It is held up by the answers that it does not read: it is too slow, and not idle. */
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aClientThatAsksAndNeverReadsHoldsUpNobodyAndIsDropped(ThreadKind kind) throws Exception {
    server.start(
        config ->
            config
                .threads(kind)
                .maxRate(0)
                .idleTimeout(Duration.ofSeconds(1))
                .writeTimeout(Duration.ofSeconds(2)));
    joinTalkers();
    TestClient deaf = joinDeaf(1).get(0);
    Task<Void> asking = Task.start(() -> ask(deaf));
    List<String> heard = new ArrayList<>();
    Duration longest = Duration.ZERO;
    long start = System.nanoTime();
    while (heard.stream().noneMatch(line -> line.contains(deaf.address()))) {
      assertTrue(System.nanoTime() - start < TestClient.DEADLINE.toNanos(), "not dropped");
      long asked = System.nanoTime();
      for (TestClient talker : talkers) {
        heard.addAll(talker.roundTrip());
      }
      longest = longer(longest, Duration.ofNanos(System.nanoTime() - asked));
    }
    for (TestClient talker : talkers) {
      heard.addAll(talker.roundTrip());
    }
    assertTrue(longest.compareTo(HOLD_UP) < 0, longest::toString);
    String leave = deaf.says("too slow leave out");
    assertEquals(List.of(leave, leave), heard);
    asking.result();
  }

  private static void ask(TestClient client) {
    String[] questions = new String[1000];
    Arrays.fill(questions, "help");
    try {
      for (; ; ) {
        client.send(questions);
      }
    } catch (IOException e) {
      // dropped
    }
  }
}
