package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a client leaves, it is said exactly once, and what was on its way is delivered. */
class LeavingTest {
  @RegisterExtension final TestServer server = new TestServer();

  private TestClient witness;
  private TestClient client;

  private interface Way {
    void leave(TestClient client) throws IOException;
  }

  private void startWithTwo() throws IOException {
    server.start();
    witness = server.join();
    client = server.join(witness);
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void everyWayToLeaveIsSaidOnce(ThreadKind kind) throws IOException {
    server.start(config -> config.threads = kind);
    witness = server.join();
    List<Way> ways =
        List.of(
            client -> client.send("exit", "exit", "too late"),
            client -> client.sendBytes(new byte[] {4}), // Ctrl-D
            TestClient::halfClose,
            TestClient::close,
            TestClient::reset);
    for (Way way : ways) {
      client = server.join(witness);
      way.leave(client);
      client.awaitEnd();
      client.close();
      witness.expect(client.says("login out"));
    }
    witness.expectNothing();
    witness.send("who");
    witness.expect("user list:", witness.address() + ":" + witness.address());
    witness.expectNothing();
  }

  @Test
  void aClientThatLeavesDoesNotGetItsOwnLeaveLine() throws IOException {
    startWithTwo();
    client.send("hello", "exit");
    assertEquals(List.of(client.says("hello")), client.readToEnd());
  }

  @Test
  void nothingOfAClientStandsBehindItsLeaveLine() throws IOException {
    startWithTwo();
    client.send("one", "exit", "two", "rename|Ghost", "to|" + witness.address() + "|boo");
    witness.expect(client.says("one"), client.says("login out"));
    witness.expectNothing();
  }

  @Test
  void whatWasAskedBeforeTheEndOfInputIsAnswered() throws IOException {
    server.start();
    witness = server.join();
    for (int i = 0; i < 50; i++) {
      client = server.connect();
      client.send("hello", "rename|Nobody", "who", "to|Zoe|x", "rename|a:b", "last");
      client.halfClose();
      client.expectWelcome();
      client.expect(
          client.says("hello"),
          client.says("renamed to Nobody"),
          "rename ok",
          "user list:",
          witness.address() + ":" + witness.address(),
          client.address() + ":Nobody",
          "to failed: nobody here is called 'Zoe', type who to see the names");
      String failed = client.readLine();
      assertTrue(failed.startsWith("rename failed: "), failed);
      client.expect(client.says("Nobody", "last"));
      client.expectEnd();
      witness.expect(
          client.says("login"),
          client.says("hello"),
          client.says("renamed to Nobody"),
          client.says("Nobody", "last"),
          client.says("Nobody", "login out"));
    }
  }

  @Test
  void allThatIsOnItsWayIsDeliveredBeforeTheClose() throws IOException {
    startWithTwo();
    String[] talk = TestClient.numbered(5000, "x".repeat(150));
    client.send(talk);
    client.send("exit");
    for (String text : talk) {
      client.expect(client.says(text));
    }
    client.expectEnd();
  }

  /** To close a socket that has unread input, or gets more, makes the kernel drop its output. */
  @ParameterizedTest
  @ValueSource(strings = {"login out", "time out leave out"})
  void allThatIsOnItsWayIsDeliveredThoughTheClientSendsOnAfterItsEnd(String notice)
      throws IOException {
    boolean isIdle = notice.equals("time out leave out");
    server.start(
        TestServer.SMALL_BUFFER, config -> config.idleTimeout = Duration.ofSeconds(isIdle ? 2 : 0));
    witness = server.join();
    client = server.joinDeaf(1, witness).get(0);
    String[] talk = TestClient.numbered(500, "x".repeat(1000)); // the kernel takes a few
    witness.say(talk);
    client.send(isIdle ? "" : "exit");
    while (!witness.roundTrip().contains(client.says(notice))) {
      witness.send(""); // it must not be idle itself
    }
    client.send(TestClient.numbered(20_000, "too late"));
    client.expectWelcome();
    for (String text : talk) {
      client.send("");
      client.expect(witness.says(text));
    }
    List<String> rest = client.readToEnd();
    assertEquals(isIdle ? 2 : 0, rest.size(), rest::toString); // the warning and the last word
  }

  @Test
  void aLastLineWithoutAnEndCountsBeforeAnOrderlyEnd() throws IOException {
    startWithTwo();
    client.sendRaw("one\r\ntwo");
    client.halfClose();
    assertEquals(List.of(client.says("one"), client.says("two")), client.readToEnd());
    witness.expect(client.says("one"), client.says("two"), client.says("login out"));
  }

  @Test
  void aLastLineWithoutAnEndCanBeACommand() throws IOException {
    startWithTwo();
    client.sendRaw("rename|Bob");
    client.halfClose();
    assertEquals(List.of(client.says("renamed to Bob"), "rename ok"), client.readToEnd());
    witness.expect(client.says("renamed to Bob"), client.says("Bob", "login out"));
  }

  @Test
  void aLastLineWithoutAnEndDoesNotCountAfterABrokenConnection() throws IOException {
    startWithTwo();
    client.sendRaw("one\r\ntwo");
    client.expect(client.says("one"));
    client.reset();
    witness.expect(client.says("one"), client.says("login out"));
    witness.expectNothing();
  }

  @Test
  void ctrlDInsideALineIsNotExit() throws IOException {
    startWithTwo();
    client.sendRaw("a\u0004b\r\n");
    client.expect(client.says("ab"));
    client.sendRaw("c\r\n\u0004d\r\n");
    client.expect(client.says("c"));
    client.expectEnd();
    witness.expect(client.says("ab"), client.says("c"), client.says("login out"));
    witness.expectNothing();
  }

  @Test
  void aNameIsFreeOnceItsHolderHasLeft() throws IOException {
    server.start();
    witness = server.join();
    String was = witness.address();
    for (int i = 0; i < 20; i++) {
      client = server.join(witness);
      client.send("rename|Bob", "exit");
      witness.expect(client.says("renamed to Bob"), client.says("Bob", "login out"));
      witness.send("rename|Bob", "rename|Alice");
      witness.expect(
          witness.says(was, "renamed to Bob"),
          "rename ok",
          witness.says("Bob", "renamed to Alice"),
          "rename ok");
      was = "Alice";
    }
  }

  @Test
  void manyThatLeaveAtOnceAreEachSaidOnce() throws IOException {
    server.start();
    witness = server.join();
    List<String> expected = new ArrayList<>();
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      clients.add(server.join(witness));
      expected.add(clients.get(i).says("login out"));
    }
    for (int i = 0; i < 50; i += 2) {
      clients.get(i).close();
      clients.get(i + 1).reset();
    }
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      heard.add(witness.readLine());
    }
    witness.expectNothing();
    expected.sort(null);
    heard.sort(null);
    assertEquals(expected, heard);
  }
}
