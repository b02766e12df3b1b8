package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerNotification;
import javax.management.ObjectName;
import javax.management.relation.MBeanServerNotificationFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator sees over JMX. */
class MetricsTest {
  @RegisterExtension private final TestServer server = new TestServer();

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

  @Test
  void theFiguresTellWhatHappened() throws Exception {
    ObjectName name = new ObjectName("chatserver:type=Server");
    ServerMXBean figures = startAndFind(name);
    TestClient alice = server.join();
    TestClient bob = server.join();
    alice.expect(bob.says("login"));
    alice.send("hello", "", "who");
    alice.readUntil(bob.address() + ":" + bob.address());
    bob.expect(alice.says("hello"));
    assertEquals(2, figures.getClientsOnline());
    assertEquals(2, figures.getClientsJoined());
    assertEquals(3, figures.getLinesIn());
    assertEquals("hello\r\n\r\nwho\r\n".length(), figures.getBytesIn());
    assertEquals(3, figures.getLinesOut(), "two logins and what was said");
    assertEquals(1 + 2 + 2, figures.getDeliveries());
    assertTrue(figures.getBytesOut() > 0);
    assertEquals(0, figures.getEvictions() + figures.getWriteTimeouts());
    server.close();
    assertFalse(beans.isRegistered(name), "a server that is closed has no figures");
  }

  private ServerMXBean startAndFind(ObjectName name) throws Exception {
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
    return JMX.newMXBeanProxy(beans, name, ServerMXBean.class);
  }
}
