package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerAddressTest {
  @ParameterizedTest
  @CsvSource({
    // RFC 5952, sections 1 and 4: leading zeros, shortening, lower case
    "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:0, 2001:db8:0:0:1::",
    "2001:DB8::ABCD:EF01, 2001:db8::abcd:ef01",
    "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:1",
    // the ends
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "0:1:2:3:4:5:6:7, 0:1:2:3:4:5:6:7",
    "0:0:2:3:4:5:6:7, ::2:3:4:5:6:7",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
    "fe80::1, fe80::1",
    "192.0.2.1, 192.0.2.1",
    "::ffff:192.0.2.1, 192.0.2.1",
  })
  void anAddressHasOneShortForm(String literal, String expected) throws UnknownHostException {
    assertEquals(expected, PeerAddress.format(InetAddress.getByName(literal)));
  }

  @Test
  void anIpv6AddressStandsInBracketsBeforeAPort() throws UnknownHostException {
    InetAddress ip = InetAddress.getByName("2001:db8::1");
    assertEquals("[2001:db8::1]:50412", PeerAddress.format(new InetSocketAddress(ip, 50412)));
  }

  @Test
  void anIpv4AddressDoesNot() throws UnknownHostException {
    InetAddress ip = InetAddress.getByName("203.0.113.9");
    assertEquals("203.0.113.9:50412", PeerAddress.format(new InetSocketAddress(ip, 50412)));
  }

  @Test
  void theScopeOfALocalAddressIsLeftOut() throws UnknownHostException {
    byte[] local = InetAddress.getByName("fe80::1").getAddress();
    assertEquals("fe80::1", PeerAddress.format(Inet6Address.getByAddress(null, local, 2)));
  }

  @Test
  void theNameOfAHostIsNotShown() throws UnknownHostException {
    InetAddress ip = InetAddress.getByAddress("host.example", new byte[] {(byte) 192, 0, 2, 1});
    assertEquals("192.0.2.1:7", PeerAddress.format(new InetSocketAddress(ip, 7)));
  }
}
