package chatserver.room;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Who is no longer online and still has to get its last bytes, in the order in which they left.
 * Only the broadcaster touches it.
 *
 * <p>They have some seconds for that, in which others leave, too, each with another part of the
 * room's stream yet to come. So that all of it together stays bounded, those who left too long ago,
 * by what has been said since, are told to go without the rest.
 */
final class Leavers {
  private final long maxBytes;
  private final Deque<Member> members = new ArrayDeque<>();

  /**
   * @param maxBytes how much may be said while one leaves
   */
  Leavers(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(Member member) {
    members.add(member);
  }

  /**
   * Forgets those who have ended, and ends those who left too long ago.
   *
   * @param position of the end of the room's stream
   */
  void prune(long position) {
    while (!members.isEmpty() && hasEnded(members.peek(), position)) {
      members.remove();
    }
  }

  private boolean hasEnded(Member member, long position) {
    if (member.outbox().isAbandoned()) {
      return true;
    }
    if (position - member.heard() <= maxBytes) {
      return false;
    }
    member.dismiss(LeaveReason.TOO_SLOW);
    return true;
  }

  void forEach(Consumer<Member> action) {
    members.forEach(action);
  }
}
