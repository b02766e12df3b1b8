package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.metrics.Counters;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerNotification;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import javax.management.relation.MBeanServerNotificationFilter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator sees over JMX. */
class MetricsTest {
  @RegisterExtension private final TestServer server = new TestServer();

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final Counters counters = new Counters();
  private final Metrics metrics = new Metrics(counters);
  private ObjectName name;

  @BeforeEach
  void nameTheBean() throws Exception {
    name = new ObjectName("chatserver:type=Server");
    assertFalse(beans.isRegistered(name));
  }

  private Map<String, Long> figures() {
    return JMX.newMXBeanProxy(beans, name, Metrics.FiguresMXBean.class).getFigures();
  }

  @Test
  void theFiguresTellWhatHappened() throws Exception {
    startAndAwaitBean();
    TestClient alice = server.join();
    alice.send("hi");
    alice.expect(alice.says("hi")); // and her login has been delivered to her alone
    TestClient bob = server.join();
    alice.expect(bob.says("login"));
    alice.send("hello", "", "who");
    alice.readUntil(bob.address() + ":" + bob.address());
    bob.expect(alice.says("hello"));
    server.operations().who(); // a delivery is counted when it is over
    Map<String, Long> figures = figures();
    assertEquals(2, figures.get("chat_clients"));
    assertEquals(2, figures.get("chat_clients_joined_total"));
    assertEquals(4, figures.get("chat_lines_received_total"));
    assertEquals("hi\r\nhello\r\n\r\nwho\r\n".length(), figures.get("chat_received_bytes_total"));
    assertEquals(4, figures.get("chat_lines_broadcast_total"), "two logins and what was said");
    assertEquals(1 + 1 + 2 + 2, figures.get("chat_deliveries_total"));
    assertTrue(figures.get("chat_sent_bytes_total") > 0);
    assertTrue(figures.get("chat_retained_bytes") > 0);
    assertEquals(0, figures.get("chat_evictions_total"));
    server.close();
    assertFalse(beans.isRegistered(name), "a server that is closed has no figures");
  }

  private void startAndAwaitBean() throws Exception {
    CountDownLatch registered = new CountDownLatch(1);
    MBeanServerNotificationFilter filter = new MBeanServerNotificationFilter();
    filter.enableObjectName(name);
    beans.addNotificationListener(
        new ObjectName("JMImplementation:type=MBeanServerDelegate"),
        (notification, handback) -> {
          if (notification.getType().equals(MBeanServerNotification.REGISTRATION_NOTIFICATION)) {
            registered.countDown();
          }
        },
        filter,
        null);
    server.start();
    assertTrue(registered.await(20, TimeUnit.SECONDS));
  }

  /** Which any JMX client can show: a table of names and values. */
  @Test
  void theFiguresAreOneAttributeOfStandardTypes() throws Exception {
    metrics.register();
    try {
      counters.evictions.add(7);
      TabularData table = (TabularData) beans.getAttribute(name, "Figures");
      Object[] key = {"chat_evictions_total"};
      assertEquals(7L, table.get(key).get("value"));
      assertEquals(counters.read().size(), table.size());
      assertEquals(counters.read(), figures());
    } finally {
      metrics.close();
    }
  }

  @Test
  void theFirstServerInAProcessHasTheName() {
    Counters others = new Counters();
    Metrics second = new Metrics(others);
    metrics.register();
    try {
      second.register();
      counters.joined.add(1);
      others.joined.add(2);
      assertEquals(1, figures().get("chat_clients_joined_total"));
      second.close();
      assertTrue(beans.isRegistered(name), "it takes away only its own");
    } finally {
      metrics.close();
    }
    assertFalse(beans.isRegistered(name));
  }

  @Test
  void itCanBeClosedTwiceAndBeforeItIsRegistered() {
    metrics.close();
    assertFalse(beans.isRegistered(name));
    Metrics second = new Metrics(counters);
    second.register();
    second.close();
    second.close();
    assertFalse(beans.isRegistered(name));
  }

  /** A stop may come in the moment in which the timer begins with it. */
  @Test
  void whatIsClosedIsNotRegisteredAnyMore() {
    metrics.close();
    metrics.register();
    boolean isRegistered = beans.isRegistered(name);
    metrics.close();
    assertFalse(isRegistered);
  }
}
