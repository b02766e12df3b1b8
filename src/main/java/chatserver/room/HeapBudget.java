package chatserver.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Bounds what waits on the heap: all that single members were told or answered. It is kept for each
 * of them on its own, unlike what is said to all; so however little that is for one, all of it
 * together has a limit, and past that those for whom most waits have to go. Only the broadcaster
 * touches it.
 */
final class HeapBudget {
  private record Holder(Member member, Outbox.Held held) {}

  private final long maxBytes;
  private final Roster roster;
  private final Leavers leavers;
  private byte[] lastShared;
  private long bytesOfBatch;
  private long mostThatCanWait; // what waited when it was last counted, and all since

  HeapBudget(long maxBytes, Roster roster, Leavers leavers) {
    this.maxBytes = maxBytes;
    this.roster = roster;
    this.leavers = leavers;
  }

  /** So many bytes were said to a member alone. */
  void said(int bytes) {
    bytesOfBatch += bytes;
    mostThatCanWait += bytes + Outbox.PIECE_BYTES;
  }

  /** A member was given this, and others may get the same array. */
  void shared(byte[] bytes) {
    if (bytes != lastShared) {
      lastShared = bytes;
      said(bytes.length);
    }
  }

  /** How much was said since the last {@link #handedOut}. */
  long bytesOfBatch() {
    return bytesOfBatch;
  }

  void handedOut() {
    bytesOfBatch = 0;
  }

  /** Who has to go for all of it to be within the limit again; hardly ever anyone. */
  List<Member> tooMuchFor() {
    if (mostThatCanWait <= maxBytes) {
      return List.of();
    }
    List<Holder> holders = count();
    holders.sort(Comparator.comparingLong((Holder h) -> h.held().bytes()).reversed());
    List<Member> out = new ArrayList<>();
    for (Holder holder : holders) {
      if (mostThatCanWait <= maxBytes) {
        break;
      }
      mostThatCanWait -= holder.held().bytes(); // if others have that, too, the next count tells
      out.add(holder.member());
    }
    return out;
  }

  private List<Holder> count() {
    List<Holder> holders = new ArrayList<>();
    roster.members().forEach(member -> holders.add(new Holder(member, member.outbox().held())));
    leavers.forEach(member -> holders.add(new Holder(member, member.outbox().held())));
    Set<byte[]> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    mostThatCanWait = 0;
    for (Holder holder : holders) {
      mostThatCanWait += holder.held().own();
      shared.addAll(holder.held().shared());
    }
    for (byte[] bytes : shared) {
      mostThatCanWait += bytes.length;
    }
    return holders;
  }
}
