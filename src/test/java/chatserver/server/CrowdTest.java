package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrowdTest {
  private static final int CLIENTS = 1000;
  private static final int AT_ONCE = 20;

  @RegisterExtension final TestServer server = new TestServer();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  @AfterEach
  void shutDown() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aThousandWhoComeAtOnceAreAllListedAndHearTheSame(ThreadKind kind) throws Exception {
    server.start(config -> config.threads(kind));
    List<Future<TestClient>> connecting = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      connecting.add(threads.submit(() -> server.connect()));
    }
    List<TestClient> clients = new ArrayList<>();
    for (Future<TestClient> each : connecting) {
      clients.add(resultOf(each));
    }
    List<Future<List<String>>> welcomes = new ArrayList<>();
    for (TestClient client : clients) {
      welcomes.add(threads.submit(() -> client.readUntil(client.says("I am here"))));
    }
    for (Future<List<String>> each : welcomes) {
      assertEquals(3, resultOf(each).size(), "a welcome stands in one piece");
    }
    TestClient first = clients.get(0);
    first.send("who", "that is all");
    List<Future<List<String>>> listening = new ArrayList<>();
    for (TestClient client : clients) {
      listening.add(
          threads.submit(
              () -> {
                List<String> heard = new ArrayList<>(List.of(client.says("login")));
                heard.addAll(client.readUntil(first.says("that is all")));
                return Chronicle.heardByAll(heard);
              }));
    }
    List<List<String>> streams = new ArrayList<>();
    for (Future<List<String>> each : listening) {
      streams.add(resultOf(each));
    }
    List<String> longest = streams.stream().max(Comparator.comparingInt(List::size)).get();
    assertEquals(CLIENTS + 1, longest.size());
    new Chronicle(longest).isConsistent();
    for (List<String> stream : streams) {
      assertEquals(longest.subList(longest.size() - stream.size(), longest.size()), stream);
    }
    checkList(clients.get(1), longest.subList(0, CLIENTS));
  }

  private static void checkList(TestClient client, List<String> logins) throws IOException {
    client.send("who");
    client.expect("user list:");
    for (String login : logins) {
      String address = login.substring(1, login.indexOf(']'));
      client.expect(address + ":" + address);
    }
    client.expectNothing();
  }

  private static <T> T resultOf(Future<T> future) throws Exception {
    try {
      return future.get(50, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
