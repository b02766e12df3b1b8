package chatserver.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Bounds what waits of lines that were said to single members. Each is kept on the heap for its own
 * receiver, unlike what is said to all; so however little that is for one, all of it together has a
 * limit, and past that those for whom most waits have to go. Only the broadcaster touches it.
 */
final class PrivateLines {
  private record Waiting(Member member, long bytes) {}

  private final long maxBytes;
  private final Roster roster;
  private final Leavers leavers;
  private long bytesOfBatch;
  private long mostThatCanWait; // what waited when it was last counted, and all since

  PrivateLines(long maxBytes, Roster roster, Leavers leavers) {
    this.maxBytes = maxBytes;
    this.roster = roster;
    this.leavers = leavers;
  }

  /** A line of so many bytes was said. */
  void said(int bytes) {
    bytesOfBatch += bytes;
    mostThatCanWait += bytes + Outbox.PIECE_BYTES;
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
    List<Waiting> all = new ArrayList<>();
    roster.members().forEach(member -> count(member, all));
    leavers.forEach(member -> count(member, all));
    all.sort(Comparator.comparingLong(Waiting::bytes).reversed());
    mostThatCanWait = all.stream().mapToLong(Waiting::bytes).sum();
    List<Member> out = new ArrayList<>();
    while (mostThatCanWait > maxBytes) {
      Waiting most = all.get(out.size());
      mostThatCanWait -= most.bytes();
      out.add(most.member());
    }
    return out;
  }

  private static void count(Member member, List<Waiting> all) {
    long bytes = member.outbox().privateBytes();
    if (bytes > 0) {
      all.add(new Waiting(member, bytes));
    }
  }
}
