package chatserver.room;

import chatserver.protocol.Name;
import chatserver.protocol.Notice;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who is online, and who holds which name. The broadcaster alone changes it; anyone may count. */
public final class Roster {
  private static final byte[] HEADING = Notice.encode(Notice.USER_LIST);

  private final Map<String, Member> online = new ConcurrentHashMap<>(); // by their addresses

  // Broadcaster only.
  private final Set<Member> inOrder = new LinkedHashSet<>(); // in which they joined
  private final Map<String, Member> holders = new HashMap<>(); // by the key of their name
  private final WaitAllowance newcomers = new WaitAllowance(Throttle.MEMBER_NANOS);

  private volatile int listBytes = HEADING.length; // written by the broadcaster

  Roster() {}

  void add(Member member) {
    member.waitAllowance().inherit(newcomers);
    online.put(member.address(), member);
    inOrder.add(member);
    holders.put(member.name().key(), member);
    listBytes += member.listing().length;
  }

  void rename(Member member, Name name) {
    holders.remove(member.name().key(), member);
    holders.put(name.key(), member);
    int before = member.listing().length;
    member.setName(name);
    listBytes += member.listing().length - before;
  }

  /** Names the member, not just its address: a new connection may hold the same one already. */
  void remove(Member member) {
    online.remove(member.address(), member);
    if (inOrder.remove(member)) {
      listBytes -= member.listing().length;
    }
    holders.remove(member.name().key(), member);
  }

  /** What newcomers begin with. */
  WaitAllowance newcomers() {
    return newcomers;
  }

  /** The member online at this address, or null. */
  Member at(String address) {
    return online.get(address);
  }

  /** The member online that holds the name with this key, or null. */
  Member holderOf(String key) {
    return holders.get(key);
  }

  boolean contains(Member member) {
    return at(member.address()) == member;
  }

  Collection<Member> members() {
    return Collections.unmodifiableCollection(online.values());
  }

  /** Everyone as of now, in the order in which they joined. */
  List<Member> inOrder() {
    return List.copyOf(inOrder);
  }

  public int size() {
    return online.size();
  }

  /** Public bytes that wait for the member that is most behind. */
  long largestBacklog() {
    return online.values().stream().mapToLong(m -> m.outbox().backlog()).max().orElse(0);
  }

  /** Bytes of the answer to {@code who}. Any thread. */
  public int listBytes() {
    return listBytes;
  }

  /** The answer to {@code who}: everyone, in the order in which they joined. */
  byte[] list() {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(listBytes);
    lines.writeBytes(HEADING);
    inOrder.forEach(member -> lines.writeBytes(member.listing()));
    return lines.toByteArray();
  }
}
