package chatserver.control;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * What an operator may do to a server. Any thread may call these; some block until the room has
 * answered, for a bounded time. All text is clean, and a reason may be empty. Long answers are made
 * while they are read.
 */
public interface Operations {
  /** A line for each client online, in the order in which they joined. */
  Stream<String> who() throws OperationFailedException;

  void kick(String name, String reason) throws OperationFailedException;

  /**
   * Keeps a network out, and removes everyone online from there.
   *
   * @param whom an address, a network, or the name of somebody online
   * @param time zero for ever
   * @throws IllegalArgumentException where the network holds the loopback address
   */
  void ban(String whom, Duration time, String reason) throws OperationFailedException;

  /** Takes a ban back; an IllegalArgumentException where it is no network. */
  void unban(String network) throws OperationFailedException;

  Stream<String> bans();

  void say(String text) throws OperationFailedException;

  /** While it is locked, nobody new comes in. */
  void setLocked(boolean locked) throws OperationFailedException;

  /** All figures, in the text format of Prometheus. */
  Stream<String> stats();

  /** Begins to stop the server; does not wait for that. */
  void stop();
}
