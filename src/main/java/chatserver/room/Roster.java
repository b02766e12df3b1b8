package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import chatserver.protocol.Notice;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Who is online. Only the broadcaster changes it; readers answer {@code who} from it, and anyone
 * may count it.
 */
public final class Roster {
  private record Listing(long version, ByteBuffer lines) {}

  private final ConcurrentMap<String, Member> online = new ConcurrentHashMap<>();

  /** Counts changes. Written by the broadcaster, after the change. */
  private volatile long version;

  /** The last answer to {@code who}: asked again and again, it costs nothing. Guarded by this. */
  private Listing listing = new Listing(-1, ByteBuffer.allocate(0));

  Roster() {}

  void add(Member member) {
    online.put(member.address(), member);
    changed();
  }

  /** Names the member, not just its address: a new connection may hold the same one already. */
  boolean remove(Member member) {
    boolean removed = online.remove(member.address(), member);
    if (removed) {
      changed();
    }
    return removed;
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
  void changed() {
    version++;
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

  /** The answer to {@code who}: everyone, in the order in which they joined. Any thread. */
  public synchronized ByteBuffer list() {
    Listing last = listing;
    long now = version;
    if (last.version != now) {
      last = new Listing(now, encode());
      listing = last;
    }
    return last.lines.duplicate();
  }

  private ByteBuffer encode() {
    StringBuilder lines = new StringBuilder(Notice.USER_LIST).append(Notice.LINE_END);
    online.values().stream()
        .sorted(Comparator.comparingLong(Member::number))
        .map(member -> Notice.listed(member.address(), member.name().text()))
        .forEach(line -> lines.append(line).append(Notice.LINE_END));
    return ByteBuffer.wrap(lines.toString().getBytes(UTF_8));
  }
}
