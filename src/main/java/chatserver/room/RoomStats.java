package chatserver.room;

/** What the room counts. Written by the broadcaster alone, once a hand-out; read by anyone. */
public final class RoomStats {
  private volatile long joins;
  private volatile long lines;
  private volatile long deliveries;
  private volatile long evictions;

  RoomStats() {}

  /** Clients that ever came online. */
  public long joins() {
    return joins;
  }

  /** Lines that everyone online got: what was said, and the notices. */
  public long lines() {
    return lines;
  }

  /** Each of those lines, times the clients that it was handed to. */
  public long deliveries() {
    return deliveries;
  }

  /** Clients dropped because too much waited for them. */
  public long evictions() {
    return evictions;
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
  void joined() {
    joins++;
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
  void evicted() {
    evictions++;
  }

  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
  void handedOut(int batchLines, int members) {
    lines += batchLines;
    deliveries += (long) batchLines * members;
  }
}
