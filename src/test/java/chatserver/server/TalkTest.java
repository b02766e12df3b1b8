package chatserver.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What two or three people see who use the room as it is meant to be used. */
class TalkTest {
  @RegisterExtension final TestServer server = new TestServer();

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void twoTalkAndOneLeaves(ThreadKind kind) throws IOException {
    server.start(config -> config.threads = kind);
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
    Path motd = Files.writeString(folder.resolve("motd"), "Good morning.\nBe kind.\n");
    server.start(
        config -> {
          config.motd = Optional.of(motd);
          config.history = 2;
        });
    TestClient alice = server.connect();
    alice.expect("Good morning.", "Be kind.", alice.says("login"), alice.says("I am here"));
    alice.send("one", "rename|Alice", "two", "three");
    alice.readUntil(alice.says("Alice", "three"));
    TestClient bob = server.connect();
    bob.expect(
        "Good morning.",
        "Be kind.",
        "last lines:",
        alice.says("Alice", "two"),
        alice.says("Alice", "three"),
        bob.says("login"),
        bob.says("I am here"));
  }

  @Test
  void anIpv6AddressStandsInBrackets() throws IOException {
    InetAddress loopback = InetAddress.getByName("::1");
    assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this machine has no IPv6");
    server.start(config -> config.host = "::1");
    TestClient alice = server.connect();
    String address = "[::1]:" + alice.socket().getLocalPort();
    alice.readLine();
    alice.expect("[" + address + "]" + address + ":login");
  }
}
