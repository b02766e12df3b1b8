package chatserver.room;

import chatserver.metrics.Counters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Offers the public lines to members and observers, and names the slow consumers: members with too
 * much waiting and, where memory is short, members with bytes in the oldest slabs, whether they are
 * online, arrive, or have left and still drain. Broadcaster only.
 */
final class Delivery {
  private final SlabPool pool;
  private final Batch batch;
  private final PrivateLines privateLines;
  private final Roster roster;
  private final Observers observers;
  private final long maxBacklog;
  private final Counters counters;
  private final Set<Member> others = new HashSet<>(); // that have something waiting

  /**
   * @param maxBacklog public bytes that may wait for one member
   */
  Delivery(
      SlabPool pool,
      Batch batch,
      PrivateLines privateLines,
      Roster roster,
      Observers observers,
      long maxBacklog,
      Counters counters) {
    this.pool = pool;
    this.batch = batch;
    this.privateLines = privateLines;
    this.roster = roster;
    this.observers = observers;
    this.maxBacklog = maxBacklog;
    this.counters = counters;
  }

  /** A member that is not online, not yet or no longer, has something waiting. */
  void watch(Member member) {
    others.add(member);
  }

  /** Those online and the observers, as of now. */
  List<Member> everyone() {
    return Stream.of(roster.members(), observers.members()).flatMap(Collection::stream).toList();
  }

  /** Whether a batch is full, or memory has become short. */
  boolean isDue() {
    return batch.isFull() || pool.isOverLimit();
  }

  /**
   * Offers everyone the batch, until there is nothing in the next one.
   *
   * @param evict called for each slow consumer, behind the loop over all, so that its leave line
   *     goes out, too
   */
  void deliver(Consumer<Member> evict) {
    do {
      offerBatch(true).forEach(evict);
      if (pool.isOverLimit()) {
        privateLines.forgetShared();
        membersWith(pool.oldestOverLimit()).forEach(evict);
      }
    } while (!batch.isEmpty());
  }

  /** Offers everyone the last batch before a stop: nobody is evicted, and nothing left out. */
  void deliverLast() {
    offerBatch(false);
  }

  /**
   * @return slow consumers, by what waited before: no batch is too much for a member that keeps up
   */
  private List<Member> offerBatch(boolean leavingOut) {
    others.removeIf(member -> member.outbox().waitingBytes() == 0);
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

  private List<Member> membersWith(Set<Slab> slabs) {
    return Stream.of(roster.members(), others)
        .flatMap(Collection::stream)
        .distinct()
        .filter(member -> member.outbox().refersToAny(slabs))
        .toList();
  }
}
