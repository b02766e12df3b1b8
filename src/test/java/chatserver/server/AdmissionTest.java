package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
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

  private static void assertAdmitted(Admission admission, String ip) {
    assertEquals(Optional.empty(), admission.admit(ip(ip)));
  }

  @Test
  void soManyComeInAndNoMore() {
    Admission admission = new Admission(2, 0);
    Optional<String> full = Optional.of("server full: at most 2 clients");
    assertAdmitted(admission, "192.0.2.1");
    assertAdmitted(admission, "127.0.0.1");
    assertEquals(full, admission.admit(ip("192.0.2.3")));
    assertEquals(full, admission.admit(ip("127.0.0.1")));
    assertEquals(2, admission.refusedFull());
    admission.release(ip("192.0.2.1"));
    assertAdmitted(admission, "192.0.2.3");
    assertEquals(full, admission.admit(ip("192.0.2.1")));
    assertEquals(3, admission.refusedFull());
    assertEquals(0, admission.refusedAddress());
  }

  @Test
  void soManyComeInFromOneAddressAndNoMore() {
    Admission admission = new Admission(100, 2);
    assertAdmitted(admission, "192.0.2.1");
    assertAdmitted(admission, "192.0.2.1");
    for (int i = 0; i < 5; i++) {
      assertEquals(tooManyFrom("192.0.2.1", 2), admission.admit(ip("192.0.2.1")));
    }
    assertAdmitted(admission, "192.0.2.2");
    assertEquals(5, admission.refusedAddress());
    assertEquals(0, admission.refusedFull());
    admission.release(ip("192.0.2.1"));
    assertAdmitted(admission, "192.0.2.1");
    assertEquals(tooManyFrom("192.0.2.1", 2), admission.admit(ip("192.0.2.1")));
  }

  @Test
  void whoIsRefusedTakesNoPlace() {
    Admission admission = new Admission(2, 1);
    assertAdmitted(admission, "192.0.2.1");
    assertEquals(tooManyFrom("192.0.2.1", 1), admission.admit(ip("192.0.2.1")));
    assertAdmitted(admission, "192.0.2.2");
    admission.admit(ip("192.0.2.3")); // the server is full
    admission.release(ip("192.0.2.1"));
    assertAdmitted(admission, "192.0.2.3");
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
    Admission admission = new Admission(100, 1);
    assertAdmitted(admission, first);
    assertEquals(isOne, admission.admit(ip(second)).isPresent());
  }

  @Test
  void whoeverLeavesANetworkMakesRoomForAnotherOfIt() {
    Admission admission = new Admission(100, 1);
    assertAdmitted(admission, "2001:db8:0:1::1");
    assertEquals(tooManyFrom("2001:db8:0:1::2", 1), admission.admit(ip("2001:db8:0:1::2")));
    admission.release(ip("2001:db8:0:1::1"));
    assertAdmitted(admission, "2001:db8:0:1::2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1"})
  void loopbackIsExempt(String loopback) {
    Admission admission = new Admission(1000, 1);
    for (int i = 0; i < 1000; i++) {
      assertAdmitted(admission, loopback);
    }
    for (int i = 0; i < 1000; i++) {
      admission.release(ip(loopback));
    }
    assertAdmitted(admission, loopback);
  }

  @Test
  void zeroMeansAnyNumberFromOneAddress() {
    Admission admission = new Admission(1000, 0);
    for (int i = 0; i < 1000; i++) {
      assertAdmitted(admission, "192.0.2.1");
    }
  }
}
