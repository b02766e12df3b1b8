package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chatserver.metrics.Counters;
import chatserver.room.ManualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionLimiterTest {
  private final Counters counters = new Counters();

  private final ManualClock clock = new ManualClock();

  private ConnectionLimiter limiter(int maxClients, int maxPerAddress) {
    return limiter(
        config -> {
          config.maxClients = maxClients;
          config.maxPerAddress = maxPerAddress;
          config.maxJoins = 0;
        });
  }

  private ConnectionLimiter limiter(Consumer<ServerConfig.Builder> settings) {
    ServerConfig config = TestServer.config(settings);
    return new ConnectionLimiter(config, counters, new ShownAddresses(false), clock);
  }

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
    ConnectionLimiter limiter = limiter(2, 0);
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
    ConnectionLimiter limiter = limiter(100, 2);
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
    ConnectionLimiter limiter = limiter(2, 1);
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
    ConnectionLimiter limiter = limiter(100, 1);
    assertAdmitted(limiter, first);
    assertEquals(isOne, limiter.acquire(ip(second)).isPresent());
  }

  @Test
  void aClientThatLeavesANetworkMakesRoomForAnotherOfIt() {
    ConnectionLimiter limiter = limiter(100, 1);
    assertAdmitted(limiter, "2001:db8:0:1::1");
    assertEquals(tooManyFrom("2001:db8:0:1::2", 1), limiter.acquire(ip("2001:db8:0:1::2")));
    limiter.release(ip("2001:db8:0:1::1"));
    assertAdmitted(limiter, "2001:db8:0:1::2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1"})
  void loopbackIsExempt(String loopback) {
    ConnectionLimiter limiter = limiter(1000, 1);
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
    ConnectionLimiter limiter = limiter(1000, 0);
    for (int i = 0; i < 1000; i++) {
      assertAdmitted(limiter, "192.0.2.1");
    }
  }

  @Test
  void toLookForAPlaceTakesNone() {
    ConnectionLimiter limiter = limiter(2, 0);
    Optional<String> full = Optional.of("server full: at most 2 clients");
    assertAdmitted(limiter, "192.0.2.1");
    assertEquals(Optional.empty(), limiter.refusalIfFull(0));
    assertEquals(full, limiter.refusalIfFull(1));
    assertAdmitted(limiter, "192.0.2.2");
    assertEquals(full, limiter.refusalIfFull(0));
    assertEquals(Optional.empty(), limiter.refusalIfFull(-1));
    assertEquals(2, counters.refusedFull.sum());
  }

  private static Optional<String> tooOftenFrom(String ip) {
    return Optional.of("too many connections from " + ip + ": at most 3 a minute");
  }

  @Test
  void soManyComeInAMinuteAndNoMore() {
    ConnectionLimiter limiter =
        limiter(
            config -> {
              config.maxJoins = 3;
              config.maxPerAddress = 3;
            });
    for (int i = 0; i < 3; i++) {
      assertAdmitted(limiter, "192.0.2.1");
      limiter.release(ip("192.0.2.1"));
    }
    assertEquals(tooOftenFrom("192.0.2.1"), limiter.acquire(ip("192.0.2.1")));
    assertAdmitted(limiter, "192.0.2.2");
    clock.advance(Duration.ofSeconds(20));
    assertAdmitted(limiter, "192.0.2.1");
    for (int i = 0; i < 5; i++) {
      assertEquals(tooOftenFrom("192.0.2.1"), limiter.acquire(ip("192.0.2.1")));
    }
    clock.advance(Duration.ofSeconds(20));
    assertAdmitted(limiter, "192.0.2.1");
    assertEquals(6, counters.refusedJoins.sum());
    assertEquals(0, counters.refusedAddress.sum());
    assertEquals(0, counters.refusedFull.sum());
  }

  @Test
  void anIpv6NetworkHasOneRate() {
    ConnectionLimiter limiter = limiter(config -> config.maxJoins = 3);
    for (int i = 1; i <= 3; i++) {
      assertAdmitted(limiter, "2001:db8:0:1::" + i);
    }
    assertEquals(tooOftenFrom("2001:db8:0:1::4"), limiter.acquire(ip("2001:db8:0:1::4")));
    assertAdmitted(limiter, "2001:db8:0:2::4");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 1", "::1, 1", "192.0.2.1, 0"})
  void loopbackHasNoRateAndZeroIsNone(String ip, int maxJoins) {
    ConnectionLimiter limiter =
        limiter(
            config -> {
              config.maxJoins = maxJoins;
              config.maxPerAddress = 0;
            });
    for (int i = 0; i < 1000; i++) {
      assertAdmitted(limiter, ip);
    }
  }
}
