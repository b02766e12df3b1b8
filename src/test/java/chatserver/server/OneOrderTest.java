package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many clients talk, rename, join and leave at once, and all hear the same. */
class OneOrderTest {
  private static final int CLIENTS = 24;
  private static final int VISITS = 3;
  private static final int LINES = 25;

  private enum End {
    EXIT,
    END_OF_INPUT,
    RESET
  }

  /** What a client did and heard from its connection to its end. */
  private record Visit(TestClient client, End end, List<String> said, List<String> heard) {}

  @RegisterExtension final TestServer server = new TestServer();

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void allHearOneStretchOfOneSequence(ThreadKind kind) throws IOException {
    server.start(config -> config.threads = kind);
    TestClient witness = server.join(); // before all others
    Task<List<String>> witnessing = witness.startReading();
    CyclicBarrier allAtOnce = new CyclicBarrier(CLIENTS);
    List<Task<List<Visit>>> running = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Random random = new Random(i);
      running.add(
          Task.start(
              () -> {
                List<Visit> visits = new ArrayList<>();
                for (int visit = 0; visit < VISITS; visit++) {
                  allAtOnce.await(30, TimeUnit.SECONDS);
                  visits.add(visit(random));
                }
                return visits;
              }));
    }
    List<Visit> visits = new ArrayList<>();
    for (Task<List<Visit>> each : running) {
      visits.addAll(each.result());
    }
    awaitLeaves(server.join()); // which comes behind all that the others did, leaves included
    witness.send("exit");
    List<String> heard = witnessing.result();

    Chronicle chronicle = new Chronicle(heard);
    chronicle.isConsistent();
    for (Visit visit : visits) {
      check(visit, chronicle);
    }
  }

  /** Waits until nobody is online but this one and the witness. */
  private static void awaitLeaves(TestClient last) throws IOException {
    int listed;
    do {
      last.send("who");
      last.readUntil("user list:");
      listed = last.roundTrip().size();
    } while (listed > 2);
  }

  private Visit visit(Random random) throws IOException {
    End end = End.values()[random.nextInt(End.values().length)];
    TestClient client = server.connect();
    List<String> said = new ArrayList<>();
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      int dice = random.nextInt(20);
      if (dice < 3) {
        client.send("rename|name" + random.nextInt(CLIENTS / 2));
      } else if (dice < 5) {
        client.send("to|name" + random.nextInt(CLIENTS / 2) + "|psst");
      } else if (dice < 6) {
        client.send("who");
      } else if (dice < 8) {
        heard.addAll(client.roundTrip());
      } else {
        String text = "line " + i + " of " + client.address().replace(':', ' ');
        client.send(text);
        said.add(text);
      }
    }
    switch (end) {
      case EXIT -> client.send("exit");
      case END_OF_INPUT -> client.halfClose();
      case RESET -> {
        heard.addAll(client.roundTrip());
        client.reset();
      }
    }
    if (end != End.RESET) {
      heard.addAll(client.readToEnd());
    }
    return new Visit(client, end, said, heard);
  }

  private static void check(Visit visit, Chronicle chronicle) {
    TestClient client = visit.client();
    String next = chronicle.holdsAllThat(client, visit.heard());
    if (visit.end() != End.RESET) {
      assertTrue(next.startsWith("[" + client.address() + "]"), next);
      assertTrue(next.endsWith(":login out"), next);
    }
    List<String> own = new ArrayList<>(visit.heard());
    own.removeIf(line -> !line.startsWith("[" + client.address() + "]"));
    own.removeIf(line -> !line.contains(":line "));
    List<String> texts = own.stream().map(line -> line.replaceAll(".*:", "")).toList();
    assertEquals(visit.said(), texts);
    String leave = "\\[" + client.address() + "\\].*:login out";
    assertEquals(1, chronicle.lines().stream().filter(line -> line.matches(leave)).count());
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void clientsJoinInTheOrderInWhichTheyCame(ThreadKind kind) throws IOException {
    server.start(config -> config.threads = kind);
    TestClient witness = server.join();
    List<TestClient> newcomers = new ArrayList<>();
    for (int i = 0; i < 200; i++) { // fewer than the shared queue takes
      newcomers.add(server.connect());
    }
    for (TestClient newcomer : newcomers) {
      witness.expect(newcomer.says("login"));
    }
  }

  @Test
  void ofManyWhoWantOneNameExactlyOneGetsIt() throws IOException {
    server.start();
    int clients = 30;
    CyclicBarrier allAtOnce = new CyclicBarrier(clients);
    List<Task<List<String>>> running = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      TestClient client = server.join();
      String name = i % 2 == 0 ? "Winner" : "WINNER";
      running.add(
          Task.start(
              () -> {
                allAtOnce.await(30, TimeUnit.SECONDS);
                client.send("rename|" + name);
                return client.readUntil(line -> line.startsWith("rename "));
              }));
    }
    List<String> answers = new ArrayList<>();
    for (Task<List<String>> each : running) {
      List<String> heard = each.result();
      answers.add(heard.get(heard.size() - 1));
    }
    assertEquals(1, answers.stream().filter("rename ok"::equals).count(), answers::toString);
    assertEquals(
        clients - 1,
        answers.stream()
            .filter(answer -> answer.matches("rename failed: '(?i:winner)' is taken, .*"))
            .count(),
        answers::toString);
  }

  @Test
  void whatOneSaysIsHeardInItsOrderHoweverItIsSent() throws IOException {
    server.start();
    TestClient listener = server.join();
    TestClient speaker = server.join(listener);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 800; i++) {
      all.append("line ").append(i).append(i % 3 == 0 ? "\n" : "\r\n");
    }
    Random random = new Random(1);
    Task<Void> sending =
        Task.start(
            () -> {
              int at = 0;
              while (at < all.length()) {
                int end = Math.min(all.length(), at + 1 + random.nextInt(200));
                speaker.sendRaw(all.substring(at, end));
                at = end;
              }
            });
    for (int i = 0; i < 800; i++) {
      listener.expect(speaker.says("line " + i));
      speaker.expect(speaker.says("line " + i));
    }
    sending.result();
  }
}
