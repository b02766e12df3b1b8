package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.metrics.Counters;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionLimiterTest {
  private final Counters counters = new Counters();

  private static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Optional<String> tooManyFrom(String ip, int most) {
    return Optional.of("too many connections from " + ip + ": at most " + most);
  }

  private static void assertAdmitted(ConnectionLimiter limiter, String ip) {
    assertEquals(Optional.empty(), limiter.acquire(ip(ip)));
  }

  @Test
  void soManyComeInAndNoMore() {
    ConnectionLimiter limiter = new ConnectionLimiter(2, 0, counters);
    Optional<String> full = Optional.of("server full: at most 2 clients");
    assertAdmitted(limiter, "192.0.2.1");
    assertAdmitted(limiter, "127.0.0.1");
    assertEquals(full, limiter.acquire(ip("192.0.2.3")));
    assertEquals(full, limiter.acquire(ip("127.0.0.1")));
    assertEquals(2, counters.refusedFull.sum());
    limiter.release(ip("192.0.2.1"));
    assertAdmitted(limiter, "192.0.2.3");
    assertEquals(full, limiter.acquire(ip("192.0.2.1")));
    assertEquals(3, counters.refusedFull.sum());
    assertEquals(0, counters.refusedAddress.sum());
  }

  @Test
  void soManyComeInFromOneAddressAndNoMore() {
    ConnectionLimiter limiter = new ConnectionLimiter(100, 2, counters);
    assertAdmitted(limiter, "192.0.2.1");
    assertAdmitted(limiter, "192.0.2.1");
    for (int i = 0; i < 5; i++) {
      assertEquals(tooManyFrom("192.0.2.1", 2), limiter.acquire(ip("192.0.2.1")));
    }
    assertAdmitted(limiter, "192.0.2.2");
    assertEquals(5, counters.refusedAddress.sum());
    assertEquals(0, counters.refusedFull.sum());
    limiter.release(ip("192.0.2.1"));
    assertAdmitted(limiter, "192.0.2.1");
    assertEquals(tooManyFrom("192.0.2.1", 2), limiter.acquire(ip("192.0.2.1")));
  }

  @Test
  void aRefusedNewcomerTakesNoPlace() {
    ConnectionLimiter limiter = new ConnectionLimiter(2, 1, counters);
    assertAdmitted(limiter, "192.0.2.1");
    assertEquals(tooManyFrom("192.0.2.1", 1), limiter.acquire(ip("192.0.2.1")));
    assertAdmitted(limiter, "192.0.2.2");
    limiter.acquire(ip("192.0.2.3")); // the server is full
    limiter.release(ip("192.0.2.1"));
    assertAdmitted(limiter, "192.0.2.3");
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:1::1, 2001:db8:0:1::2, true",
    "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
    "2001:db8::1, 2001:db9::1, false",
    "192.0.2.1, 192.0.2.2, false",
    "192.0.2.1, ::ffff:192.0.2.1, true",
  })
  void anIpv6ClientCountsByItsNetwork(String first, String second, boolean isOne) {
    ConnectionLimiter limiter = new ConnectionLimiter(100, 1, counters);
    assertAdmitted(limiter, first);
    assertEquals(isOne, limiter.acquire(ip(second)).isPresent());
  }

  @Test
  void aClientThatLeavesANetworkMakesRoomForAnotherOfIt() {
    ConnectionLimiter limiter = new ConnectionLimiter(100, 1, counters);
    assertAdmitted(limiter, "2001:db8:0:1::1");
    assertEquals(tooManyFrom("2001:db8:0:1::2", 1), limiter.acquire(ip("2001:db8:0:1::2")));
    limiter.release(ip("2001:db8:0:1::1"));
    assertAdmitted(limiter, "2001:db8:0:1::2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1"})
  void loopbackIsExempt(String loopback) {
    ConnectionLimiter limiter = new ConnectionLimiter(1000, 1, counters);
    for (int i = 0; i < 1000; i++) {
      assertAdmitted(limiter, loopback);
    }
    for (int i = 0; i < 1000; i++) {
      limiter.release(ip(loopback));
    }
    assertAdmitted(limiter, loopback);
  }

  @Test
  void zeroMeansAnyNumberFromOneAddress() {
    ConnectionLimiter limiter = new ConnectionLimiter(1000, 0, counters);
    for (int i = 0; i < 1000; i++) {
      assertAdmitted(limiter, "192.0.2.1");
    }
  }
}
