package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The times themselves are tested with a clock that does as it is told: {@link SilenceWatchTest}.
 */
class IdleTest {
  private static final byte[] DO_TIMING_MARK = {(byte) 255, (byte) 253, 6};

  private static final int IAC = 255;

  @RegisterExtension final TestServer server = new TestServer();

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void whoIsSilentIsWarnedAndDisconnectedAndTheOthersAreTold(ThreadKind kind) throws IOException {
    server.start(config -> config.threads(kind).idleTimeout(Duration.ofSeconds(2)).maxRate(0));
    TestClient silent = server.join(); // it may hear as much as it likes
    TestClient typing = server.connect(); // it never completes a line
    typing.readUntil(typing.says("I am here"));
    TestClient talking = server.join();
    typing.expect(talking.says("login"));

    List<String> heard = new ArrayList<>();
    String leave = silent.says("time out leave out");
    while (!heard.contains(leave)) {
      talking.send("");
      heard.addAll(talking.roundTrip());
      typing.sendBytes(DO_TIMING_MARK);
      awaitTimingMark(typing);
    }
    talking.expectNothing();
    assertEquals(List.of(leave), heard);
    List<String> rest = typing.roundTrip(); // perhaps it has skipped that
    assertTrue(List.of(leave).containsAll(rest), rest::toString);
    assertEquals(
        List.of(
            typing.says("login"),
            talking.says("login"),
            "idle: you will be disconnected in 1 s",
            "time out: nothing received for 2 s"),
        silent.readToEnd());
  }

  /** Skips what the others say, which holds no such byte. */
  private static void awaitTimingMark(TestClient client) throws IOException {
    int b = client.read();
    while (b != IAC) {
      assertNotEquals(-1, b, "disconnected");
      b = client.read();
    }
    assertEquals(List.of(252, 6), List.of(client.read(), client.read()));
  }
}
