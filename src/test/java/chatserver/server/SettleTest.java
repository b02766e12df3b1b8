package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.protocol.Notice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a time to settle a newcomer is online with its first line, or when it has stayed. */
class SettleTest {
  private static final Duration LONG = Duration.ofHours(1); // only a line lets anyone in

  @RegisterExtension final TestServer server = new TestServer();

  private TestClient witness;

  @BeforeEach
  void startWithAWitness() throws IOException {
    server.start(config -> config.settle = LONG);
    witness = arrive();
    witness.send("hi");
    witness.expect(witness.says("login"), witness.says("I am here"), witness.says("hi"));
  }

  private TestClient arrive() throws IOException {
    TestClient client = server.connect();
    client.expect(Notice.GREETING);
    return client;
  }

  private void assertComesInWithALine(TestClient client) throws IOException {
    witness.expectNothing();
    client.send("hello");
    client.expect(client.says("login"), client.says("I am here"), client.says("hello"));
    witness.expect(client.says("login"), client.says("hello"));
  }

  @Test
  void theGreetingIsSentAtOnceAndTheFirstLineIsObeyedBehindTheLogin() throws IOException {
    assertComesInWithALine(arrive());
  }

  @Test
  void aLineThatIsTooLongIsNoWholeOne() throws IOException {
    TestClient client = arrive();
    client.sendRaw("q".repeat(3000));
    client.expect(Notice.lineTooLong(2048));
    client.sendRaw("its end\r\n");
    assertComesInWithALine(client);
  }

  @Test
  void whoArrivesWhenTheRoomIsLockedDoesNotComeIn() throws Exception {
    TestClient client = arrive();
    server.operations().setLocked(true);
    client.expect(Notice.LOCKED);
    client.expectEnd();
    witness.send("who");
    witness.expect("user list:", witness.address() + ":" + witness.address());
    server.operations().setLocked(false);
    assertComesInWithALine(arrive());
  }

  @Test
  void whoStaysIsOnlineWithoutALine() throws IOException {
    server.close();
    server.start(config -> config.settle = Duration.ofMillis(1));
    TestClient client = server.join();
    client.send("who");
    client.expect("user list:", client.address() + ":" + client.address());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "GET / HTTP/1.1\r\n", "\u0016\u0003\u0001", "SSH-2.0-x\r\n", "\u0004"})
  void whatClosesOrIsNoChatBeforeThatWasNeverThere(String sent) throws IOException {
    TestClient client = server.connect();
    client.sendRaw(sent);
    client.halfClose();
    client.awaitEnd();
    client.close();
    witness.send("who");
    witness.expect("user list:", witness.address() + ":" + witness.address());
    assertEquals(List.of(), witness.roundTrip());
  }

  @Test
  void aLastLineWithoutAnEndIsALine() throws IOException {
    TestClient client = server.connect();
    client.sendRaw("half");
    client.halfClose();
    witness.expect(client.says("login"), client.says("half"), client.says("login out"));
  }

  @Test
  void aStopClosesWhoIsStillArriving() throws IOException {
    TestClient client = server.connect();
    client.expect(Notice.GREETING);
    server.close();
    client.expectEnd();
    witness.expect("server is shutting down");
  }
}
