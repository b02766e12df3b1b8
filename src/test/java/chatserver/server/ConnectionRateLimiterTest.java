package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What it keeps; whom it lets in is in {@link ConnectionLimiterTest}. */
class ConnectionRateLimiterTest {
  private final ManualClock clock = new ManualClock();
  private final ConnectionRateLimiter limiter = new ConnectionRateLimiter(60, clock);

  private static Network network(int number) {
    try {
      byte[] ip = ByteBuffer.allocate(4).putInt(number).array();
      return Network.around(InetAddress.getByAddress(ip));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void aNetworkIsForgottenOnceItMayConnectAsOftenAsEver() {
    for (int i = 0; i < 1000; i++) {
      assertTrue(limiter.tryAcquire(network(i)));
    }
    assertTrue(limiter.tryAcquire(network(0)));
    assertEquals(1000, limiter.networks());
    clock.advance(Duration.ofSeconds(1));
    assertTrue(limiter.tryAcquire(network(1000)));
    assertEquals(2, limiter.networks(), "the one that came twice, and the last one");
    clock.advance(Duration.ofSeconds(1));
    assertTrue(limiter.tryAcquire(network(1001)));
    assertEquals(1, limiter.networks());
  }

  @Test
  void thoseItKeepsAreBoundedWhateverComes() {
    assertTrue(limiter.tryAcquire(network(-1)));
    for (int i = 0; i < 60; i++) {
      limiter.tryAcquire(network(-2));
    }
    for (int i = 0; i < ConnectionRateLimiter.MAX_NETWORKS - 1; i++) {
      assertTrue(limiter.tryAcquire(network(i)));
    }
    assertEquals(ConnectionRateLimiter.MAX_NETWORKS, limiter.networks());
    assertFalse(limiter.tryAcquire(network(-2)), "it is the oldest that went");
  }

  @Test
  void withoutALimitItKeepsNothing() {
    ConnectionRateLimiter unlimited = new ConnectionRateLimiter(0, clock);
    for (int i = 0; i < 100; i++) {
      assertTrue(unlimited.tryAcquire(network(i)));
    }
    assertEquals(0, unlimited.networks());
  }
}
