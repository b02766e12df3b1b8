package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrowdTest {
  private static final int CLIENTS = 1000;
  private static final int AT_ONCE = 20;

  @RegisterExtension final TestServer server = new TestServer();

  private interface Step<T> {
    T of(TestClient client) throws IOException;
  }

  /** Does the same with each client, with some of them at a time. */
  private static <T> List<T> ofEach(List<TestClient> clients, Step<T> step) {
    List<Task<List<T>>> running = new ArrayList<>();
    for (int from = 0; from < clients.size(); from += clients.size() / AT_ONCE) {
      List<TestClient> some = clients.subList(from, from + clients.size() / AT_ONCE);
      running.add(
          Task.start(
              () -> {
                List<T> results = new ArrayList<>();
                for (TestClient client : some) {
                  results.add(step.of(client));
                }
                return results;
              }));
    }
    return running.stream().flatMap(task -> task.result().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aThousandThatComeAtOnceAreAllListedAndHearTheSame(ThreadKind kind) throws IOException {
    server.start(config -> config.threads = kind);
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(server.connect());
    }
    ofEach(clients, TestClient::expectWelcome);
    TestClient first = clients.get(0);
    first.send("who", "that is all");
    List<List<String>> streams =
        ofEach(
            clients,
            client -> {
              List<String> heard = new ArrayList<>(List.of(client.says("login")));
              heard.addAll(client.readUntil(first.says("that is all")));
              return Chronicle.heardByAll(heard);
            });
    List<String> all = streams.get(0); // the first one in
    assertEquals(CLIENTS + 1, all.size());
    new Chronicle(all).isConsistent();
    for (List<String> stream : streams) {
      assertEquals(all.subList(all.size() - stream.size(), all.size()), stream);
    }
    expectList(clients.get(1), all.subList(0, CLIENTS));
  }

  private static void expectList(TestClient client, List<String> logins) throws IOException {
    client.send("who");
    client.expect("user list:");
    for (String login : logins) {
      String address = login.substring(1, login.indexOf(']'));
      client.expect(address + ":" + address);
    }
    client.expectNothing();
  }
}
