package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.control.OperationFailedException;
import chatserver.control.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to a server, as clients see it. */
class ServerOperationsTest {
  @RegisterExtension final TestServer server = new TestServer();

  @TempDir private Path folder;

  private Operations start() throws IOException {
    server.start();
    return server.operations();
  }

  private static void assertFails(
      Class<? extends Exception> kind, String reason, Executable operation) {
    assertEquals(reason, assertThrows(kind, operation).getMessage());
  }

  @Test
  void whoTellsOfEachInTheOrderOfJoiningWhateverTheNames() throws Exception {
    Operations operations = start();
    List<TestClient> clients = server.join(3);
    clients.get(1).send("rename|zoe bob");
    clients.get(1).roundTrip();
    List<String> lines = operations.who().toList();
    assertEquals(3, lines.size());
    for (int i = 0; i < 3; i++) {
      String address = clients.get(i).address();
      String[] words = lines.get(i).split(" ", 6);
      assertEquals(List.of(address, address), List.of(words[0], words[1]));
      assertTrue((words[2] + words[3] + words[4]).matches("\\d+"), lines.get(i));
      assertEquals(i == 1 ? "zoe bob" : address, words[5]);
    }
  }

  @Test
  void aKickHasItsPlaceInTheOneOrder() throws Exception {
    Operations operations = start();
    TestClient alice = server.join();
    TestClient bob = server.join(alice);
    bob.send("rename|Bob");
    bob.roundTrip();
    operations.kick(" BOB ", "spam");
    bob.expect("kicked: spam");
    bob.expectEnd();
    alice.expect(bob.says("renamed to Bob"), bob.says("Bob", "kicked leave out"));
    operations.kick(alice.address(), "");
    alice.expect("kicked");
    alice.expectEnd();
    assertEquals(List.of(), operations.who().toList());
    assertFails(
        OperationFailedException.class,
        "nobody here is called 'Bob'",
        () -> operations.kick("Bob", ""));
    assertFails(
        OperationFailedException.class,
        "nobody here is called '" + "x".repeat(4000) + "'",
        () -> operations.kick("x".repeat(4000), ""));
    assertTrue(operations.stats().toList().contains("chat_kicked_total 2"));
  }

  @Test
  void anAnnouncementIsForEveryone() throws Exception {
    Operations operations = start();
    List<TestClient> clients = server.join(2);
    operations.say("back at noon");
    clients.get(0).expect("server: back at noon");
    clients.get(1).expect("server: back at noon");
  }

  @Test
  void aLockedRoomKeepsThoseInsideAndNobodyNewComesIn() throws Exception {
    Operations operations = start();
    TestClient alice = server.join();
    operations.setLocked(true);
    TestClient newcomer = server.connect();
    newcomer.expect("room is locked, come back later");
    newcomer.expectEnd();
    alice.expectNothing();
    operations.setLocked(false);
    server.join(alice);
    assertTrue(operations.stats().toList().contains("chat_refused_total{reason=\"locked\"} 1"));
  }

  @Test
  void theLoopbackIsNeverBanned() throws Exception {
    Operations operations = start();
    TestClient alice = server.join();
    for (String whom : List.of("127.0.0.1", "0.0.0.0/0", "::1", alice.address())) {
      String reason =
          assertThrows(
                  IllegalArgumentException.class, () -> operations.ban(whom, Duration.ZERO, ""))
              .getMessage();
      assertTrue(reason.endsWith(" holds the loopback address"), reason);
    }
    assertEquals(List.of(), operations.bans().toList());
    alice.expectNothing();
  }

  @Test
  void aBanIsListedKeptAndTakenBack() throws Exception {
    Path file = folder.resolve("bans");
    server.start(config -> config.bans = Optional.of(file));
    Operations operations = server.operations();
    operations.ban("192.0.2.7/24", Duration.ZERO, "spam");
    operations.ban("2001:db8::1", Duration.ofHours(1), "");
    List<String> bans = operations.bans().toList();
    assertEquals("192.0.2.0/24 for ever spam", bans.get(0));
    assertTrue(bans.get(1).matches("2001:db8::/64 \\d{4}(-\\d\\d){2}T(\\d\\d:){2}\\d\\dZ"));
    server.closeForGood();
    server.start(config -> config.bans = Optional.of(file));
    Operations after = server.operations();
    assertEquals(bans, after.bans().toList());
    after.unban("192.0.2.0/24");
    assertFails(
        OperationFailedException.class,
        "no ban of 192.0.2.0/24",
        () -> after.unban("192.0.2.0/24"));
    assertFails(
        IllegalArgumentException.class,
        "'x' is neither an address nor a network",
        () -> after.unban("x"));
    assertEquals(bans.subList(1, 2), after.bans().toList());
    assertEquals(bans.get(1), Files.readAllLines(file).get(1));
  }

  @Test
  void whoCannotBeBannedIsNamed() throws Exception {
    Operations operations = start();
    assertFails(
        OperationFailedException.class,
        "'bob' is neither an address nor a network, and nobody here is called that",
        () -> operations.ban("bob", Duration.ZERO, ""));
  }
}
