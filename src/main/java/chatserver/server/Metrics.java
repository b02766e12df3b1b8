package chatserver.server;

import chatserver.room.Broadcaster;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the figures from where they are counted. Any thread. */
final class Metrics implements ServerMXBean, AutoCloseable {
  private static final String NAME = "chatserver:type=Server";
  private static final Logger log = LoggerFactory.getLogger(Metrics.class);

  private final Services services;
  private final Broadcaster broadcaster;
  private final Traffic traffic;
  private final long start;
  private boolean registered; // guarded by this

  Metrics(Services services) {
    this.services = services;
    this.broadcaster = services.broadcaster();
    this.traffic = services.traffic();
    this.start = services.nanoClock().getAsLong();
  }

  /**
   * Makes the figures visible over JMX. Done by the timer once the server listens: loading JMX
   * takes longer than all the rest of the start.
   */
  synchronized void register() {
    try {
      ManagementFactory.getPlatformMBeanServer().registerMBean(this, new ObjectName(NAME));
      registered = true;
    } catch (JMException e) {
      log.debug("no figures over JMX: {}", e.toString()); // another server in this JVM has the name
    }
  }

  @Override
  public synchronized void close() {
    if (!registered) {
      return;
    }
    registered = false;
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(NAME));
    } catch (JMException e) {
      log.debug("cannot unregister: {}", e.toString());
    }
  }

  @Override
  public int getClientsOnline() {
    return broadcaster.roster().size();
  }

  @Override
  public long getClientsJoined() {
    return broadcaster.stats().joins();
  }

  @Override
  public long getLinesIn() {
    return traffic.linesIn.sum();
  }

  @Override
  public long getBytesIn() {
    return traffic.bytesIn.sum();
  }

  @Override
  public long getLinesOut() {
    return broadcaster.stats().lines();
  }

  @Override
  public long getDeliveries() {
    return broadcaster.stats().deliveries();
  }

  @Override
  public long getBytesOut() {
    return traffic.bytesOut.sum();
  }

  @Override
  public int getQueueDepth() {
    return broadcaster.queued();
  }

  @Override
  public long getLargestBacklog() {
    return broadcaster.roster().largestBacklog();
  }

  @Override
  public long getEvictions() {
    return broadcaster.stats().evictions();
  }

  @Override
  public long getWriteTimeouts() {
    return traffic.writeTimeouts.sum();
  }

  @Override
  public long getIdleTimeouts() {
    return traffic.idleTimeouts.sum();
  }

  @Override
  public long getRefusedFull() {
    return services.admission().refusedFull();
  }

  @Override
  public long getRefusedPerAddress() {
    return services.admission().refusedAddress();
  }

  @Override
  public long getRefusedNoThreads() {
    return traffic.refusedNoThreads.sum();
  }

  @Override
  public long getUptimeSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(services.nanoClock().getAsLong() - start);
  }

  /** All figures on one line, for the log. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d s up, %d clients joined, %d lines in (%d bytes), %d lines out, %d deliveries"
            + " (%d bytes), %d evictions, %d write time-outs, %d idle time-outs,"
            + " refused: %d full, %d per address, %d without threads",
        getUptimeSeconds(),
        getClientsJoined(),
        getLinesIn(),
        getBytesIn(),
        getLinesOut(),
        getDeliveries(),
        getBytesOut(),
        getEvictions(),
        getWriteTimeouts(),
        getIdleTimeouts(),
        getRefusedFull(),
        getRefusedPerAddress(),
        getRefusedNoThreads());
  }
}
