package chatserver.room;

import chatserver.protocol.Notice;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Who is online. Only the broadcaster changes it; anyone may count it. */
public final class Roster {
  private static final byte[] HEADING = Notice.encode(Notice.USER_LIST);

  private final ConcurrentMap<String, Member> online = new ConcurrentHashMap<>();

  // Only the broadcaster touches these.
  private final Set<Member> inOrder = new LinkedHashSet<>(); // in which they joined
  private byte[] list; // the last answer to who; null where something has changed since

  Roster() {}

  void add(Member member) {
    online.put(member.address(), member);
    inOrder.add(member);
    changed();
  }

  /** Names the member, not just its address: a new connection may hold the same one already. */
  void remove(Member member) {
    online.remove(member.address(), member);
    inOrder.remove(member);
    changed();
  }

  /** Somebody came, went, or is called something else now. */
  void changed() {
    list = null;
  }

  /** The member online at this address, or null. */
  Member at(String address) {
    return online.get(address);
  }

  boolean contains(Member member) {
    return online.get(member.address()) == member;
  }

  Collection<Member> members() {
    return Collections.unmodifiableCollection(online.values());
  }

  public int size() {
    return online.size();
  }

  /** Bytes that wait for the member that is most behind. */
  public long largestBacklog() {
    return online.values().stream().mapToLong(m -> m.outbox().backlog()).max().orElse(0);
  }

  /**
   * The answer to {@code who}: everyone, in the order in which they joined. Asked again and again,
   * it costs nothing. Called by the broadcaster.
   */
  byte[] list() {
    if (list == null) {
      ByteArrayOutputStream lines = new ByteArrayOutputStream(64 * (1 + inOrder.size()));
      lines.writeBytes(HEADING);
      inOrder.forEach(member -> lines.writeBytes(member.listing()));
      list = lines.toByteArray();
    }
    return list;
  }
}
