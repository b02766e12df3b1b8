package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a client leaves, it is said exactly once, and what was on its way is delivered. */
class LeavingTest {
  @RegisterExtension final TestServer server = new TestServer();

  private TestClient witness;

  private TestClient joinBefore(TestClient early) throws IOException {
    TestClient client = server.join();
    early.expect(client.says("login"));
    return client;
  }

  private void startWithWitness() throws IOException {
    server.start();
    witness = server.join();
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void everyWayToLeaveIsSaidOnce(ThreadKind kind) throws IOException {
    server.start(config -> config.threads(kind));
    witness = server.join();

    TestClient exits = joinBefore(witness);
    exits.send("exit", "exit", "too late");
    exits.expectEnd();
    exits.close();
    witness.expect(exits.says("login out"));

    TestClient endsInput = joinBefore(witness);
    endsInput.halfClose();
    endsInput.expectEnd();
    endsInput.close();
    witness.expect(endsInput.says("login out"));

    TestClient closes = joinBefore(witness);
    closes.close();
    witness.expect(closes.says("login out"));

    TestClient breaks = joinBefore(witness);
    breaks.reset();
    witness.expect(breaks.says("login out"));

    TestClient presses = joinBefore(witness);
    presses.sendBytes(new byte[] {4}); // Ctrl-D
    presses.expectEnd();
    presses.close();
    witness.expect(presses.says("login out"));

    witness.expectNothing();
    witness.send("who");
    witness.expect("user list:", witness.address() + ":" + witness.address());
  }

  @Test
  void whoLeavesDoesNotHearItsOwnLeaveLine() throws IOException {
    startWithWitness();
    TestClient client = joinBefore(witness);
    client.send("hello", "exit");
    assertEquals(List.of(client.says("hello")), client.readToEnd());
  }

  @Test
  void nothingIsHeardOfAClientBehindItsLeaveLine() throws IOException {
    startWithWitness();
    TestClient client = joinBefore(witness);
    client.send("one", "exit", "two", "rename|Ghost", "to|" + witness.address() + "|boo");
    witness.expect(client.says("one"), client.says("login out"));
    witness.expectNothing();
  }

  @Test
  void whatWasAskedBeforeTheEndOfInputIsAnswered() throws IOException {
    startWithWitness();
    for (int i = 0; i < 50; i++) {
      TestClient client = server.connect();
      client.send("hello", "rename|Nobody", "who", "to|Zoe|x", "rename|a:b", "last");
      client.halfClose();
      String old = client.address();
      client.expectWelcome();
      client.expect(
          client.says("hello"),
          client.says("renamed to Nobody"),
          "rename ok",
          "user list:",
          witness.address() + ":" + witness.address(),
          old + ":Nobody",
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
    server.start(config -> config.maxRate(0));
    witness = server.join();
    TestClient client = joinBefore(witness);
    int lines = 5_000;
    String text = "x".repeat(150);
    String[] talk = new String[lines];
    for (int i = 0; i < lines; i++) {
      talk[i] = i + " " + text;
    }
    client.send(talk);
    client.send("exit");
    for (String said : talk) {
      client.expect(client.says(said));
    }
    client.expectEnd();
  }

  /** To close a socket that has unread input would throw away what is still on its way. */
  @Test
  void allThatIsOnItsWayIsDeliveredHoweverMuchTheClientStillSends() throws IOException {
    server.start(config -> config.maxRate(0));
    witness = server.join();
    TestClient client = server.connect(4096);
    client.expectWelcome();
    witness.expect(client.says("login"));
    String text = "x".repeat(1000);
    for (int i = 0; i < 1000; i++) {
      witness.send(text);
    }
    for (int i = 0; i < 1000; i++) {
      witness.expect(witness.says(text));
    }
    client.send("exit");
    client.sendRaw("too late\r\n".repeat(50_000));
    for (int i = 0; i < 1000; i++) {
      client.expect(witness.says(text));
    }
    client.expectEnd();
  }

  @Test
  void aLastLineWithoutAnEndCountsBeforeAnOrderlyEnd() throws IOException {
    startWithWitness();
    TestClient client = joinBefore(witness);
    client.sendRaw("one\r\ntwo");
    client.halfClose();
    assertEquals(List.of(client.says("one"), client.says("two")), client.readToEnd());
    witness.expect(client.says("one"), client.says("two"), client.says("login out"));
  }

  @Test
  void aLastLineWithoutAnEndCanBeACommand() throws IOException {
    startWithWitness();
    TestClient client = joinBefore(witness);
    client.sendRaw("rename|Bob");
    client.halfClose();
    assertEquals(List.of(client.says("renamed to Bob"), "rename ok"), client.readToEnd());
    witness.expect(client.says("renamed to Bob"), client.says("Bob", "login out"));
  }

  @Test
  void aLastLineWithoutAnEndDoesNotCountAfterABrokenConnection() throws IOException {
    startWithWitness();
    TestClient client = joinBefore(witness);
    client.sendRaw("one\r\ntwo");
    client.expect(client.says("one"));
    client.reset();
    witness.expect(client.says("one"), client.says("login out"));
    witness.expectNothing();
  }

  @Test
  void ctrlDInsideALineIsNotExit() throws IOException {
    startWithWitness();
    TestClient client = joinBefore(witness);
    client.sendRaw("a\u0004b\r\n");
    client.expect(client.says("ab"));
    client.sendRaw("c\r\n\u0004d\r\n");
    client.expect(client.says("c"));
    client.expectEnd();
    witness.expect(client.says("ab"), client.says("c"), client.says("login out"));
    witness.expectNothing();
  }

  @Test
  void whoLeavesMakesRoomForItsName() throws IOException {
    startWithWitness();
    for (int i = 0; i < 20; i++) {
      TestClient client = joinBefore(witness);
      client.send("rename|Bob", "exit");
      witness.expect(client.says("renamed to Bob"), client.says("Bob", "login out"));
      witness.send("rename|Bob", "rename|Alice");
      String was = i == 0 ? witness.address() : "Alice";
      witness.expect(
          witness.says(was, "renamed to Bob"),
          "rename ok",
          witness.says("Bob", "renamed to Alice"),
          "rename ok");
    }
  }

  /** To close a socket makes the kernel throw away what it still has if something comes in. */
  @ParameterizedTest
  @ValueSource(strings = {"login out", "time out leave out"})
  void allThatIsOnItsWayIsDeliveredThoughTheClientTypesOnAfterItsEnd(String notice)
      throws IOException {
    boolean isIdle = notice.equals("time out leave out");
    server.start(config -> config.maxRate(0).idleTimeout(Duration.ofSeconds(isIdle ? 2 : 60)));
    witness = server.join();
    TestClient client = server.connect(4096);
    client.expectWelcome();
    witness.expect(client.says("login"));
    String text = "x".repeat(1000);
    int lines = 1500; // the kernel takes that much
    for (int i = 0; i < lines; i++) {
      client.send(""); // it is not idle yet
      witness.send(text);
      witness.expect(witness.says(text));
    }
    if (!isIdle) {
      client.send("exit");
    }
    while (!witness.roundTrip().contains(client.says(notice))) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    for (int i = 0; i < 15; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      client.send("");
    }
    for (int i = 0; i < lines; i++) {
      client.expect(witness.says(text));
    }
    List<String> rest = client.readToEnd();
    assertEquals(isIdle ? 2 : 0, rest.size(), rest::toString); // the warning and the last word
  }

  @Test
  void manyThatLeaveAtOnceAreEachSaidOnce() throws IOException {
    startWithWitness();
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      clients.add(joinBefore(witness));
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      TestClient client = clients.get(i);
      expected.add(client.says("login out"));
      if (i % 2 == 0) {
        client.close();
      } else {
        client.reset();
      }
    }
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      heard.add(witness.readLine());
    }
    witness.expectNothing();
    expected.sort(null);
    heard.sort(null);
    assertEquals(expected, heard);
  }
}
