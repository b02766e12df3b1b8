package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.metrics.Counters;
import chatserver.room.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What it keeps; whom it lets in is in {@link ConnectionLimiterTest}. */
class ConnectionLimiterMemoryTest {
  private final ManualClock clock = new ManualClock();
  private final ConnectionLimiter limiter = limiter(60);

  private ConnectionLimiter limiter(int maxJoins) {
    ServerConfig config =
        TestServer.config(
            settings -> {
              settings.maxJoins = maxJoins;
              settings.maxPerAddress = 0;
              settings.maxClients = 100_000;
            });
    return new ConnectionLimiter(config, new Counters(), new ShownAddresses(false), clock);
  }

  private static boolean tryJoin(ConnectionLimiter limiter, int number) {
    try {
      byte[] ip = ByteBuffer.allocate(4).putInt(number).array();
      return limiter.acquire(InetAddress.getByAddress(ip)).isEmpty();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void aNetworkIsForgottenOnceItMayConnectAsOftenAsEver() {
    for (int i = 0; i < 1000; i++) {
      assertTrue(tryJoin(limiter, i));
    }
    assertTrue(tryJoin(limiter, 0));
    assertEquals(1000, limiter.networks());
    clock.advance(Duration.ofSeconds(1));
    assertTrue(tryJoin(limiter, 1000));
    assertEquals(2, limiter.networks(), "the one that came twice, and the last one");
    clock.advance(Duration.ofSeconds(1));
    assertTrue(tryJoin(limiter, 1001));
    assertEquals(1, limiter.networks());
  }

  @Test
  void thoseItKeepsAreBoundedWhateverComes() {
    assertTrue(tryJoin(limiter, -1));
    for (int i = 0; i < 60; i++) {
      tryJoin(limiter, -2);
    }
    for (int i = 0; i < ConnectionLimiter.MAX_NETWORKS - 1; i++) {
      assertTrue(tryJoin(limiter, i));
    }
    assertEquals(ConnectionLimiter.MAX_NETWORKS, limiter.networks());
    assertFalse(tryJoin(limiter, -2), "it is the oldest that went");
  }

  @Test
  void withoutALimitItKeepsNothing() {
    ConnectionLimiter unlimited = limiter(0);
    for (int i = 0; i < 100; i++) {
      assertTrue(tryJoin(unlimited, i));
    }
    assertEquals(0, unlimited.networks());
  }
}
