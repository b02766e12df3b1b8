package chatserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chatserver.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that sends more than it may is held up; nothing is lost, and nobody is dropped. */
class FloodTest {
  private static final int RATE = 10;
  private static final int BURST = 10 * RATE;
  private static final String IAC_DO_TIMING_MARK = "\u00FF\u00FD\u0006"; // is answered each time

  @RegisterExtension final TestServer server = new TestServer();

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void nobodyIsDroppedAndNothingLostWhereTenTalkToTwoHundred(ThreadKind kind) throws Exception {
    String[] talk = TestClient.numbered(700, "x".repeat(700));
    server.start(config -> config.threads = kind);
    try (Audience crowd = new Audience(server.address())) {
      crowd.join(190);
      List<TestClient> talkers = server.join(10);
      TestClient first = talkers.get(0);
      first.send("begin");
      crowd.allHear(first.says("begin"));
      List<Task<List<String>>> reading = new ArrayList<>();
      List<Task<Void>> sending = new ArrayList<>();
      for (TestClient talker : talkers) {
        talker.readUntil(first.says("begin"));
        reading.add(Task.start(() -> talker.readUntil(talker.says(talk[talk.length - 1]))));
        sending.add(Task.start(() -> talker.send(talk)));
      }
      sending.forEach(Task::result);
      reading.forEach(Task::result);
      first.send("end");
      List<String> heard = crowd.allHearTheSame(first.says("end"));
      assertEquals(talkers.size() * talk.length + 1, heard.size());
      for (int i = 0; i < talkers.size(); i++) {
        TestClient talker = talkers.get(i);
        List<String> own = heard.stream().filter(line -> isOf(talker, line)).toList();
        assertEquals(Arrays.stream(talk).map(talker::says).toList(), own.subList(0, talk.length));
        List<String> its = new ArrayList<>(reading.get(i).result());
        its.addAll(talker.readUntil(first.says("end")));
        assertEquals(heard, its);
      }
    }
  }

  private static boolean isOf(TestClient client, String line) {
    return line.startsWith("[" + client.address() + "]");
  }

  /** The burst is free, and what is behind it takes more than a minute. */
  @Test
  void aClientThatSendsTooMuchIsHeldUpAloneAndIsNotIdle() throws IOException {
    server.start(
        config -> {
          config.maxRate = RATE;
          config.idleTimeout = Duration.ofSeconds(1);
        });
    TestClient other = server.join();
    TestClient flooder = server.join(other);
    String[] flood = TestClient.numbered(8 * BURST, "all at once");
    flooder.send(flood);
    List<String> heard = new ArrayList<>();
    while (!heard.contains(flooder.says(flood[BURST + 15]))) { // for longer than it may be idle
      heard.addAll(other.roundTrip());
    }
    for (int i = 0; i < RATE / 2; i++) {
      heard.addAll(other.roundTrip());
    }
    assertFalse(heard.contains(flooder.says(flood[flood.length - 1])));
    for (String line : Arrays.copyOf(flood, BURST + 15)) {
      flooder.expect(flooder.says(line));
    }
  }

  static Stream<Arguments> dearLines() {
    return TestServer.threadKinds()
        .flatMap(
            kind ->
                Stream.of(
                    Arguments.of(kind, "x".repeat(2048), 4), Arguments.of(kind, "rename|a:b", 10)));
  }

  /**
   * If each cost no more than a short line, all would be said at once; so it takes 15 s or more.
   */
  @ParameterizedTest
  @MethodSource("dearLines")
  void whatCostsMoreIsSentLessOften(ThreadKind kind, String dear, int cost) throws IOException {
    server.start(
        config -> {
          config.threads = kind;
          config.maxRate = RATE;
        });
    TestClient other = server.join();
    TestClient flooder = server.join(other);
    String[] flood = TestClient.numbered(BURST / 2, "line");
    Task.start(flooder::awaitEnd);
    for (String line : flood) {
      flooder.send(dear, line);
    }
    int free = BURST / (cost + 1);
    List<String> heard = new ArrayList<>();
    heard.addAll(other.readUntil(flooder.says(flood[free - 1])));
    for (int i = 0; i < BURST / 2; i++) {
      heard.addAll(other.roundTrip());
    }
    assertFalse(heard.contains(flooder.says(flood[flood.length - 1])));
  }

  /** A line without an end costs as much as the lines that it could have been. */
  @ParameterizedTest
  @ValueSource(strings = {"x", IAC_DO_TIMING_MARK})
  void whatBringsNoLineIsChargedByItsBytes(String text) throws IOException {
    server.start(
        config -> {
          config.maxRate = RATE;
          config.maxLine = 128;
        });
    TestClient other = server.join();
    TestClient flooder = server.join(other);
    byte[] flood = text.repeat(256 * 1024 / text.length()).getBytes(ISO_8859_1);
    Task.start(flooder::awaitEnd);
    Task.start(
        () -> {
          flooder.sendBytes(flood);
          flooder.send("", "hello"); // it takes much longer to get here
        });
    for (int i = 0; i < BURST + RATE; i++) { // a second
      other.expectNothing();
    }
  }

  /** What is sent first, once, and what then, without end. */
  static List<Arguments> floods() {
    List<Arguments> floods = new ArrayList<>();
    for (ThreadKind kind : TestServer.threadKinds().toList()) {
      for (String text :
          List.of("\n", "help\n", "who\n", "rename|a:b\n", "x", IAC_DO_TIMING_MARK)) {
        floods.add(Arguments.of(kind, "", text));
      }
      floods.add(Arguments.of(kind, "exit\n", "x"));
    }
    return floods;
  }

  /** What they send costs the room nothing or little, so nothing but fairness holds them up. */
  @ParameterizedTest
  @MethodSource("floods")
  void clientsThatSendWithoutEndLeaveTheOthersTheirTurn(ThreadKind kind, String first, String text)
      throws Exception {
    server.start(
        config -> {
          config.threads = kind;
          config.maxLine = 1024 * 1024;
        });
    TestClient client = server.join();
    List<TestClient> flooders = new ArrayList<>();
    List<Task<Void>> floods = new ArrayList<>();
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      TestClient flooder = server.connect();
      flooders.add(flooder);
      client.readUntil(flooder.says("login"));
      flooder.sendRaw(first);
      floods.add(flooder.startSending(text.repeat(64 * 1024)));
      floods.add(Task.start(flooder::awaitEnd));
    }
    for (int i = 0; i < 10; i++) {
      client.roundTrip();
    }
    for (TestClient flooder : flooders) {
      flooder.close();
    }
    floods.forEach(Task::result);
  }
}
