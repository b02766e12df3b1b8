package chatserver.room;

import chatserver.metrics.Counters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Offers the room's lines to all who get them, and knows who keeps memory by not taking them: those
 * online, and those that have left and are still being written to. Broadcaster only.
 */
final class Delivery {
  private final Batch batch;
  private final Roster roster;
  private final Observers observers;
  private final long maxBacklog;
  private final Counters counters;
  private final Set<Member> draining = new HashSet<>();

  /**
   * @param maxBacklog bytes of what everyone hears that may wait for one member
   */
  Delivery(Batch batch, Roster roster, Observers observers, long maxBacklog, Counters counters) {
    this.batch = batch;
    this.roster = roster;
    this.observers = observers;
    this.maxBacklog = maxBacklog;
    this.counters = counters;
  }

  /** A member is no longer online; what waits for it is still to be written. */
  void drain(Member member) {
    draining.add(member);
  }

  /**
   * Offers everyone the batch, and begins the next one.
   *
   * @param leavingOut whether an observer that does not keep up may miss it
   * @return those too slow, by what waited before: no batch is too much for a member that keeps up
   */
  List<Member> offerBatch(boolean leavingOut) {
    draining.removeIf(member -> member.outbox().isEnded());
    List<Member> slow = new ArrayList<>();
    for (Member member : roster.members()) {
      if (member.outbox().backlog() > maxBacklog) {
        slow.add(member);
      }
      batch.offerTo(member);
    }
    observers.deliver(batch, leavingOut);
    counters.linesBroadcast.add(batch.lines());
    counters.deliveries.add((long) batch.lines() * roster.size());
    batch.next();
    return slow;
  }

  /** All for whom bytes wait in one of these slabs. */
  List<Member> holdersOf(Set<Slab> slabs) {
    return Stream.of(roster.members(), draining)
        .flatMap(Collection::stream)
        .filter(member -> member.outbox().holdsAny(slabs))
        .toList();
  }
}
