package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The packaged jar, with little of everything, and clients that want a lot of it. */
@Tag("slow")
@Timeout(120)
@EnabledOnOs(OS.LINUX) // it looks into /proc
class SurvivalIT {
  private static final String JAVA = System.getProperty("java.home") + "/bin/java";
  private static final int SMALL_BUFFER = 4096;

  /** A server that says its process id first, and then becomes the JVM. */
  private static TestProcess start(String before, String jvmOptions, String options)
      throws IOException {
    String command =
        "echo $$; %s exec '%s' %s -jar '%s' --port 0 %s"
            .formatted(before, JAVA, jvmOptions, System.getProperty("chatserver.jar"), options);
    return TestProcess.start(List.of("sh", "-c", command));
  }

  private static InetSocketAddress addressOf(TestProcess server) throws InterruptedException {
    MatchResult ready = server.err().await("listening on 127\\.0\\.0\\.1:(\\d+)");
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
  }

  private static Path proc(TestProcess server, String file) throws InterruptedException {
    return Path.of("/proc", server.out().await("^(\\d+)$").group(1), file);
  }

  private static long residentKilobytes(TestProcess server) throws Exception {
    return Files.readAllLines(proc(server, "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  /** User and system time; the kernel counts in hundredths of a second. */
  private static Duration cpuTime(TestProcess server) throws Exception {
    String stat = Files.readString(proc(server, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Duration.ofMillis(10 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12])));
  }

  private static String[] page(int lines, int bytes) {
    return page("", lines, bytes);
  }

  private static String[] page(String command, int lines, int bytes) {
    String[] page = new String[lines];
    Arrays.setAll(page, i -> command + i + " " + "x".repeat(bytes));
    return page;
  }

  private static long warnings(TestProcess server) {
    return server.err().lines().stream().filter(line -> line.contains("WARN")).count();
  }

  private static void assertLogOf(TestProcess server, String... unwanted) {
    for (String word : unwanted) {
      assertTrue(
          server.err().lines().stream().noneMatch(line -> line.contains(word)),
          () -> server.err().text());
    }
  }

  @Test
  void aSmallHeapIsEnoughForAFloodPastClientsThatNeverRead() throws Exception {
    try (TestProcess server = start("", "-Xmx64m", "--max-rate 0");
        Audience crowd = new Audience(addressOf(server));
        TestClient talker = TestClient.connect(addressOf(server))) {
      crowd.join(289);
      List<TestClient> deaf = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        deaf.add(TestClient.connect(addressOf(server), SMALL_BUFFER));
        talker.readUntil(deaf.get(i).says("login"));
      }
      String[] page = page(200, 700);
      talker.send("begin");
      crowd.allHear(talker.says("begin"));
      talker.readUntil(talker.says("begin"));
      List<String> heard = new ArrayList<>();
      int pages = 50; // 7 MB for each: more than the kernel and the backlog take
      for (int i = 0; i < pages; i++) {
        talker.send(page);
        heard.addAll(talker.roundTrip());
      }
      talker.send("end");
      heard.addAll(talker.readUntil(talker.says("end")));
      assertEquals(heard, crowd.allHearTheSame(talker.says("end")));
      for (TestClient client : deaf) {
        String leave = client.says("too slow leave out");
        assertEquals(1, heard.stream().filter(leave::equals).count());
        client.close();
      }
      assertEquals(pages * page.length + deaf.size() + 1, heard.size());
      assertLogOf(server, "OutOfMemoryError", "ERROR");
    }
  }

  /** Lines of one letter are many, and those who do not read keep the shared queue full of them. */
  @Test
  void aSmallHeapIsEnoughForAFloodOfTheShortestLines() throws Exception {
    try (TestProcess server =
        start("", "-Xmx48m", "--max-rate 0 --max-backlog 16MiB --write-timeout 5s")) {
      byte[] page = "x\n".repeat(128 * 1024).getBytes(StandardCharsets.US_ASCII);
      List<TestClient> clients = new ArrayList<>();
      List<Task<?>> talks = new ArrayList<>();
      int talkers = 20;
      try {
        for (int i = 0; i < 2 * talkers; i++) {
          clients.add(TestClient.connect(addressOf(server), SMALL_BUFFER));
        }
        for (TestClient talker : clients.subList(0, talkers)) {
          talks.add(Task.start(talker::awaitEnd));
          talks.add(
              Task.start(
                  () -> {
                    talker.sendBytes(page);
                    talker.send("exit");
                  }));
        }
        talks.forEach(Task::result);
      } finally {
        for (TestClient client : clients) {
          client.close();
        }
      }
      server.signal("TERM");
      int lines = talkers * (page.length / 2 + 1);
      server.err().await("stopped: .* " + lines + " lines in");
      assertLogOf(server, "OutOfMemoryError", "ERROR");
    }
  }

  /** Each private line is kept for its receiver alone, and here none of them is taken. */
  @Test
  void aSmallHeapIsEnoughForPrivateLinesToManyThatNeverRead() throws Exception {
    try (TestProcess server = start("", "-Xmx64m", "--max-rate 0 --max-backlog 16MiB");
        TestClient member = TestClient.connect(addressOf(server))) {
      member.expectWelcome();
      List<TestClient> others = new ArrayList<>();
      try {
        for (int i = 0; i < 20; i++) {
          others.add(TestClient.connect(addressOf(server), SMALL_BUFFER));
          member.expect(others.get(i).says("login"));
        }
        List<TestClient> deaf = others.subList(0, 8); // or the room would wait for the most of them
        int left = 0;
        for (int i = 0; i < 100 && left == 0; i++) {
          for (TestClient client : deaf) { // 20 MB for each in the end, if it went on
            member.send(page("to|" + client.address() + "|", 100, 2000));
            left += leavesIn(member.roundTrip());
          }
        }
        assertTrue(left > 0, "those for whom most waits have to go");
        assertLogOf(server, "OutOfMemoryError", "ERROR");
      } finally {
        for (TestClient client : others) {
          client.close();
        }
      }
    }
  }

  private static int leavesIn(List<String> heard) {
    return (int) heard.stream().filter(line -> line.endsWith(":too slow leave out")).count();
  }

  /** Each holds on to another part of what was said, for as long as it may take to leave. */
  @Test
  void directMemoryIsEnoughForManyThatLeaveOneByOneAndNeverRead() throws Exception {
    try (TestProcess server = start("", "-Xmx64m", "--max-rate 0 --max-backlog 16MiB");
        TestClient member = TestClient.connect(addressOf(server))) {
      member.expectWelcome();
      List<TestClient> leavers = new ArrayList<>();
      String[] page = page("", 500, 2000);
      try {
        for (int i = 0; i < 30; i++) {
          TestClient leaver = TestClient.connect(addressOf(server), SMALL_BUFFER);
          leavers.add(leaver);
          for (int j = 0; j < 8; j++) { // 8 MB: more than the kernel takes
            member.send(page);
            member.roundTrip();
          }
          leaver.send("exit");
        }
        member.roundTrip();
        assertLogOf(server, "OutOfMemoryError", "ERROR", "too slow");
      } finally {
        for (TestClient leaver : leavers) {
          leaver.close();
        }
      }
    }
  }

  /** What one of them alone hears is long as well, and for each of them. */
  @Test
  void aSmallHeapIsEnoughForLongAnswersToMany() throws Exception {
    try (TestProcess server =
            start("", "-Xmx64m", "--max-rate 0 --history 2000 --threads platform");
        TestClient talker = TestClient.connect(addressOf(server))) {
      talker.expectWelcome();
      String[] page = page(200, 250);
      for (int i = 0; i < 10; i++) {
        talker.send(page);
        talker.roundTrip();
      }
      List<TestClient> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 300; i++) { // a quarter of a megabyte for each
          TestClient client = TestClient.connect(addressOf(server));
          clients.add(client);
          client.readUntil(client.says("I am here"));
        }
        talker.roundTrip();
        assertLogOf(server, "OutOfMemoryError", "ERROR");
      } finally {
        for (TestClient client : clients) {
          client.close();
        }
      }
    }
  }

  @Test
  void aLineOf300MegabytesCostsNoMemory() throws Exception {
    try (TestProcess server = start("", "-Xmx256m", "--max-rate 0");
        TestClient client = TestClient.connect(addressOf(server))) {
      client.expectWelcome();
      byte[] piece = "x".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
      long before = 0;
      for (int i = 0; i < 300; i++) {
        client.sendBytes(piece);
        if (i == 20) { // warm
          before = residentKilobytes(server);
        }
      }
      client.send("", "hello");
      client.expect("line too long: at most 2048 bytes", client.says("hello"));
      long growth = residentKilobytes(server) - before;
      assertTrue(growth < 32 * 1024, () -> growth + " kB more");
    }
  }

  @Test
  void withoutFileDescriptorsNewcomersWaitAndMembersAreUnharmed() throws Exception {
    try (TestProcess server = start("ulimit -n 60 &&", "-Xmx64m", "")) {
      InetSocketAddress address = addressOf(server);
      List<TestClient> clients = new ArrayList<>();
      try {
        TestClient member = TestClient.connect(address).expectWelcome();
        clients.add(member);
        for (int i = 0; i < 80; i++) {
          clients.add(TestClient.connect(address));
        }
        server.err().await("cannot accept connections: Too many open files");
        Duration cpuBefore = cpuTime(server);
        long logBefore = warnings(server);
        long start = System.nanoTime();
        server.err().await("(?s)(cannot accept.*){4}"); // one a second
        member.send("hello");
        member.readUntil(member.says("hello"));
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        Duration cpu = cpuTime(server).minus(cpuBefore);
        assertTrue(cpu.compareTo(taken.dividedBy(3)) < 0, cpu + " of " + taken);
        assertTrue(taken.compareTo(Duration.ofMillis(2800)) > 0, "a line a second, not " + taken);
        long log = warnings(server) - logBefore;
        assertTrue(log <= taken.toSeconds() + 2, () -> server.err().text());

        TestClient last = clients.get(clients.size() - 1);
        for (TestClient client : clients.subList(1, clients.size() - 1)) {
          client.close();
        }
        last.readUntil(last.says("I am here"));
        member.readUntil(last.says("login"));
        assertLogOf(server, "ERROR");
      } finally {
        for (TestClient client : clients) {
          client.close();
        }
      }
    }
  }
}
