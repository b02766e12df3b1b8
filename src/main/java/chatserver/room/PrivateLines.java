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
  private final SlabLog log;
  private final Batch batch; // the public lines that stand in front
  private final Roster roster;
  private final List<SharedLines> shared = new ArrayList<>();
  private final Stretches record = new Stretches(); // empty between two calls

  PrivateLines(SlabLog log, Batch batch, Roster roster) {
    this.log = log;
    this.batch = batch;
    this.roster = roster;
  }

  /** Lines that are the same for all who get them. */
  SharedLines share(Supplier<byte[]> lines) {
    SharedLines added = new SharedLines(log, lines);
    shared.add(added);
    return added;
  }

  /** Their memory is needed. */
  void forgetShared() {
    shared.forEach(SharedLines::forget);
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

  void tell(Member member, SharedLines lines) {
    offer(member, lines.get());
  }

  private void offer(Member member, Stretches lines) {
    if (roster.contains(member)) { // else public lines are not for it, or not yet
      batch.offerTo(member);
    }
    member.outbox().offer(lines, 0);
  }
}
