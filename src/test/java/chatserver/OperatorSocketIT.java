package chatserver;

import static chatserver.Jar.addressOf;
import static chatserver.Jar.connect;
import static chatserver.Jar.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatserver.server.TestClient;
import chatserver.server.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's socket of the packaged jar, with {@code nc -U} where it is installed. */
class OperatorSocketIT {
  private static final String LOCKED = "room is locked, come back later";
  private static final int OTHERS = 17;
  private static final int LINES = 30;

  @TempDir private Path folder;

  private Path control() {
    return folder.resolve("control");
  }

  /** What an operator types, and what it gets. */
  private List<String> nc(String... lines) throws IOException {
    try (TestProcess nc = TestProcess.start(List.of("nc", "-N", "-U", "" + control()))) {
      nc.type(String.join("\n", lines) + "\n");
      nc.endInput();
      assertEquals(0, nc.exitCode(), nc.err().text());
      return nc.out().lines();
    }
  }

  @BeforeEach
  void assumeNc() {
    assumeTrue(TestProcess.isInstalled("nc"), "nc is not installed");
  }

  /**
   * One floods, one comes back under other names, one joins and leaves. Five lines end it, and
   * those who talk on lose nothing.
   */
  @Test
  void threeAbusersAreGoneAfterFiveLinesAndTheOthersLoseNoLine() throws Exception {
    try (TestProcess server =
        run("-p", "0", "--control", "" + control(), "--max-per-address", "0")) {
      List<TestClient> others = new ArrayList<>();
      List<Task<List<String>>> hearing = new ArrayList<>();
      for (int i = 0; i < OTHERS; i++) {
        others.add(connect(server).expectWelcome());
      }
      TestClient talker = others.get(0);
      for (TestClient each : others) {
        hearing.add(Task.start(() -> each.readUntil(talker.says("the end"))));
      }
      TestClient flooder = connect(server);
      flooder.send("rename|flooder");
      flooder.readUntil("rename ok");
      TestClient masked = connect(server);
      masked.send("rename|mask");
      masked.readUntil("rename ok");
      Task<List<String>> flooderHears = flooder.startReading();
      Task<List<String>> maskedHears = masked.startReading();
      Task<Void> flood = flooder.startSending("spam\r\n");
      Task<Void> visits = Task.start(() -> visitUntilLocked(server));
      talker.send(TestClient.numbered(LINES, "before"));

      List<String> answers =
          nc(
              "say|sorry for that",
              "lock",
              "kick|flooder|no floods",
              "kick|" + masked.address() + "|no masks",
              "who");

      assertEquals(List.of("ok", "ok", "ok", "ok"), answers.subList(0, 4));
      assertEquals("kicked: no floods", last(flooderHears.result()));
      assertEquals("kicked: no masks", last(maskedHears.result()));
      try (TestClient back = connect(server)) { // under another name
        back.expect(LOCKED);
      }
      flood.result();
      visits.result();
      talker.send(TestClient.numbered(LINES, "after"));
      talker.send("the end");
      List<String> order = null;
      for (Task<List<String>> each : hearing) {
        List<String> lines = each.result();
        List<String> common = lines.subList(lines.indexOf(flooder.says("login")), lines.size());
        order = order == null ? common : order;
        assertEquals(order, common);
      }
      String prefix = talker.says("");
      assertEquals(
          Stream.of(
                  Stream.of(TestClient.numbered(LINES, "before")),
                  Stream.of(TestClient.numbered(LINES, "after")),
                  Stream.of("the end"))
              .flatMap(lines -> lines)
              .map(talker::says)
              .toList(),
          order.stream().filter(line -> line.startsWith(prefix)).toList());
      assertEquals(1, Collections.frequency(order, "server: sorry for that"));
      int end = order.indexOf(flooder.says("flooder", "kicked leave out"));
      assertTrue(end > 0, "the flooder leaves");
      assertEquals(-1, order.subList(end, order.size()).indexOf(flooder.says("flooder", "spam")));
      for (TestClient each : others) {
        each.close();
      }
    }
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }

  private static void visitUntilLocked(TestProcess server) throws Exception {
    for (String first = ""; !first.equals(LOCKED); ) {
      try (TestClient visitor = connect(server)) {
        first = visitor.readLine();
      }
    }
  }

  @Test
  void aStopEndsTheProcessInGoodOrderAndTheSocketIsGone() throws Exception {
    try (TestProcess server = run("-p", "0", "--control", "" + control());
        TestClient client = connect(server)) {
      client.expectWelcome();
      assertEquals("srw-------", modeOf(control()));
      assertEquals(List.of("ok"), nc("stop"));
      client.expect("server is shutting down");
      assertEquals(0, server.exitCode());
      assertFalse(Files.exists(control()));
    }
  }

  private static String modeOf(Path file) throws IOException {
    try (TestProcess stat = TestProcess.start(List.of("stat", "-c", "%A", "" + file))) {
      stat.exitCode();
      return stat.out().text().strip();
    }
  }

  @Test
  void aSignalRemovesTheSocketAndAKilledServerLeavesOneThatIsReplaced() throws Exception {
    try (TestProcess server = run("-p", "0", "--control", "" + control())) {
      addressOf(server);
      server.signal("KILL");
      server.exitCode();
    }
    assertTrue(Files.exists(control()));
    try (TestProcess server = run("-p", "0", "--control", "" + control())) {
      addressOf(server);
      assertEquals("ok", last(nc("help")));
      server.signal("TERM");
      assertEquals(143, server.exitCode());
    }
    assertFalse(Files.exists(control()));
  }

  @Test
  void aSocketInUseAndAWrongBanAreOneLineAndExitCode1() throws Exception {
    Path bans = Files.writeString(folder.resolve("bans"), "# mine\n192.0.2.0/33 for ever\n");
    expectNoStart(
        bans + ", line 2: '192.0.2.0/33' is neither an address nor a network", "--bans", "" + bans);
    try (TestProcess server = run("-p", "0", "--control", "" + control())) {
      addressOf(server);
      expectNoStart(
          "cannot listen on " + control() + ": somebody listens there already",
          "--control",
          "" + control());
      assertEquals(List.of("ok"), nc("say|still here"));
    }
  }

  private static void expectNoStart(String reason, String... options) throws Exception {
    try (TestProcess server =
        run(Stream.concat(Stream.of("-p", "0"), Stream.of(options)).toArray(String[]::new))) {
      assertEquals(1, server.exitCode());
      assertEquals(1, server.err().lines().size(), server.err().text());
      assertTrue(server.err().text().contains("cannot start: " + reason), server.err().text());
    }
  }

  @Test
  void theFiguresAreInTheTextFormatOfPrometheus() throws Exception {
    try (TestProcess server = run("-p", "0", "--control", "" + control());
        TestClient client = connect(server)) {
      client.expectWelcome();
      List<String> lines = nc("stats");
      assertEquals("ok", last(lines));
      for (String line : lines.subList(0, lines.size() - 1)) {
        assertTrue(
            line.matches("# (HELP|TYPE) chat_\\w+ .*|chat_\\w+(\\{\\w+=\"\\w+\"})? \\d+"), line);
      }
      assertTrue(lines.containsAll(List.of("# TYPE chat_clients gauge", "chat_clients 1")));
    }
  }
}
