package chatserver.server;

/**
 * What an operator can watch, over JMX as {@code chatserver:type=Server}. All counts are since the
 * start.
 */
public interface ServerMXBean {
  /** Clients online now. */
  int getClientsOnline();

  /** Clients that ever joined. */
  long getClientsJoined();

  /** Lines that came in, commands and blank ones included. */
  long getLinesIn();

  /** Bytes that came in. */
  long getBytesIn();

  /** Lines that went to everyone, notices included. */
  long getLinesOut();

  /** Those lines, times the clients online when they were handed out. */
  long getDeliveries();

  /** Bytes that the clients' sockets took. */
  long getBytesOut();

  /** Events that wait for the broadcaster now. */
  int getQueueDepth();

  /** Bytes that wait for the client that is most behind now. */
  long getLargestBacklog();

  /** Clients dropped because too much waited for them. */
  long getEvictions();

  /** Clients dropped because their output did not move. */
  long getWriteTimeouts();

  /** Clients disconnected because they were silent. */
  long getIdleTimeouts();

  /** Newcomers refused because the server was full. */
  long getRefusedFull();

  /** Newcomers refused because of too many from their address. */
  long getRefusedPerAddress();

  /** Newcomers refused because the machine ran out of threads. */
  long getRefusedNoThreads();

  /** Seconds since the start. */
  long getUptimeSeconds();
}
