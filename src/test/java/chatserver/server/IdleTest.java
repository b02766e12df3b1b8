package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.protocol.Notice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The times themselves are tested with a manual clock: {@link SilenceWatchTest}. */
class IdleTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final byte[] TELNET_NOP = {(byte) 255, (byte) 241};

  @RegisterExtension final TestServer server = new TestServer();

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aSilentClientIsWarnedAndDisconnectedAndTheOthersAreTold(ThreadKind kind) throws IOException {
    server.start(
        config -> {
          config.threads = kind;
          config.idleTimeout = TIMEOUT;
        });
    TestClient silent = server.join(); // it may hear as much as it likes
    TestClient typing = server.join(silent); // it never completes a line
    TestClient talking = server.join(silent, typing);

    String leave = silent.says(Notice.TIME_OUT);
    List<String> heard = new ArrayList<>();
    while (heard.isEmpty()) {
      typing.sendBytes(TELNET_NOP);
      heard.addAll(talking.roundTrip());
    }
    talking.expectNothing();
    assertEquals(List.of(leave), heard);
    assertEquals(List.of(leave), typing.roundTrip());
    assertEquals(
        List.of(Notice.idleWarning(TIMEOUT.dividedBy(4)), Notice.idleTimeout(TIMEOUT)),
        silent.readToEnd());
  }
}
