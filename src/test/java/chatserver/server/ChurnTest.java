package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chatserver.Task;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thousands come and go, and nothing of them stays. */
@Tag("slow")
@Timeout(120)
class ChurnTest {
  private static final int WAVES = 30;
  private static final int AT_ONCE = 100;
  private static final int MEGABYTE = 1024 * 1024;

  @RegisterExtension final TestServer server = new TestServer();

  /** What the process holds. */
  private record Holdings(int threads, long descriptors, long heap, long buffers) {
    static Holdings now() throws IOException {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      long descriptors = 0;
      Path list = Path.of("/proc/self/fd");
      if (Files.isDirectory(list)) {
        try (Stream<Path> all = Files.list(list)) {
          descriptors = all.count();
        }
      }
      return new Holdings(
          Thread.activeCount(),
          descriptors,
          runtime.totalMemory() - runtime.freeMemory(),
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum());
    }

    /** What there is once all that is to end has ended, or after a time in which it should. */
    static Holdings onceSettled(Predicate<Holdings> isSettled) throws IOException {
      long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
      Holdings now = now();
      while (!isSettled.test(now) && System.nanoTime() - deadline < 0) {
        now = now(); // which takes a while
      }
      return now;
    }

    /** Of threads and descriptors not one; of memory what the machinery keeps for later. */
    boolean isMuchMoreThan(Holdings before) {
      return threads > before.threads
          || descriptors > before.descriptors
          || heap > before.heap + 8 * MEGABYTE
          || buffers > before.buffers + 4 * MEGABYTE;
    }
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void nothingIsLeftOfThousandsThatComeAndGoInEveryWay(ThreadKind kind) throws Exception {
    server.start(
        config -> {
          config.threads = kind;
          config.idleTimeout = Duration.ZERO;
        });
    TestClient steady = server.join();
    Random random = new Random(1);
    Holdings before = null;
    for (int wave = 0; wave < WAVES; wave++) {
      List<TestClient> visitors = new ArrayList<>();
      List<String> heard = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        TestClient visitor = TestClient.connect(server.address());
        visitors.add(visitor);
        heard.addAll(steady.readUntil(visitor.says("login"))); // or a reset may come too early
      }
      for (TestClient visitor : visitors) {
        visit(visitor, random);
      }
      while (addressesIn(heard, "out").size() < AT_ONCE) {
        heard.add(steady.readLine());
      }
      List<String> expected = visitors.stream().map(TestClient::address).sorted().toList();
      assertEquals(expected, addressesIn(heard, ":login"));
      assertEquals(expected, addressesIn(heard, "out"));
      for (TestClient visitor : visitors) {
        visitor.close();
      }
      if (wave == 4) { // all classes are loaded, all pools filled
        before = Holdings.onceSettled(now -> ServerThreads.ofClients() <= 2);
      }
    }
    steady.expectNothing();
    Holdings start = before;
    Holdings after = Holdings.onceSettled(now -> !now.isMuchMoreThan(start));
    assertFalse(after.isMuchMoreThan(start), () -> start + " became " + after);
  }

  private static List<String> addressesIn(List<String> lines, String end) {
    return lines.stream()
        .filter(line -> line.endsWith(end))
        .map(line -> line.substring(1, line.indexOf(']')))
        .sorted()
        .toList();
  }

  private static void visit(TestClient visitor, Random random) throws IOException {
    switch (random.nextInt(9)) {
      case 0 -> visitor.send("exit");
      case 1 -> visitor.halfClose();
      case 2 -> visitor.reset();
      case 3 -> visitor.close();
      case 4 -> visitor.send("GET / HTTP/1.1", "Host: x", "");
      case 5 -> visitor.sendBytes(new byte[] {22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3});
      case 6 -> {
        visitor.sendRaw("half a li");
        visitor.reset();
      }
      case 7 -> {
        visitor.send("rename|visitor" + random.nextInt(20), "who", "hello");
        visitor.halfClose();
      }
      default -> {
        visitor.send("x".repeat(3000), "who", "help", "to|nobody|x");
        visitor.close();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aThousandSilentClientsTimeOutTogether(ThreadKind kind) throws Exception {
    int silent = 1000;
    server.start(
        config -> {
          config.threads = kind;
          config.idleTimeout = Duration.ofSeconds(6);
        });
    TestClient steady = server.join();
    try (Audience crowd = new Audience(server.address())) {
      Task<Void> joining = Task.start(() -> crowd.join(silent));
      List<String> heard = new ArrayList<>();
      while (heard.size() < 2 * silent) {
        heard.addAll(steady.roundTrip()); // a sign of life
      }
      List<String> logins = addressesIn(heard, ":login");
      assertEquals(silent, logins.size());
      assertEquals(logins, addressesIn(heard, ":time out leave out"));
      joining.result();
      crowd.awaitEnd();
    }
    steady.expectNothing();
  }
}
