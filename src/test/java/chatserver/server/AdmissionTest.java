package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import chatserver.room.ManualClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdmissionTest {
  private static final Instant UNTIL = Instant.parse("2026-01-01T00:00:00Z");

  @RegisterExtension final TestRoom room = new TestRoom();
  @RegisterExtension final SocketPair sockets = new SocketPair();

  private final RecordingTimer timer = new RecordingTimer(new ManualClock());
  private final Services services =
      room.services(TestServer.config(config -> config.maxClients = 1), timer, System::nanoTime);

  @AfterEach
  void shutDown() {
    timer.shutdownNow();
  }

  /** The ban is not in force at the first look at it, and is at the next one. */
  @Test
  void whoIsBannedWhileItIsLetInIsToldSo() throws IOException {
    Queue<Instant> times = new ArrayDeque<>(List.of(UNTIL, UNTIL.minusSeconds(1)));
    InstantSource clock = () -> times.size() > 1 ? times.remove() : times.element();
    AccessControl access = new AccessControl(Optional.empty(), clock, services.counters());
    access.ban(new Ban(Network.parse("203.0.113.0/24"), Optional.of(UNTIL), "spam"));
    Admission admission = new Admission(services, access, new Sessions(services, access));
    InetSocketAddress client = new InetSocketAddress("203.0.113.9", 50412);
    Endpoints endpoints =
        new Endpoints(client, (InetSocketAddress) sockets.accepted().getLocalAddress());

    assertFalse(admission.admit(sockets.accepted(), endpoints));

    byte[] told = sockets.client().socket().getInputStream().readAllBytes();
    assertEquals("banned: spam\r\n", new String(told, UTF_8));
    assertEquals(Optional.empty(), services.limiter().acquire(client.getAddress()));
  }
}
