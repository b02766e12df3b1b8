package chatserver;

import static chatserver.Jar.connect;
import static chatserver.Jar.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatserver.control.TestOperator;
import chatserver.server.TestClient;
import chatserver.server.TestProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of the packaged jar, as they come out of the operator's socket. */
class StatsIT {
  private static final List<String> FIGURES =
      List.of(
          "chat_clients",
          "chat_clients_joined_total",
          "chat_lines_received_total",
          "chat_received_bytes_total",
          "chat_lines_broadcast_total",
          "chat_deliveries_total",
          "chat_sent_bytes_total",
          "chat_queue_events",
          "chat_largest_backlog_bytes",
          "chat_retained_bytes",
          "chat_evictions_total",
          "chat_timeouts_total{kind=\"idle\"}",
          "chat_timeouts_total{kind=\"write\"}",
          "chat_refused_total{reason=\"full\"}",
          "chat_refused_total{reason=\"address\"}",
          "chat_refused_total{reason=\"joins\"}",
          "chat_refused_total{reason=\"banned\"}",
          "chat_refused_total{reason=\"locked\"}",
          "chat_refused_total{reason=\"threads\"}",
          "chat_kicked_total",
          "chat_log_lines_lost_total",
          "chat_transcript_lines_lost_total",
          "chat_uptime_seconds");

  @TempDir private Path folder;

  @Test
  void allFiguresAreThereInTheTextFormatOfPrometheus() throws Exception {
    Path control = folder.resolve("control");
    try (TestProcess server = run("-p", "0", "--control", "" + control);
        TestClient client = connect(server);
        TestOperator operator = new TestOperator(control)) {
      client.expectWelcome();
      client.send("hello");
      client.expect(client.says("hello"));
      List<String> answer = new ArrayList<>(operator.ask("stats"));
      assertEquals("ok", answer.remove(answer.size() - 1));
      Map<String, Long> figures = PrometheusText.parse(answer);
      for (String figure : FIGURES) {
        assertTrue(figures.containsKey(figure), "no " + figure);
      }
      assertEquals(1, figures.get("chat_clients"));
      assertEquals(1, figures.get("chat_lines_received_total"));
      assertEquals(0, figures.get("chat_log_lines_lost_total"));
      assertTrue(figures.get("chat_retained_bytes") > 0);
    }
  }

  /** A disk that is full from the start: the ready line is the first that is lost. */
  @Test
  void aLogThatCannotBeWrittenCostsItsLinesAndNothingElse() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
    Path control = folder.resolve("control");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String command =
        String.join(
            " ",
            "exec",
            System.getProperty("java.home") + "/bin/java",
            "-jar",
            Jar.PATH,
            "-p",
            "" + port,
            "--control",
            control + " 2>/dev/full");
    try (TestProcess server = TestProcess.start(List.of("sh", "-c", command));
        TestOperator operator = awaitOperator(control)) {
      assertEquals("ok", operator.ask("unlock").get(0)); // it listens by now
      InetAddress host = InetAddress.getLoopbackAddress();
      try (TestClient client = TestClient.connect(new InetSocketAddress(host, port))) {
        client.expectWelcome();
        client.send("rename|alice");
        client.readUntil("rename ok");
        long lost = 0;
        while (lost < 3) { // ready, joined, renamed: the log's thread may come later
          List<String> answer = operator.ask("stats");
          lost =
              PrometheusText.parse(answer.subList(0, answer.size() - 1))
                  .get("chat_log_lines_lost_total");
        }
        client.send("hello");
        client.expect(client.says("alice", "hello"));
      }
      assertEquals(List.of("ok"), operator.ask("stop"));
      assertEquals(0, server.exitCode());
    }
  }

  private static TestOperator awaitOperator(Path control) throws IOException {
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    while (!Files.exists(control)) {
      assertTrue(System.nanoTime() - deadline < 0, "no control socket");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return new TestOperator(control);
  }
}
