package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
  private static final int VISITORS = 3000;
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
  void nothingIsLeftOfThousandsWhoComeAndGoInEveryWay(ThreadKind kind) throws Exception {
    server.start(config -> config.threads(kind).maxRate(0).idleTimeout(Duration.ZERO));
    TestClient steady = server.join();
    Random random = new Random(1);
    Map<String, Integer> logins = new HashMap<>();
    Map<String, Integer> leaves = new HashMap<>();
    Map<String, Integer> visits = new HashMap<>();
    Holdings before = null;
    for (int wave = 0; wave < VISITORS / AT_ONCE; wave++) {
      List<TestClient> visitors = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        TestClient visitor = TestClient.connect(server.address());
        visitors.add(visitor);
        visits.merge(visitor.address(), 1, Integer::sum);
      }
      int waiting = AT_ONCE;
      while (waiting > 0) { // a connection that is reset before it was accepted is never seen
        String line = steady.readLine();
        if (line.endsWith(":login")) {
          logins.merge(addressIn(line), 1, Integer::sum);
          waiting--;
        } else if (line.endsWith("out")) {
          leaves.merge(addressIn(line), 1, Integer::sum);
        }
      }
      for (TestClient visitor : visitors) {
        visit(visitor, random);
      }
      steady.send("wave");
      for (String line : steady.readUntil(steady.says("wave"))) {
        if (line.endsWith("out")) {
          leaves.merge(addressIn(line), 1, Integer::sum);
        }
      }
      while (sum(leaves) < (wave + 1) * AT_ONCE) {
        String line = steady.readLine();
        if (line.endsWith("out")) {
          leaves.merge(addressIn(line), 1, Integer::sum);
        }
      }
      for (TestClient visitor : visitors) {
        visitor.close();
      }
      if (wave == 4) { // all classes are loaded, all pools filled
        before = settle(null);
      }
    }
    steady.expectNothing();
    assertEquals(visits, logins);
    assertEquals(visits, leaves);
    Holdings after = settle(before);
    assertTrue(!after.isMuchMoreThan(before), before + " became " + after);
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static String addressIn(String line) {
    return line.substring(1, line.indexOf(']'));
  }

  /** Waits, for a bounded time, until there is no more than that, or than the steady client's. */
  private static Holdings settle(Holdings expected) throws IOException {
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    Holdings now = Holdings.now();
    while (System.nanoTime() - deadline < 0
        && (expected == null ? clientThreads() > 2 : now.isMuchMoreThan(expected))) {
      Thread.onSpinWait();
      now = Holdings.now();
    }
    return now;
  }

  private static long clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("(reader|writer)-.*"))
        .count();
  }

  private static void visit(TestClient visitor, Random random) throws IOException {
    try {
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
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aThousandSilentClientsTimeOutTogether(ThreadKind kind) throws Exception {
    int silent = 1000;
    server.start(config -> config.threads(kind).maxRate(0).idleTimeout(Duration.ofSeconds(12)));
    TestClient steady = server.join();
    ScheduledExecutorService signsOfLife = Executors.newSingleThreadScheduledExecutor();
    signsOfLife.scheduleAtFixedRate(() -> sayNothing(steady), 1, 1, TimeUnit.SECONDS);
    try (Audience crowd = new Audience(server.address())) {
      Task<Integer> leaves = Task.start(() -> countTimeOuts(steady, silent));
      crowd.join(silent);
      assertEquals(silent, leaves.result());
      crowd.awaitEnd();
    } finally {
      signsOfLife.shutdownNow();
      assertTrue(signsOfLife.awaitTermination(10, TimeUnit.SECONDS));
    }
    steady.expectNothing();
  }

  private static void sayNothing(TestClient client) {
    try {
      client.send("");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads until so many have come, and all of them have gone. */
  private static int countTimeOuts(TestClient client, int all) throws IOException {
    int logins = 0;
    int timeOuts = 0;
    while (logins < all || timeOuts < all) {
      String line = client.readLine();
      if (line.endsWith(":login")) {
        logins++;
      } else {
        assertTrue(line.endsWith(":time out leave out"), line);
        timeOuts++;
      }
    }
    return timeOuts;
  }
}
