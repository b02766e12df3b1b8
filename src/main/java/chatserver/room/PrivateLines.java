package chatserver.room;

import chatserver.protocol.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is for one member or for some: welcomes, answers, notices, whispers. Each stands between the
 * public lines where it was said. Broadcaster only.
 */
final class PrivateLines {
  /** Lines that are the same for all who get them: encoded once, until they change. */
  static final class Shared {
    private Supplier<byte[]> lines; // the present ones, their ends included
    private final Stretches encoded = new Stretches();

    private Shared(Supplier<byte[]> lines) {
      this.lines = lines;
    }

    /** Others take their place. */
    void replace(Supplier<byte[]> newLines) {
      lines = newLines;
      forget();
    }

    /** They have changed, or their memory is needed. */
    void forget() {
      encoded.clear();
    }
  }

  private final SlabLog log;
  private final Batch batch; // the public lines that stand in front
  private final Roster roster;
  private final List<Shared> shared = new ArrayList<>();
  private final Stretches record = new Stretches(); // empty between two calls

  PrivateLines(SlabLog log, Batch batch, Roster roster) {
    this.log = log;
    this.batch = batch;
    this.roster = roster;
  }

  Shared share(Supplier<byte[]> lines) {
    Shared added = new Shared(lines);
    shared.add(added);
    return added;
  }

  /** Their memory is needed. */
  void forgetShared() {
    shared.forEach(Shared::forget);
  }

  void tell(Member member, String line) {
    tell(List.of(member), Notice.encode(line));
  }

  void tell(List<Member> members, byte[] bytes) {
    try {
      log.append(bytes, record);
      members.forEach(member -> offer(member, record));
    } finally {
      record.clear();
    }
  }

  void tell(Member member, Shared shared) {
    if (shared.encoded.isEmpty()) {
      log.append(shared.lines.get(), shared.encoded);
    }
    offer(member, shared.encoded);
  }

  private void offer(Member member, Stretches lines) {
    if (roster.contains(member)) { // else public lines are not for it, or not yet
      batch.offerTo(member);
    }
    member.outbox().offer(lines, 0);
  }
}
