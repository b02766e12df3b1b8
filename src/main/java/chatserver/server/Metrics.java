package chatserver.server;

import chatserver.metrics.Counters;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the figures of one server over JMX, as {@code chatserver:type=Server}. */
final class Metrics implements AutoCloseable {
  /** What JMX clients see. */
  public interface FiguresMXBean {
    Map<String, Long> getFigures();
  }

  private static final String BEAN = "chatserver:type=Server";
  private static final Logger log = LoggerFactory.getLogger(Metrics.class);

  private final FiguresMXBean bean;
  private boolean registered; // guarded by this
  private boolean closed; // guarded by this

  Metrics(Counters counters) {
    this.bean = counters::read;
  }

  /** To be done by the timer once the server listens: loading JMX takes longer than the start. */
  synchronized void register() {
    try {
      if (!closed) {
        ManagementFactory.getPlatformMBeanServer().registerMBean(bean, new ObjectName(BEAN));
        registered = true;
      }
    } catch (JMException e) {
      log.debug("no figures over JMX: {}", e.toString()); // another server in this JVM has the name
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (registered) {
        registered = false;
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(BEAN));
      }
    } catch (JMException e) {
      log.debug("cannot unregister: {}", e.toString());
    }
  }
}
