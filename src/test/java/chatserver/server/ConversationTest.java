package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two or three people see who use the room as it is meant to be used. */
class ConversationTest {
  @RegisterExtension final TestServer server = new TestServer();

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void twoTalkAndOneLeaves(ThreadKind kind) throws IOException {
    server.start(config -> config.threads(kind));
    TestClient alice = server.connect();
    alice.expect(
        "Welcome. Commands: who, rename|name, to|name|text, help, exit.",
        alice.says("login"),
        alice.says("I am here"));
    TestClient bob = server.join();
    alice.expect(bob.says("login"));
    bob.send("rename|Bob");
    bob.expect(bob.says("renamed to Bob"), "rename ok");
    alice.expect(bob.says("renamed to Bob"));
    alice.send("Hello, Bob!");
    alice.expect(alice.says("Hello, Bob!"));
    bob.expect(alice.says("Hello, Bob!"));
    bob.send("exit");
    bob.expectEnd();
    alice.expect(bob.says("Bob", "login out"));
    alice.expectNothing();
  }

  @Test
  void aNewcomerGetsTheGreetingAndTheLastLinesSaid() throws IOException {
    server.start(config -> config.greeting(List.of("Good morning.", "Be kind.")).history(2));
    TestClient alice = server.connect();
    alice.expect("Good morning.", "Be kind.", alice.says("login"), alice.says("I am here"));
    alice.send("one", "rename|Alice", "two", "three");
    alice.readUntil(alice.says("Alice", "three"));
    TestClient bob = server.connect();
    bob.expect(
        "Good morning.",
        "Be kind.",
        alice.says("Alice", "two"),
        alice.says("Alice", "three"),
        bob.says("login"),
        bob.says("I am here"));
  }

  @Test
  void theGreetingCanBeEmpty() throws IOException {
    server.start(config -> config.greeting(List.of()));
    TestClient alice = server.connect();
    alice.expect(alice.says("login"), alice.says("I am here"));
  }

  @Test
  void whoListsEveryoneInTheOrderInWhichTheyJoined() throws IOException {
    server.start();
    List<TestClient> clients = server.join(5);
    TestClient first = clients.get(0);
    TestClient third = clients.get(2);
    third.send("rename|Third", "who");
    third.expect(
        third.says("renamed to Third"),
        "rename ok",
        "user list:",
        first.address() + ":" + first.address(),
        clients.get(1).address() + ":" + clients.get(1).address(),
        third.address() + ":Third",
        clients.get(3).address() + ":" + clients.get(3).address(),
        clients.get(4).address() + ":" + clients.get(4).address());
    third.expectNothing();
    first.expect(third.says("renamed to Third"));
    first.expectNothing();
  }

  @Test
  void answersStandBehindAllThatTheClientHasSaidBefore() throws IOException {
    server.start(config -> config.maxRate(0));
    TestClient alice = server.join();
    for (int i = 0; i < 200; i++) {
      alice.send("one", "rename|Name" + i, "who", "two", "rename|a:b", "three", "to|nobody|x");
      List<String> heard = alice.readUntil(line -> line.startsWith("to failed"));
      heard.replaceAll(line -> line.replaceAll("^\\[.*\\][^:]*(:\\d+)?:|\\d+|: .*", ""));
      assertEquals(
          List.of(
              "one",
              "renamed to Name",
              "rename ok",
              "user list:",
              "...::Name",
              "two",
              "rename failed",
              "three",
              "to failed"),
          heard);
    }
  }

  @Test
  void helpListsEveryCommand() throws IOException {
    server.start();
    TestClient alice = server.join();
    TestClient bob = server.join();
    alice.expect(bob.says("login"));
    alice.send("help");
    List<String> help = alice.roundTrip();
    for (String command : List.of("who", "rename|name", "to|name|text", "help", "exit")) {
      assertEquals(1, help.stream().filter(line -> line.startsWith(command + " ")).count());
    }
    bob.expectNothing();
  }

  @Test
  void aPrivateMessageIsForBothEndsAlone() throws IOException {
    server.start();
    List<TestClient> clients = server.join(3);
    TestClient alice = clients.get(0);
    TestClient bob = clients.get(1);
    TestClient carol = clients.get(2);
    bob.send("rename|Bob");
    bob.expect(bob.says("renamed to Bob"), "rename ok");
    alice.expect(bob.says("renamed to Bob"));
    alice.send("to|bob|a|b");
    String whispered = "[" + alice.address() + "]" + alice.address() + "->Bob:a|b";
    alice.expect(whispered);
    bob.expect(whispered);
    bob.send("to|" + alice.address() + "|what?");
    String answered = "[" + bob.address() + "]Bob->" + alice.address() + ":what?";
    alice.expect(answered);
    bob.expect(answered);
    carol.expect(bob.says("renamed to Bob"));
    carol.expectNothing();
  }

  @Test
  void commandsThatCannotBeObeyedAreAnsweredToTheOneWhoAsked() throws IOException {
    server.start();
    TestClient alice = server.join();
    TestClient bob = server.join();
    alice.expect(bob.says("login"));
    bob.send("rename|Bob");
    bob.expect(bob.says("renamed to Bob"), "rename ok");
    alice.expect(bob.says("renamed to Bob"));

    for (String command : List.of("rename", "rename|", "rename|a:b", "rename|" + "x".repeat(33))) {
      alice.send(command);
      String answer = alice.readLine();
      assertTrue(answer.startsWith("rename failed: "), answer);
    }
    alice.send("rename|BOB");
    alice.expect("rename failed: 'BOB' is taken, choose another name");
    for (String command : List.of("to", "to|", "to|Bob", "to|Bob|", "to||hello")) {
      alice.send(command);
      alice.expect("to failed: type to|name|text");
    }
    alice.send("to|Zoe|hello");
    alice.expect("to failed: nobody here is called 'Zoe', type who to see the names");
    alice.expectNothing();
    bob.expectNothing();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"renamed my cat", "WHO", "who is there?", "Exit", "exit now", " who", "tom|x|y"})
  void whatMatchesNoCommandToTheLetterIsSaid(String text) throws IOException {
    server.start();
    TestClient alice = server.join();
    alice.send(text);
    alice.expect(alice.says(text));
  }

  @Test
  void trailingWhiteSpaceMakesNoDifference() throws IOException {
    server.start();
    TestClient alice = server.join();
    alice.send("hello \t ", "who  ", "exit\t");
    alice.expect(alice.says("hello"), "user list:", alice.address() + ":" + alice.address());
    alice.expectEnd();
  }

  @Test
  void aBlankLineIsIgnored() throws IOException {
    server.start();
    TestClient alice = server.join();
    alice.send("", "  ", "\t");
    alice.expectNothing();
  }

  @Test
  void whatReadsLikeANoticeIsSaidWithASpaceInFront() throws IOException {
    server.start();
    TestClient alice = server.join();
    alice.send("login out", "renamed to Bob");
    alice.expect(alice.says(" login out"), alice.says(" renamed to Bob"));
  }

  @Test
  void anIpv6AddressStandsInBrackets() throws IOException {
    InetAddress loopback = InetAddress.getByName("::1");
    assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this machine has no IPv6");
    server.start(config -> config.host("::1"));
    TestClient alice = server.connect();
    String address = "[::1]:" + alice.socket().getLocalPort();
    alice.readLine();
    alice.expect("[" + address + "]" + address + ":login");
  }
}
