package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.protocol.Notice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients see of each other where addresses are hidden, and what the operator sees. */
class HiddenAddressesTest {
  private static final Pattern LOGIN = Pattern.compile("\\[(([a-z0-9]{8}):\\d+)](.*):login");

  @RegisterExtension final TestServer server = new TestServer();

  private final List<String> seen = new ArrayList<>(); // by all

  /** Its address as the others see it. */
  private String expectWelcome(TestClient client) throws IOException {
    seen.addAll(client.readUntil(line -> line.endsWith("I am here")));
    Matcher login = LOGIN.matcher(seen.get(seen.size() - 2));
    assertTrue(login.matches(), seen::toString);
    assertEquals(login.group(1), login.group(3));
    return login.group(1);
  }

  private static String tokenOf(String address) {
    return address.substring(0, address.indexOf(':'));
  }

  private static String portOf(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  @Test
  void clientsSeeATokenAndTheOperatorBoth() throws Exception {
    server.start(
        config -> {
          config.hideAddresses = true;
          config.history = 10;
        });
    TestClient alice = server.connect();
    String aliceAddress = expectWelcome(alice);
    alice.send("hello", "who");
    seen.addAll(alice.readUntil(aliceAddress + ":" + aliceAddress));
    TestClient bob = server.connect();
    String bobAddress = expectWelcome(bob);
    bob.send("to|" + aliceAddress + "|psst", "rename|Bob", "exit");
    seen.addAll(bob.readToEnd());
    seen.addAll(alice.readUntil(Notice.prefix(bobAddress, "Bob") + "login out"));
    assertTrue(seen.contains("[" + bobAddress + "]" + bobAddress + "->" + aliceAddress + ":psst"));
    assertEquals(List.of(), seen.stream().filter(line -> line.contains("127.0.0.1")).toList());
    assertEquals(tokenOf(aliceAddress), tokenOf(bobAddress));
    assertEquals(portOf(alice.address()), portOf(aliceAddress));
    assertEquals(portOf(bob.address()), portOf(bobAddress));
    String who = server.operations().who().toList().get(0);
    assertTrue(who.startsWith(alice.address() + " " + aliceAddress + " "), who);
  }

  private TestClient connect(String ip, int port) throws IOException {
    TestClient client = server.connect();
    client.sendRaw("PROXY " + ip + " " + ip.split(" ")[1] + " " + port + " 8000\r\n");
    return client;
  }

  /** Limits and bans are for the real address, also where a proxy names it. */
  @Test
  void whoIsRefusedIsToldTheToken() throws Exception {
    server.start(
        config -> {
          config.hideAddresses = true;
          config.proxyFrom = List.of(Network.parseExact("127.0.0.1"));
          config.maxPerAddress = 1;
        });
    String alice = expectWelcome(connect("TCP4 203.0.113.1", 1));
    TestClient second = connect("TCP4 203.0.113.1", 2);
    second.expect("too many connections from " + tokenOf(alice) + ": at most 1");
    TestClient mapped = connect("TCP6 ::ffff:203.0.113.1", 3);
    mapped.expect("too many connections from " + tokenOf(alice) + ": at most 1");
    TestClient bob = connect("TCP4 203.0.113.2", 1);
    assertNotEquals(tokenOf(alice), tokenOf(expectWelcome(bob)));
    server.operations().ban("203.0.113.2", Duration.ZERO, "");
    bob.expect("banned");
    connect("TCP4 203.0.113.2", 9).expect("banned");
  }

  /** They have one token, but neither can take the place of the other. */
  @Test
  void twoOfOneIpv6NetworkWithTheSamePortAreNotMistakenForEachOther() throws Exception {
    server.start(
        config -> {
          config.hideAddresses = true;
          config.proxyFrom = List.of(Network.parseExact("127.0.0.1"));
          config.maxPerAddress = 0;
        });
    TestClient first = connect("TCP6 2001:db8::1", 1001);
    String address = expectWelcome(first);
    TestClient second = connect("TCP6 2001:db8::2", 1001);
    second.expect("already connected from " + address);
    second.expectEnd();
    assertEquals(tokenOf(address), tokenOf(expectWelcome(connect("TCP6 2001:db8::2", 1002))));
  }
}
