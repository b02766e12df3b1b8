package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.AfterEach;
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

  private final List<TestClient> clients = new ArrayList<>();
  private TestProcess server;
  private InetSocketAddress address;

  /** Starts a server that says its process id first, and then becomes the JVM. */
  private void start(String before, String jvmOptions, String options) throws Exception {
    String command =
        "echo $$; %s exec '%s' %s -jar '%s' --port 0 --max-rate 0 %s"
            .formatted(before, JAVA, jvmOptions, System.getProperty("chatserver.jar"), options);
    server = TestProcess.start(List.of("sh", "-c", command));
    MatchResult ready = server.err().await("listening on 127\\.0\\.0\\.1:(\\d+)");
    address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
  }

  @AfterEach
  void stop() throws IOException {
    closeClients();
    server.close();
  }

  private void closeClients() throws IOException {
    for (TestClient client : clients) {
      client.close();
    }
  }

  private TestClient connect(int receiveBuffer) throws IOException {
    TestClient client = TestClient.connect(address, receiveBuffer);
    clients.add(client);
    return client;
  }

  private TestClient join() throws IOException {
    return connect(0).expectWelcome();
  }

  private List<TestClient> joinDeaf(int count, TestClient witness) throws IOException {
    List<TestClient> deaf = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      deaf.add(connect(TestServer.SMALL_BUFFER));
      witness.readUntil(deaf.get(i).says("login"));
    }
    return deaf;
  }

  private Path proc(String file) throws InterruptedException {
    return Path.of("/proc", server.out().await("^(\\d+)$").group(1), file);
  }

  private long residentKilobytes() throws Exception {
    return Files.readAllLines(proc("status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  /** User and system time; the kernel counts in hundredths of a second. */
  private Duration cpuTime() throws Exception {
    String stat = Files.readString(proc("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Duration.ofMillis(10 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12])));
  }

  private void assertNotInLog(String... unwanted) {
    for (String word : unwanted) {
      assertTrue(
          server.err().lines().stream().noneMatch(line -> line.contains(word)),
          () -> server.err().text());
    }
  }

  private static List<String> evictedIn(List<String> heard) {
    return heard.stream().filter(line -> line.endsWith(":too slow leave out")).sorted().toList();
  }

  @Test
  void aSmallHeapIsEnoughForAFloodPastClientsThatNeverRead() throws Exception {
    start("", "-Xmx64m", "");
    TestClient talker = join();
    try (Audience crowd = new Audience(address)) {
      crowd.join(289);
      List<TestClient> deaf = joinDeaf(10, talker);
      String[] page = TestClient.numbered(200, "x".repeat(700));
      talker.send("begin");
      crowd.allHear(talker.says("begin"));
      talker.readUntil(talker.says("begin"));
      List<String> heard = new ArrayList<>();
      int pages = 0;
      for (; evictedIn(heard).size() < deaf.size(); pages++) {
        talker.send(page);
        heard.addAll(talker.roundTrip());
      }
      talker.send("end");
      heard.addAll(talker.readUntil(talker.says("end")));
      assertEquals(heard, crowd.allHearTheSame(talker.says("end")));
      assertEquals(
          deaf.stream().map(client -> client.says("too slow leave out")).sorted().toList(),
          evictedIn(heard));
      assertEquals(pages * page.length + deaf.size() + 1, heard.size());
      assertNotInLog("OutOfMemoryError", "ERROR");
    }
  }

  /** Lines of one letter are many, and those who do not read keep the shared queue full of them. */
  @Test
  void aSmallHeapIsEnoughForAFloodOfTheShortestLines() throws Exception {
    start("", "-Xmx48m", "--max-backlog 16MiB --write-timeout 5s");
    int talkers = 20;
    int lines = 128 * 1024;
    for (int i = 0; i < 2 * talkers; i++) {
      connect(TestServer.SMALL_BUFFER);
    }
    List<Task<Void>> talks = new ArrayList<>();
    for (TestClient talker : clients.subList(0, talkers)) {
      talks.add(Task.start(talker::awaitEnd));
      talks.add(Task.start(() -> talker.sendRaw("x\n".repeat(lines) + "exit\n")));
    }
    talks.forEach(Task::result);
    closeClients();
    server.signal("TERM");
    server.err().await("chat_lines_received_total=" + talkers * (lines + 1) + ",");
    assertNotInLog("OutOfMemoryError", "ERROR");
  }

  /** Private lines make nobody too slow: past a bound for each receiver they fail. */
  @Test
  void aSmallHeapIsEnoughForPrivateLinesToManyThatNeverRead() throws Exception {
    start("", "-Xmx64m", "--max-backlog 16MiB");
    TestClient member = join();
    List<TestClient> deaf = joinDeaf(20, member).subList(0, 8); // or the room would wait for most
    List<String> heard = new ArrayList<>();
    String refusal = "does not keep up, try again later";
    while (deaf.stream().anyMatch(each -> !isIn(heard, each.address() + "' " + refusal))) {
      for (TestClient client : deaf) {
        String to = "to|" + client.address() + "|";
        member.send(
            Arrays.stream(TestClient.numbered(100, "x".repeat(2000)))
                .map(to::concat)
                .toArray(String[]::new));
        member.roundTrip().stream().filter(line -> !line.startsWith("[")).forEach(heard::add);
      }
    }
    assertEquals(List.of(), evictedIn(member.roundTrip()));
    assertNotInLog("OutOfMemoryError", "ERROR", "too slow");
  }

  private static boolean isIn(List<String> lines, String end) {
    return lines.stream().anyMatch(line -> line.endsWith(end));
  }

  /** Each holds on to another part of what was said, for as long as it may take to leave. */
  @Test
  void directMemoryIsEnoughForManyThatLeaveOneByOneAndNeverRead() throws Exception {
    start("", "-Xmx64m", "--max-backlog 16MiB");
    TestClient member = join();
    String[] page = TestClient.numbered(500, "x".repeat(2000));
    for (int i = 0; i < 30; i++) {
      TestClient leaver = joinDeaf(1, member).get(0);
      for (int j = 0; j < 8; j++) {
        member.send(page);
        member.roundTrip();
      }
      leaver.send("exit");
    }
    member.roundTrip();
    assertNotInLog("OutOfMemoryError", "ERROR", "too slow");
  }

  /** What one of them alone hears is long as well, and for each of them. */
  @Test
  void aSmallHeapIsEnoughForLongAnswersToMany() throws Exception {
    start("", "-Xmx64m", "--history 2000 --threads platform");
    TestClient talker = join();
    String[] page = TestClient.numbered(200, "x".repeat(250));
    for (int i = 0; i < 10; i++) {
      talker.send(page);
      talker.roundTrip();
    }
    for (int i = 0; i < 300; i++) {
      TestClient client = connect(0);
      client.readUntil(client.says("I am here")); // and half a megabyte of history
    }
    talker.roundTrip();
    assertNotInLog("OutOfMemoryError", "ERROR");
  }

  @Test
  void aLineOf300MegabytesCostsNoMemory() throws Exception {
    start("", "-Xmx256m", "");
    TestClient client = join();
    String megabyte = "x".repeat(1024 * 1024);
    long before = 0;
    for (int i = 0; i < 300; i++) {
      client.sendRaw(megabyte);
      if (i == 20) { // warm
        before = residentKilobytes();
      }
    }
    client.send("", "hello");
    client.expect("line too long: at most 2048 bytes", client.says("hello"));
    long growth = residentKilobytes() - before;
    assertTrue(growth < 32 * 1024, () -> growth + " kB more");
  }

  /** It says so once a second, and pauses between two attempts. */
  @Test
  void withoutFileDescriptorsNewcomersWaitAndMembersAreUnharmed() throws Exception {
    start("ulimit -n 60 &&", "-Xmx64m", "");
    TestClient member = join();
    for (int i = 0; i < 80; i++) {
      connect(0);
    }
    server.err().await("cannot accept connections: Too many open files");
    Duration before = cpuTime();
    server.err().await("(?s)(cannot accept.*){4}");
    member.send("hello");
    member.readUntil(member.says("hello"));
    Duration cpu = cpuTime().minus(before);
    assertTrue(cpu.compareTo(Duration.ofSeconds(1)) < 0, () -> cpu + " for three lines in the log");

    TestClient last = clients.get(clients.size() - 1);
    for (TestClient client : clients.subList(1, clients.size() - 1)) {
      client.close();
    }
    last.readUntil(last.says("I am here"));
    member.readUntil(last.says("login"));
    assertNotInLog("ERROR");
  }
}
