package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The threads of chat servers in this process, virtual ones included. */
final class ServerThreads {
  private static final Pattern NAME =
      Pattern.compile(
          "(acceptor|broadcaster|idle-timer|transcript|control|control-connection|reader-.*|writer-.*)");

  private static final Pattern VIRTUAL_IN_DUMP =
      Pattern.compile("^#\\d+ \"(" + NAME + ")\" virtual", Pattern.MULTILINE);

  private ServerThreads() {}

  /** Reader and writer of a client, on platform threads. */
  static List<Thread> of(TestClient client) {
    List<Thread> threads = platform("(reader|writer)-" + Pattern.quote(client.address()));
    assertEquals(2, threads.size(), threads::toString);
    return threads;
  }

  static void awaitEnd(Collection<Thread> threads) throws InterruptedException {
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      assertFalse(thread.isAlive(), () -> thread.getName() + " is left");
    }
  }

  static void awaitEnd(String name) throws InterruptedException {
    awaitEnd(platform(Pattern.quote(name)));
  }

  /** Fails where one has not ended after a time in which each should have. */
  static void awaitNone() throws Exception {
    awaitEnd(platform(NAME.pattern()));
    if (ThreadKind.isVirtualSupported()) {
      long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
      List<String> virtual = virtual();
      while (!virtual.isEmpty() && System.nanoTime() - deadline < 0) {
        virtual = virtual(); // which takes a while
      }
      assertEquals(List.of(), virtual, "threads that are left");
    }
  }

  /** How many readers and writers there are on platform threads. */
  static int ofClients() {
    return platform("(reader|writer)-.*").size();
  }

  private static List<Thread> platform(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches(name))
        .toList();
  }

  /** What broadcasters run on. */
  static ThreadKind ofBroadcasters() throws ReflectiveOperationException, IOException {
    if (ThreadKind.isVirtualSupported() && virtual().contains("broadcaster")) {
      return ThreadKind.VIRTUAL;
    }
    assertFalse(platform("broadcaster").isEmpty());
    return ThreadKind.PLATFORM;
  }

  /** Only a dump knows of virtual threads, and only from Java 21 on there is one. */
  private static List<String> virtual() throws ReflectiveOperationException, IOException {
    Method dumpThreads =
        Arrays.stream(HotSpotDiagnosticMXBean.class.getMethods())
            .filter(method -> method.getName().equals("dumpThreads"))
            .findFirst()
            .orElseThrow();
    Object plainText = dumpThreads.getParameterTypes()[1].getEnumConstants()[0];
    Path directory = Files.createTempDirectory("threads");
    Path dump = directory.resolve("dump.txt");
    try {
      dumpThreads.invoke(
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class),
          dump.toString(),
          plainText);
      return VIRTUAL_IN_DUMP
          .matcher(Files.readString(dump, UTF_8))
          .results()
          .map((MatchResult found) -> found.group(1))
          .toList();
    } finally {
      Files.deleteIfExists(dump);
      Files.delete(directory);
    }
  }
}
