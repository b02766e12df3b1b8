package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The threads of chat servers in this process, virtual ones included. */
final class ServerThreads {
  private static final Pattern NAME =
      Pattern.compile("(acceptor|broadcaster|idle-timer|transcript|reader-.*|writer-.*)");

  private static final Pattern VIRTUAL_IN_DUMP =
      Pattern.compile("^#\\d+ \"(" + NAME + ")\" virtual", Pattern.MULTILINE);

  private ServerThreads() {}

  /** The names of those that are still there after a time in which each should have ended. */
  static List<String> thatDoNotEnd() throws Exception {
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    List<String> names = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (NAME.matcher(thread.getName()).matches()) {
        thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        if (thread.isAlive()) {
          names.add(thread.getName());
        }
      }
    }
    if (ThreadKind.isVirtualSupported()) {
      List<String> virtual = virtual();
      while (!virtual.isEmpty() && deadline - System.nanoTime() > 0) {
        Thread.onSpinWait();
        virtual = virtual();
      }
      names.addAll(virtual);
    }
    return names;
  }

  /** Only a dump knows of virtual threads, and only from Java 21 on there is one. */
  private static List<String> virtual() throws ReflectiveOperationException, IOException {
    Method dumpThreads = null;
    for (Method method : HotSpotDiagnosticMXBean.class.getMethods()) {
      if (method.getName().equals("dumpThreads")) {
        dumpThreads = method;
      }
    }
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
