package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownAddressesTest {
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.9", 8000);

  private final ShownAddresses shown = new ShownAddresses(false);
  private final ShownAddresses hidden = new ShownAddresses(true);

  private static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Endpoints endpoints(String ip) {
    return new Endpoints(new InetSocketAddress(ip(ip), 1001), SERVER);
  }

  @Test
  void theyAreWhatTheyAre() {
    assertEquals("2001:db8::1", shown.format(ip("2001:db8::1")));
    String address = "[2001:db8::1]:1001";
    assertEquals(
        new Peer(address, address, "192.0.2.9:8000"), shown.peer(endpoints("2001:db8::1")));
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1, 192.0.2.1:1001", "2001:db8::1, [2001:db8::1]:1001"})
  void whereTheyAreHiddenATokenStandsInTheirPlace(String ip, String realAddress) {
    String token = hidden.format(ip(ip));
    assertTrue(token.matches("[a-z0-9]{8}"), token);
    assertEquals(
        new Peer(token + ":1001", realAddress, "192.0.2.9:8000"), hidden.peer(endpoints(ip)));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "192.0.2.1, ::ffff:192.0.2.1, true",
    "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
  })
  void allConnectionsFromOneAddressHaveOneToken(String first, String second, boolean isOne) {
    assertEquals(isOne, hidden.format(ip(first)).equals(hidden.format(ip(second))));
  }

  @Test
  void addressesDoNotMeetInOneToken() {
    Set<String> tokens = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      tokens.add(hidden.format(ip("10.0." + i / 256 + "." + i % 256)));
    }
    assertEquals(1000, tokens.size());
  }

  /** So nobody can work out which address a token stands for. */
  @Test
  void eachStartHasTokensOfItsOwn() {
    InetAddress ip = ip("192.0.2.1");
    assertNotEquals(hidden.format(ip), new ShownAddresses(true).format(ip));
  }
}
