package chatserver.room;

import java.util.List;

/**
 * What a room needs to know.
 *
 * @param greeting the lines a newcomer gets first; may be empty
 * @param historyLines how many of the last lines said a newcomer gets; 0 for none
 * @param maxBacklog public bytes that may wait for one client
 * @param maxRetained bytes that may wait for all clients together
 */
public record RoomConfig(
    List<String> greeting, int historyLines, long maxBacklog, long maxRetained) {
  public RoomConfig {
    greeting = List.copyOf(greeting);
  }

  /** Bytes that may wait for an observer. It is never evicted, so memory must not depend on it. */
  long maxObserverBacklog() {
    return Math.min(maxBacklog, maxRetained / 4);
  }
}
