package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7/32",
    "192.0.2.7/24, 192.0.2.0/24",
    "2001:db8::1, 2001:db8::1/128",
    "2001:db8::1/32, 2001:db8::/32"
  })
  void anAddressMayMeanItselfAlone(String text, String network) {
    assertEquals(network, Network.parseExact(text).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7/32",
    "192.0.2.7/32, 192.0.2.7/32",
    "192.0.2.7/24, 192.0.2.0/24",
    "192.0.2.255/25, 192.0.2.128/25",
    "192.0.2.255/31, 192.0.2.254/31",
    "203.255.2.7/9, 203.128.0.0/9",
    "192.0.2.7/0, 0.0.0.0/0",
    "2001:db8::1, 2001:db8::/64",
    "2001:DB8:0:0:1::1, 2001:db8::/64",
    "2001:db8::1/128, 2001:db8::1/128",
    "2001:db8:ffff::/33, 2001:db8:8000::/33",
    "::ffff:192.0.2.7, 192.0.2.7/32",
  })
  void theBitsBehindThePrefixDoNotCountAndIpv6MeansTheWhole64(String text, String network) {
    assertEquals(network, Network.parse(text).toString());
    assertEquals(Network.parse(network), Network.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bob",
        "localhost",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.0/33",
        "192.0.2.0/",
        "1::/129",
        "192.0.2.0/-1",
        "192.0.2.0/+8",
        "192.0.2.0/8/8",
        "2001:db8::1::1",
        "192.0.2.1:8000",
        "[2001:db8::1]",
        "2001:db8::1%lo",
        "/8",
        "192.0.2.0/24/8",
        ":",
        "3221226219",
      })
  void whatIsNeitherAnAddressNorANetworkIsRefused(String text) {
    Throwable e = assertThrows(IllegalArgumentException.class, () -> Network.parse(text));
    assertEquals("'" + text + "' is neither an address nor a network", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 203.0.113.9, false",
    "2001:db8::/64, 2001:db8::ffff:1, true",
    "2001:db8::/64, 2001:db8:0:1::1, false",
  })
  void itHoldsTheAddressesOfItsOwnFamilyWithItsPrefix(String network, String ip, boolean holds)
      throws Exception {
    assertEquals(holds, Network.parse(network).contains(InetAddress.getByName(ip)));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.255.0.0/16, true",
    "126.0.0.0/7, true",
    "0.0.0.0/0, true",
    "128.0.0.0/1, false",
    "126.0.0.0/8, false",
    "::1, true",
    "::/0, true",
    "::1/128, true",
    "::2/128, false",
    "0:0:0:1::, false",
  })
  void itHasTheLoopbackWhereTheTwoMeet(String network, boolean hasLoopback) {
    assertEquals(hasLoopback, Network.parse(network).hasLoopback());
  }
}
