package chatserver.room;

/** What the room counts. Written by the broadcaster alone; read by anyone. */
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

  /**
   * Those lines, times the clients online when their batch was handed out: near the true number,
   * which nobody counts.
   */
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
