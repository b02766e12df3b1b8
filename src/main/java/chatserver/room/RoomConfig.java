package chatserver.room;

import java.util.List;

/**
 * What a room needs to know.
 *
 * @param greeting the lines a newcomer gets first; may be empty
 * @param historyLines how many of the last lines said a newcomer gets; 0 for none
 * @param maxBacklog bytes that may wait for one client before it is dropped as too slow
 * @param maxHeld bytes that may wait on the heap for all clients together; also, bytes that may be
 *     said to all while one that leaves takes what is on its way to it
 */
public record RoomConfig(List<String> greeting, int historyLines, long maxBacklog, long maxHeld) {
  public RoomConfig {
    greeting = List.copyOf(greeting);
  }
}
