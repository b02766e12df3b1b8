package chatserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who sends more than there is time for is held up; nothing is lost, and nobody is dropped. */
class FloodTest {
  private static final String IAC_DO_TIMING_MARK = "\u00FF\u00FD\u0006"; // is answered each time

  @RegisterExtension final TestServer server = new TestServer();

  private static String[] numbered(int count, String text) {
    String[] lines = new String[count];
    Arrays.setAll(lines, i -> i + text);
    return lines;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void nobodyIsDroppedAndNothingLostWhereTenTalkToTwoHundred(ThreadKind kind) throws Exception {
    int senders = 10;
    String[] talk = numbered(700, " " + "x".repeat(700));
    server.start(config -> config.threads(kind).maxRate(0));
    try (Audience crowd = new Audience(server.address())) {
      crowd.join(190);
      TestClient first = server.connect();
      first.readUntil(first.says("I am here"));
      List<TestClient> talkers = new ArrayList<>(List.of(first));
      for (int i = 1; i < senders; i++) {
        TestClient talker = server.connect();
        talker.readUntil(talker.says("I am here"));
        talkers.add(talker);
      }
      first.send("begin");
      crowd.allHear(first.says("begin"));
      List<Task<Void>> sending = new ArrayList<>();
      List<Task<List<String>>> hearing = new ArrayList<>();
      for (TestClient talker : talkers) {
        talker.readUntil(first.says("begin"));
        hearing.add(Task.start(() -> talker.readUntil(talker.says("done"))));
        sending.add(Task.start(() -> say(talker, talk)));
      }
      for (int i = 0; i < senders; i++) {
        sending.get(i).result();
        hearing.get(i).result();
      }
      first.send("end");
      List<String> heard = crowd.allHearTheSame(first.says("end"));
      assertEquals(senders * (talk.length + 1) + 1, heard.size());
      for (int i = 0; i < senders; i++) {
        TestClient talker = talkers.get(i);
        List<String> own = new ArrayList<>(heard);
        own.removeIf(line -> !line.startsWith("[" + talker.address() + "]"));
        assertEquals(Arrays.stream(talk).map(talker::says).toList(), own.subList(0, talk.length));
        List<String> its = new ArrayList<>(hearing.get(i).result());
        its.addAll(talker.readUntil(first.says("end")));
        assertEquals(heard, its);
      }
    }
  }

  private static void say(TestClient talker, String[] lines) throws IOException {
    for (String line : lines) {
      talker.send(line);
    }
    talker.send("done");
  }

  /** Talks until the connection ends. */
  private static void talk(TestClient client) {
    String[] page = numbered(20, " " + "x".repeat(700));
    try {
      for (; ; ) {
        client.send(page);
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void hear(TestClient client, CountDownLatch lines) throws IOException {
    while (client.readLine() != null) {
      lines.countDown();
    }
    client.close(); // so that its talker ends, too
  }

  /** Two seconds' worth too much, while a second without a byte would already be too long. */
  @Test
  void whoSendsTooMuchIsHeldUpAndIsNotIdle() throws IOException {
    int rate = 100;
    server.start(config -> config.maxRate(rate).idleTimeout(Duration.ofSeconds(1)));
    TestClient client = server.join();
    String[] lines = numbered(10 * rate + 2 * rate, "");
    long start = System.nanoTime();
    client.send(lines);
    for (String line : lines) {
      client.expect(client.says(line));
    }
    Duration taken = since(start);
    assertTrue(taken.compareTo(Duration.ofMillis(1900)) > 0, taken::toString);
  }

  @Test
  void onePersonsFloodDoesNotDelayAnother() throws IOException {
    server.start(config -> config.maxRate(10));
    TestClient flooder = server.join();
    TestClient other = server.join();
    flooder.send(numbered(1000, " all at once"));
    other.readUntil(flooder.says("99 all at once")); // and now it waits
    long start = System.nanoTime();
    other.send("hello");
    other.readUntil(other.says("hello"));
    Duration taken = since(start);
    assertTrue(taken.compareTo(Duration.ofSeconds(2)) < 0, taken::toString);
  }

  @Test
  void aPageOfTextIsPastedWithoutAnyDelay() throws IOException {
    server.start();
    TestClient client = server.join();
    String[] page = numbered(900, " " + "word ".repeat(15) + "end of line");
    long start = System.nanoTime();
    client.send(page);
    for (String line : page) {
      client.expect(client.says(line));
    }
    Duration taken = since(start);
    assertTrue(taken.compareTo(Duration.ofSeconds(5)) < 0, taken::toString);
  }

  /**
   * A line without an end costs as much as the lines that it could have been; what came with the
   * last read, up to 16 KiB or 128 lines, is paid for afterwards.
   */
  @Test
  void aLineThatIsTooLongIsChargedByItsBytes() throws IOException {
    int rate = 100;
    int maxLine = 128;
    server.start(config -> config.maxRate(rate).maxLine(maxLine));
    TestClient client = server.join();
    long start = System.nanoTime();
    client.sendRaw("x".repeat((10 * rate + 3 * rate) * maxLine));
    client.send("", "hello");
    client.expect("line too long: at most 128 bytes", client.says("hello"));
    Duration taken = since(start);
    assertTrue(taken.compareTo(Duration.ofMillis(1400)) > 0, taken::toString);
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
  void whoSendsWithoutEndLeavesTheOthersTheirTurn(ThreadKind kind, String first, String text)
      throws Exception {
    server.start(config -> config.threads(kind).maxRate(0).maxLine(1024 * 1024));
    TestClient client = server.join();
    byte[] page = text.repeat(64 * 1024).getBytes(ISO_8859_1);
    List<TestClient> flooders = new ArrayList<>();
    List<Task<Void>> floods = new ArrayList<>();
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      TestClient flooder = server.connect();
      flooders.add(flooder);
      client.readUntil(flooder.says("login"));
      flooder.sendRaw(first);
      floods.add(Task.start(() -> sendWithoutEnd(flooder, page)));
      floods.add(Task.start(() -> readWithoutEnd(flooder)));
    }
    for (int i = 0; i < 10; i++) {
      client.roundTrip();
    }
    for (TestClient flooder : flooders) {
      flooder.close();
    }
    for (Task<Void> flood : floods) {
      flood.result();
    }
  }

  private static void sendWithoutEnd(TestClient client, byte[] bytes) {
    try {
      for (; ; ) {
        client.sendBytes(bytes);
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void readWithoutEnd(TestClient client) {
    try {
      client.awaitEnd();
    } catch (IOException e) {
      // closed
    }
  }

  @Test
  void telnetCommandsAreChargedByTheirBytes() throws IOException {
    int rate = 100;
    int maxLine = 128;
    server.start(config -> config.maxRate(rate).maxLine(maxLine));
    TestClient client = server.join();
    byte[] bytes = IAC_DO_TIMING_MARK.repeat(13 * rate * maxLine / 3).getBytes(ISO_8859_1);
    long start = System.nanoTime();
    client.sendBytes(bytes);
    client.send("", "hello");
    client.readUntil(line -> line.endsWith(client.says("hello")));
    Duration taken = since(start);
    assertTrue(taken.compareTo(Duration.ofMillis(1400)) > 0, taken::toString);
  }

  /** Nobody who reads is left out, and nobody who does not is waited for. */
  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aStopInTheMiddleOfAFloodIsTheSameForAllWhoRead(ThreadKind kind) throws Exception {
    server.start(config -> config.threads(kind).maxRate(0));
    try (Audience crowd = new Audience(server.address())) {
      crowd.join(12);
      for (int i = 0; i < 10; i++) {
        server.connect(4096); // and never reads
      }
      List<TestClient> talkers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        TestClient talker = server.connect();
        talker.readUntil(talker.says("I am here"));
        talkers.add(talker);
      }
      TestClient first = talkers.get(0);
      first.send("begin");
      crowd.allHear(first.says("begin"));
      CountDownLatch traffic = new CountDownLatch(10_000);
      List<Task<Void>> talking = new ArrayList<>();
      for (TestClient talker : talkers) {
        talking.add(Task.start(() -> talk(talker)));
        talking.add(Task.start(() -> hear(talker, traffic)));
      }
      assertTrue(traffic.await(30, TimeUnit.SECONDS));
      long start = System.nanoTime();
      server.close();
      Duration taken = since(start);
      List<String> heard = crowd.allHearTheSame("server is shutting down");
      crowd.awaitEnd();
      assertEquals(0, crowd.unheard());
      assertTrue(heard.size() > 1);
      assertTrue(taken.compareTo(ChatServer.GRACE.plusSeconds(3)) < 0, taken::toString);
      talking.forEach(Task::result);
      assertEquals(List.of(), ServerThreads.thatDoNotEnd(), "those that never read are cut off");
    }
  }
}
